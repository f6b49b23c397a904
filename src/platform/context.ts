import type { Clock } from './clock.ts'
import { type Database, type Transaction, transactAs, type Visibility } from './database.ts'
import { AppError } from './errors.ts'
import type { ObjectStore } from './objects.ts'
import { type Operation, permissions, type Role } from './permissions.ts'

export interface Person {
  kind: 'person'
  id: number
  name: string
  jurisdictionId: string
  organisationId: number
  organisationName: string
  roles: readonly Role[]
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
}

/** In: an actor and an operation. Out: whether the permission table allows it. */
export function allows(actor: Actor, operation: Operation): boolean {
  const allowed: readonly string[] = permissions[operation]
  if (actor.kind !== 'person') return allowed.includes(actor.kind)
  return actor.roles.some((role) => allowed.includes(role))
}

/** The first line of every verb. Throws not-signed-in or forbidden. */
export function authorize(context: Context, operation: Operation): void {
  if (allows(context.actor, operation)) return
  if (context.actor.kind === 'public') throw new AppError('not-signed-in', '这项操作需要登录。')
  throw new AppError('forbidden', '您的岗位没有这项权限，如有需要请联系管理员。')
}

/** A department sees its own rows; every other role sees the whole jurisdiction; the public sees no department's rows. */
export function visibilityOf(actor: Actor): Visibility {
  const jurisdictionId = actor.jurisdictionId
  if (actor.kind === 'job') return { jurisdictionId, organisations: 'all' }
  if (actor.kind === 'public') return { jurisdictionId, organisations: [] }
  const departmentOnly = actor.roles.every((role) => role === 'department')
  return { jurisdictionId, organisations: departmentOnly ? [actor.organisationId] : 'all' }
}

/** Runs `work` in one transaction that sees only what the actor may see. */
export function transact<T>(context: Context, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return transactAs(context.database, visibilityOf(context.actor), work)
}
