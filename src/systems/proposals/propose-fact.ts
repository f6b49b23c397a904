import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { allows, authorize, type Context, type Person, transact } from '../../platform/context.ts'
import { seeingAll, type Transaction } from '../../platform/database.ts'
import { type CalendarDate, parseDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { storedDate } from '../../platform/stored.ts'
import { factSources } from '../fact-sources.ts'
import { followFacts } from '../followers.ts'
import { openLiftingJudge } from '../lifting-judge.ts'
import { applyDueFacts, recordFacts, waitingOf } from '../record-facts.ts'
import { factProposals, systems } from '../schema.ts'
import { recordedColumnsOf } from '../stored-systems.ts'
import { type SystemRow, systemByCode } from '../system-by-code.ts'
import { type ProposalStatus, proposalMachine } from './model.ts'
import { assertPossible, type ProposedValues, proposedValues } from './proposed-values.ts'

const proposal = z.strictObject({
  values: proposedValues,
  holdsFrom: storedDate.refine(
    (day) => parseDate(day) !== null,
    '起算日要在 1949 年至 2100 年间，写作 YYYY-MM-DD',
  ),
  document: z
    .string()
    .trim()
    .min(4, '请写明依据文件的名称和文号')
    .max(200, '依据文件的名称和文号不超过 200 字'),
  reason: z.string().trim().min(2, '请写明理由，至少 2 个字').max(500, '理由不超过 500 字'),
  /** What the facts were when the form was opened; left out: whatever they are. */
  seen: z.record(z.string(), z.unknown()).optional(),
})
export type FactProposal = Omit<z.input<typeof proposal>, 'values' | 'holdsFrom'> & {
  values: Readonly<Record<string, unknown>>
  holdsFrom: string
}

/**
 * Records, corrects or declares unknown a fact of a system, with the day from which it holds, the reason and the document.
 * Out: `recorded` where nothing is lifted and the actor keeps the register; else `awaiting`: the bureau decides.
 * Throws not-found; invalid-input for the future or what can't have happened; conflict when it was changed since it was seen, or rests on a record.
 */
export async function proposeFact(context: Context, code: string, input: FactProposal): Promise<Proposed> {
  return transact(context, (tx) => proposeFactIn(context, tx, code, input))
}

/** What became of a proposal. */
interface Proposed {
  proposalId: number
  status: ProposalStatus
}

/** The same in a transaction of the caller: to see what it would change. */
export async function proposeFactIn(
  context: Context,
  tx: Transaction,
  code: string,
  input: FactProposal,
): Promise<Proposed> {
  authorize(context, 'systems.propose')
  const person = personOf(context)
  const asked = parseInput(proposal, input)
  const today = context.clock.today()
  if (asked.holdsFrom > today)
    throw new AppError('invalid-input', '起算日还没有到，不能登记将来的事。', {
      errors: [{ path: 'holdsFrom', message: '不能晚于今天' }],
    })
  const due = await seeingAll(tx, () => applyDueFacts(context, tx))
  const row = await openSystem(tx, code)
  assertPossible(asked.values, row, today)
  await assertNoRecord(tx, row, asked.values, today)
  if (asked.seen !== undefined) assertAsSeen(row, asked.values, asked.seen)
  const lifts = await openLiftingJudge(context, tx)
  const [lifted] = await lifts([{ systemIds: [row.id], values: asked.values, isNew: false }])
  // A record of what the ledger says already would keep the next ledger from saying otherwise.
  const isSame = isEqual(factsIn(row, asked.values), asked.values)
  const waits = (await seeingAll(tx, () => waitingOf(tx, [row.id], today))).size > 0
  const atOnce = lifted === null && !isSame && !waits && allows(context.actor, 'systems.import')
  const status = proposalMachine.steps[atOnce ? 'record' : 'propose'].to
  const entry = atOnce ? await recordNow(context, tx, row, { ...asked, recordedBy: person.id }) : null
  const { id } = await insertOne(
    tx,
    factProposals,
    {
      jurisdictionId: person.jurisdictionId,
      organisationId: row.organisationId,
      systemId: row.id,
      values: asked.values,
      before: factsIn(row, asked.values),
      holdsFrom: asked.holdsFrom,
      document: asked.document,
      reason: asked.reason,
      proposedBy: person.id,
      proposedAt: context.clock.now(),
      status,
      entryId: entry,
    },
    { id: factProposals.id },
  )
  await record(context, tx, [
    {
      operation: 'systems.propose',
      objectType: 'fact-proposal',
      objectId: String(id),
      after: { code, status, ...asked.values, holdsFrom: asked.holdsFrom, document: asked.document },
      reason: asked.reason,
    },
  ])
  // Last, as whoever follows is waited for after the systems.
  await seeingAll(tx, () => followFacts(context, tx, due))
  return { proposalId: id, status }
}

/** Who proposes or decides: a person, never a job. */
export function personOf({ actor }: Context): Person {
  if (actor.kind !== 'person') throw new AppError('forbidden', '事实要由人登记和复核。')
  return actor
}

/** Out: a system whose facts can be recorded. Throws not-found, as for another department's; a classified one has none. */
export async function openSystem(tx: Transaction, code: string): Promise<SystemRow> {
  const found = await systemByCode(tx, code)
  if (found === null || found.row.classified === true)
    throw new AppError('not-found', '没有这个系统，或者它不属于您的单位，或者它涉密、只登记代号。')
  return found.row
}

/** Writes a proposal's facts into the register. In: also the second person, where there is one. Out: the recording's id. */
export async function recordNow(
  context: Context,
  tx: Transaction,
  row: Pick<SystemRow, 'id'>,
  {
    values,
    recordedBy,
    confirmedBy = null,
    ...rest
  }: {
    values: ProposedValues
    holdsFrom: CalendarDate
    document: string
    reason: string
    recordedBy: number
    confirmedBy?: number | null
    /** The recording that it declares void; then it says nothing itself. */
    voids?: number
  },
): Promise<number> {
  const source = { kind: 'edit', id: null } as const
  const [made] = await recordFacts(context, tx, confirmedBy === null ? 'systems.import' : 'systems.confirm', [
    { ...rest, systemId: row.id, values, source, recordedBy, confirmedBy },
  ])
  if (made === undefined) throw new Error('a recording was not made')
  return made.entryId
}

/** The facts of a row that a proposal is about, as JSON. */
export const factsIn = (row: SystemRow, values: ProposedValues): Record<string, unknown> => {
  const facts: Readonly<Record<string, unknown>> = row
  return Object.fromEntries(Object.keys(values).map((name) => [name, facts[name] ?? null]))
}

/** Whether a proposal says of each fact what the register says. */
const isEqual = (register: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>) =>
  Object.entries(register).every(([name, value]) => value === values[name])

/** The record is the fact: what an order, a determination, a milestone says is corrected there. */
export async function assertNoRecord(
  tx: Transaction,
  row: SystemRow,
  values: ProposedValues,
  today: CalendarDate,
): Promise<void> {
  const asOf = { day: today, knownAt: null }
  const records = (await seeingAll(tx, () => recordedColumnsOf(tx, [row.id], asOf))).get(row.id)
  for (const column of Object.keys(values)) {
    const source = records?.get(column)
    if (source !== undefined && source !== 'edit')
      throw new AppError(
        'conflict',
        `这项事实以${factSources[source]}为准，不能另外登记。请在${factSources[source]}里更正，登记会随之更改。`,
      )
  }
}

/** Values of a fact that are no words. */
const saidOf = new Map<unknown, string>([
  [null, '未登记'],
  [undefined, '未登记'],
  ['infinity', '没有发生'],
  [true, '是'],
  [false, '否'],
])

/** Two people who record the same fact both learn of it. */
export function assertAsSeen(row: SystemRow, values: ProposedValues, seen: Record<string, unknown>): void {
  const now = factsIn(row, values)
  const changed = Object.keys(values).filter((name) => (seen[name] ?? null) !== (now[name] ?? null))
  if (changed.length === 0) return
  const words = (value: unknown) => saidOf.get(value) ?? String(value)
  throw new AppError(
    'conflict',
    `另有人在您打开页面之后改了这项事实：${changed
      .map((name) => `您看到的是“${words(seen[name])}”，现在是“${words(now[name])}”`)
      .join('；')}。您填的内容还在，请核对后再提交。`,
    { errors: changed.map((path) => ({ path, message: `现在登记的是${words(now[path])}` })) },
  )
}

/** Out: the id of the system of a proposal that waits, its row locked. */
export async function lockSystem(tx: Transaction, systemId: number): Promise<SystemRow> {
  const [row] = await tx.select().from(systems).where(eq(systems.id, systemId)).for('update')
  if (row === undefined || row.classified === true)
    throw new AppError('not-found', '没有这个系统，或者它不属于您的单位，或者它涉密、只登记代号。')
  return row
}
