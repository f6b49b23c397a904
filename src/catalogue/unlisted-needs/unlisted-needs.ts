import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { organisationsAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { type Fen, fenOf, parseMoney } from '../../platform/money.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { type UnlistedNeedStatus, unlistedNeedMachine } from '../model.ts'
import { catalogueEditions, catalogueItems, unlistedNeeds } from '../schema.ts'

const number = (text: string, name: string, least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, text)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `${name}应在 ${least} 到 ${most} 之间`)

/** As the form sends it: every field is text. */
const needInput = z.strictObject({
  title: z.string().trim().min(2, '请写明需要什么，至少 2 个字').max(60, '最多 60 个字'),
  details: z.string().trim().min(2, '请写明用途和规格要求，至少 2 个字').max(1_000, '最多 1000 个字'),
  quantity: number('数量应为整数', '数量', 1, 1_000_000),
  unit: z.string().trim().min(1, '请写明计量单位').max(20, '最多 20 个字'),
  /** 元 a month for all of it, where the department knows; empty: not known. */
  monthlyYuan: z
    .string()
    .trim()
    .max(20)
    .transform((text, context): Fen | null => {
      if (text === '') return null
      const fen = parseMoney(text, 100)
      if (fen === null || fen > 100_000_000_000) {
        context.addIssue({
          code: 'custom',
          message: '请填最多两位小数的元数，如 1200.50，不超过十亿元；不知道就留空',
        })
        return z.NEVER
      }
      return fen
    }),
})

/** 目录外需求 as its department and the data centre see it. */
export interface UnlistedNeed {
  id: number
  organisation: string
  organisationId: number
  filedOn: CalendarDate
  title: string
  details: string
  quantity: number
  unit: string
  monthlyFen: Fen | null
  status: UnlistedNeedStatus
  answer: string | null
  answeredOn: CalendarDate | null
  itemCode: string | null
  edition: string | null
}

/** Files what a department needs and the catalogue lacks. Out: its id. Throws invalid-input by field. */
export async function fileUnlistedNeed(context: Context, input: z.input<typeof needInput>): Promise<number> {
  authorize(context, 'catalogue.wish')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '目录外需求要由部门的人员提出。')
  const { monthlyYuan, ...need } = parseInput(needInput, input)
  return transact(context, async (tx) => {
    const row = await insertOne(
      tx,
      unlistedNeeds,
      {
        ...need,
        monthlyFen: monthlyYuan,
        jurisdictionId: actor.jurisdictionId,
        organisationId: actor.organisationId,
        filedBy: actor.id,
        filedOn: context.clock.today(),
      },
      { id: unlistedNeeds.id },
    )
    await record(context, tx, [
      {
        operation: 'catalogue.wish',
        objectType: 'catalogue-wish',
        objectId: String(row.id),
        after: { title: need.title, quantity: need.quantity, status: 'open' },
      },
    ])
    return row.id
  })
}

/** Out: the needs the actor may see (a department its own), the newest first; at most 500. */
export async function listUnlistedNeeds(context: Context): Promise<UnlistedNeed[]> {
  authorize(context, 'catalogue.read-wishes')
  return transact(context, (tx) => load(tx))
}

/** Out: one need. Throws not-found, also when it is another department's. */
export async function readUnlistedNeed(context: Context, needId: number): Promise<UnlistedNeed> {
  authorize(context, 'catalogue.read-wishes')
  const [need] = await transact(context, (tx) => load(tx, needId))
  if (need === undefined) throw new AppError('not-found', '没有这条目录外需求。')
  return need
}

async function load(tx: Transaction, needId?: number): Promise<UnlistedNeed[]> {
  const department = organisationsAs('department')
  const rows = await tx
    .select({ need: unlistedNeeds, organisation: department.name, edition: catalogueEditions.number })
    .from(unlistedNeeds)
    .innerJoin(department, eq(department.id, unlistedNeeds.organisationId))
    .leftJoin(catalogueEditions, eq(catalogueEditions.id, unlistedNeeds.editionId))
    .where(needId === undefined ? undefined : eq(unlistedNeeds.id, needId))
    .orderBy(desc(unlistedNeeds.id))
    .limit(500)
  return rows.map(({ need, organisation, edition }) => {
    const { jurisdictionId: _, filedBy: _by, answeredBy: _answerer, editionId: _edition, ...said } = need
    return { ...said, organisation, edition }
  })
}

const answerInput = z.strictObject({
  needId: z.int().positive(),
  status: z.enum(['planned', 'served', 'declined'], '请选择答复'),
  answer: z.string().trim().min(2, '请写明理由，至少 2 个字').max(1_000, '最多 1000 个字'),
  /** For "the catalogue has it": which item. */
  itemCode: z.string().trim().max(40).optional(),
})

const stepOf = { planned: 'plan', served: 'serve', declined: 'decline' } as const

/**
 * Answers a need: it is planned, an item in force serves it, or it is declined; each with the reason the department
 * reads. An answer can be replaced by another. Throws invalid-input when the item named is not in the edition in force.
 */
