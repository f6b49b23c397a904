import type { Apart } from './apart.ts'
import type { Clock } from './clock.ts'
import { type Database, type Transaction, transactAs, type Visibility } from './database.ts'
import { AppError } from './errors.ts'
import type { ProgrammeSolver } from './integer-programme.ts'
import type { ObjectStore } from './objects.ts'
import {
  everyone,
  type Grantee,
  isAdministrator,
  type Operation,
  permissionOf,
  type Role,
  roles,
} from './permissions.ts'
import type { SecretBox } from './secret-box.ts'
import type { SheetWriter } from './spreadsheet/sheet-writer.ts'
import type { WorkbookReader } from './spreadsheet/workbook-reader.ts'

export interface Notice {
  text: string
  action: string
  href: string
}

export interface Person {
  kind: 'person'
  id: number
  name: string
  jurisdictionId: string
  organisationId: number
  organisationName: string
  /** Their organisation and everything below it in the tree: whose rows a department sees. */
  organisationIds: readonly number[]
  roles: readonly Role[]
  /** A second factor is due before their roles count again. */
  mustEnrol?: boolean
  /** What they are told on every page until it is settled. */
  notices?: readonly Notice[]
  /** Set when another system acts with a person's API key: it may do these operations at most. */
  key?: { id: number; name: string; operations: readonly Operation[] }
}
export type Actor =
  | Person
  | { kind: 'job'; job: string; jurisdictionId: string }
  | { kind: 'public'; jurisdictionId: string }

/** What every verb gets first: who acts, when, and the ways to the outside. */
export interface Context {
  actor: Actor
  database: Database
  objects: ObjectStore
  clock: Clock
  requestId: string
  /** The address the request came from, for the audit record; null for jobs. */
  address: string | null
  /** Only for jobs, where one is configured: the SM2 key that signs the heads of the audit log. */
  auditSigningKey?: string
  /** Seals secrets at rest; not for jobs, nor on Workers without a key. */
  secrets?: SecretBox | undefined
  /** Solves integer programmes, where the runtime can. */
  solve?: ProgrammeSolver | undefined
  /** Reads spreadsheets where that blocks nobody; without it they are read in the request itself. */
  readWorkbook?: WorkbookReader | undefined
  /** Writes tables where that blocks nobody; without it they are written in the request itself. */
  writeSheet?: SheetWriter | undefined
  /** Computes what takes long where that blocks nobody; without it that is done in the request itself. */
  apart?: Apart | undefined
  /** Counts work for a caller who hasn't signed in, and throws too-many-requests; absent for everybody else. */
  limitPublic?: ((cost: number) => Promise<void>) | undefined
  /** Aborted when whoever asked has gone. */
  signal?: AbortSignal | undefined
}

/** In: whoever caused it, and the name of a job. Out: the context of that job, which the house does of its own accord. */
export function asJob(context: Context, job: string): Context {
  return { ...context, actor: { kind: 'job', job, jurisdictionId: context.actor.jurisdictionId } }
}

/** In: an actor and an operation. Out: whether the permission table allows it. */
export function allows(actor: Actor, operation: Operation): boolean {
  const allowed: readonly Grantee[] = permissionOf(operation).roles
  if (allowed.includes('public') || actor.kind === 'public') return allowed.includes('public')
  if (actor.kind === 'job') return allowed.includes('job')
  if (actor.key !== undefined && !actor.key.operations.includes(operation)) return false
  return allowed.includes('person') || actor.roles.some((role) => allowed.includes(role))
}

/** The first line of every verb. Throws not-signed-in or forbidden. */
export function authorize(context: Context, operation: Operation): void {
  if (allows(context.actor, operation)) return
  if (context.actor.kind === 'public') throw new AppError('not-signed-in', '这项操作需要登录。')
  if (context.actor.kind === 'person' && context.actor.mustEnrol === true)
    throw new AppError(
      'forbidden',
      '您的岗位要求第二因素：请先到“我的账号”的“第二因素”里启用，岗位随即生效。',
    )
  throw new AppError(
    'forbidden',
    `您的岗位没有这项权限${whoMay(context.actor, operation)}如有需要请联系管理员。`,
  )
}

/** In: who was refused what. Out: which roles do it, to stand in a sentence; a key is refused for what it was made for. */
function whoMay(actor: Actor, operation: Operation): string {
  const { title, roles: granted } = permissionOf(operation)
  const names = everyone.filter((role) => granted.includes(role)).map((role) => roles[role])
  if (names.length === 0 || (actor.kind === 'person' && actor.key !== undefined)) return '，'
  return `：“${title}”由${names.join('、')}办理。`
}

/** Nobody approves what they filed themselves. In: the id of who filed it, null for a job. Throws forbidden. */
export function assertNotOwn(context: Context, filedBy: number | null): void {
  if (context.actor.kind === 'person' && context.actor.id === filedBy)
    throw new AppError('forbidden', '这是您本人提交的，须由另一人审批。')
}

/**
 * A department sees the rows of its organisation and of those below it, every other business role the whole
 * jurisdiction, an administrator no business row but what administering needs, the public no department's rows.
 */
export function visibilityOf(actor: Actor): Visibility {
  const jurisdictionId = actor.jurisdictionId
  if (actor.kind === 'job') return { jurisdictionId, organisations: 'all' }
  if (actor.kind === 'public') return { jurisdictionId, organisations: [] }
  if (actor.roles.some(isAdministrator)) return { jurisdictionId, organisations: [], administers: true }
  const departmentOnly = actor.roles.every((role) => role === 'department' || role === 'department-head')
  return { jurisdictionId, organisations: departmentOnly ? actor.organisationIds : 'all' }
}

/** Runs `work` in one transaction that sees only what the actor may see. */
export function transact<T>(context: Context, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return transactAs(context.database, visibilityOf(context.actor), work)
}