export async function answerUnlistedNeed(
  context: Context,
  input: z.infer<typeof answerInput>,
): Promise<void> {
  authorize(context, 'catalogue.answer-wishes')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '答复要由大数据中心的人员作出。')
  const { needId, status, answer, itemCode } = parseInput(answerInput, input)
  await transact(context, async (tx) => {
    if (status === 'served' && !(await inForce(tx, itemCode ?? '')))
      throw new AppError('invalid-input', '请填现行目录里能满足它的服务项的编码。', {
        errors: [{ path: 'itemCode', message: '现行目录里没有这个编码' }],
      })
    await settle(context, tx, needId, stepOf[status], {
      answer,
      itemCode: status === 'served' ? (itemCode ?? null) : null,
      editionId: null,
      answeredBy: actor.id,
    })
  })
}

/** Marks a need as planned by the item drafted for it. Throws not-found. */
export async function planUnlistedNeed(
  context: Context,
  tx: Transaction,
  need: { needId: number; editionId: number; number: string; itemCode: string },
): Promise<void> {
  authorize(context, 'catalogue.answer-wishes')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '答复要由大数据中心的人员作出。')
  const { needId, editionId, number: edition, itemCode } = need
  const answer = `拟列入${edition}，编码 ${itemCode}，批准发布后即可申请。`
  await settle(context, tx, needId, 'plan', { answer, itemCode, editionId, answeredBy: actor.id })
}

async function settle(
  context: Context,
  tx: Transaction,
  needId: number,
  step: 'plan' | 'serve' | 'decline',
  answer: {
    answer: string
    itemCode: string | null
    editionId: number | null
    answeredBy: number
  },
): Promise<void> {
  const [found] = await tx.select().from(unlistedNeeds).where(eq(unlistedNeeds.id, needId)).for('update')
  if (found === undefined) throw new AppError('not-found', '没有这条目录外需求。')
  const status = statusAfter(unlistedNeedMachine, step, found)
  // A form that was sent twice.
  if (
    status === found.status &&
    answer.answer === found.answer &&
    answer.itemCode === found.itemCode &&
    answer.editionId === found.editionId &&
    answer.answeredBy === found.answeredBy
  )
    return
  const changed = await tx
    .update(unlistedNeeds)
    .set({ ...answer, status, answeredOn: context.clock.today() })
    .where(stillAs(unlistedNeeds, found))
    .returning({ id: unlistedNeeds.id })
  if (changed.length === 0) overtaken(unlistedNeedMachine, found)
  await record(context, tx, [
    {
      operation: 'catalogue.answer-wishes',
      objectType: 'catalogue-wish',
      objectId: String(needId),
      after: { status, answer: answer.answer, itemCode: answer.itemCode },
    },
  ])
}

async function inForce(tx: Transaction, code: string): Promise<boolean> {
  const [item] = await tx
    .select({ id: catalogueItems.id })
    .from(catalogueItems)
    .innerJoin(catalogueEditions, eq(catalogueEditions.id, catalogueItems.editionId))
    .where(and(eq(catalogueItems.code, code), eq(catalogueEditions.status, 'published')))
  return item !== undefined
}

/** With its edition, what was planned in it and is still there is served. */
export async function serveUnlistedNeeds(
  tx: Transaction,
  editionId: number,
  on: CalendarDate,
): Promise<void> {
  const { enter } = unlistedNeedMachine.steps
  const codes = tx
    .select({ code: catalogueItems.code })
    .from(catalogueItems)
    .where(eq(catalogueItems.editionId, editionId))
  await tx
    .update(unlistedNeeds)
    .set({
      status: enter.to,
      answeredOn: on,
      answer: sql`'已列入目录，编码 ' || ${unlistedNeeds.itemCode} || '，可以申请。'`,
    })
    .where(
      and(
        eq(unlistedNeeds.editionId, editionId),
        inArray(unlistedNeeds.status, enter.from),
        inArray(unlistedNeeds.itemCode, codes),
      ),
    )
}

/** What several departments asked for by the same words. */
export interface UnlistedNeedGroup {
  title: string
  needs: readonly UnlistedNeed[]
  departments: number
  quantity: number
  /** Sum over those that know; null when nobody does. */
  monthlyFen: Fen | null
}

/**
 * In: needs. Out: what is still open or planned, the same words together: what nobody has answered yet first, then by
 * how many departments ask and how much it costs.
 */
export function groupUnlistedNeeds(needs: readonly UnlistedNeed[]): UnlistedNeedGroup[] {
  const groups = new Map<string, UnlistedNeed[]>()
  for (const need of needs) {
    if (need.status !== 'open' && need.status !== 'planned') continue
    const key = `${need.title.normalize('NFKC').replace(/\s/g, '').toLowerCase()} ${need.unit}`
    groups.set(key, [...(groups.get(key) ?? []), need])
  }
  return [...groups.values()]
    .map((group) => {
      const known = group.flatMap(({ monthlyFen }) => monthlyFen ?? [])
      return {
        title: group[0]?.title ?? '',
        needs: group,
        departments: new Set(group.map(({ organisationId }) => organisationId)).size,
        quantity: group.reduce((sum, { quantity }) => sum + quantity, 0),
        monthlyFen: known.length === 0 ? null : fenOf(known.reduce<number>((sum, fen) => sum + fen, 0)),
      }
    })
    .sort(
      (a, b) =>
        Number(isPlanned(a)) - Number(isPlanned(b)) ||
        b.departments - a.departments ||
        (b.monthlyFen ?? -1) - (a.monthlyFen ?? -1),
    )
}

const isPlanned = ({ needs }: UnlistedNeedGroup) => needs.every(({ status }) => status === 'planned')
