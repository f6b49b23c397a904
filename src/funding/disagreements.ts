import { and, eq, getTableColumns, isNull } from 'drizzle-orm'
import { openDifferencesOf } from '../audit/index.ts'
import { type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { dateInChina } from '../platform/dates.ts'
import { evaluatorFor, type FundVerdict, fundVerdictWords, type Verdict } from '../regulations/index.ts'
import { judgeUnderProjects } from '../rules/index.ts'
import { registerCheck, registerDifferencesOf } from '../systems/index.ts'
import { factsKnown } from './facts-known.ts'
import { effectColumns } from './judged-systems-sql.ts'
import { type RenderedVerdict, renderVerdicts } from './render-verdicts.ts'
import { isSame } from './replay.ts'
import { readRulebooks } from './rulebooks.ts'
import { type judgements, verdicts } from './schema.ts'
import { lastJudgement } from './verdict-checks.ts'
import { verdictFields } from './verdict-differences-sql.ts'

/** Something about a system that is kept in two places and says two things. */
export interface Disagreement {
  check: string
  field: string
  /** What users call it. */
  label: string
  /** null: none. */
  expected: string | null
  found: string | null
}

type VerdictRow = typeof verdicts.$inferSelect

/**
 * Whether what is kept of a system agrees, asked anew: its register with its recordings, its verdict with the facts
 * beside it and with what had been recorded when it was last judged, and what the reconciliation found. Sees the whole
 * jurisdiction, as the reconciliation does: who asks has been let see the system already.
 * Out: what doesn't; then the verdict is no ground to pay or to refuse.
 */
export async function disagreementsOf(context: Context, systemId: number): Promise<Disagreement[]> {
  const { jurisdictionId } = context.actor
  const program: Context = { ...context, actor: { kind: 'job', job: 'reconcile', jurisdictionId } }
  return transact(program, async (tx) => {
    const found = [
      ...(await openDifferencesOf(tx, systemId)),
      ...(await registerDifferencesOf(tx, systemId, context.clock.now())).map((difference) => ({
        check: registerCheck.name,
        ...difference,
      })),
      ...(await verdictDisagreements(tx, jurisdictionId, systemId)),
    ]
    const once = new Map(found.map((one) => [`${one.check} ${one.field}`, one]))
    return [...once.values()].map((one) => ({ ...one, label: labelOf(one) }))
  })
}

function labelOf({ check, field }: { check: string; field: string }): string {
  const fields: Readonly<Record<string, string>> =
    check === registerCheck.name ? registerCheck.fields : verdictFields
  return fields[field] ?? field
}

async function verdictDisagreements(tx: Transaction, jurisdictionId: string, systemId: number) {
  const rows = await tx
    .select(getTableColumns(verdicts))
    .from(verdicts)
    .where(and(eq(verdicts.systemId, systemId), isNull(verdicts.supersededAt)))
  const [row] = rows
  const [said] = await renderVerdicts(tx, rows)
  const last = await lastJudgement(tx, jurisdictionId)
  if (row === undefined || said === undefined)
    return last === null ? [] : missing(tx, systemId, last.judgedAt)
  const own = compare(said, row)
  if (last === null) return own
  // Judged by itself since, when something was recorded of it.
  const since = row.rulebookId !== null && row.judgedAt > last.judgedAt
  const again = await judgedAgain(tx, systemId, since ? { ...row, rulebookId: row.rulebookId ?? 0 } : last)
  const words = ({ findings, deadlines }: RenderedVerdict) => ({ findings, deadlines })
  const otherwise =
    row.rulebookId === null || isSame(words(said), words(again))
      ? []
      : [{ check: 'verdicts', field: 'facts', expected: '登记记录所载', found: '结论所附' }]
  return [...own, ...compare(again, row), ...otherwise]
}

/** A system that was there when all were judged has a verdict. */
async function missing(tx: Transaction, systemId: number, judgedAt: Date) {
  const { recordings } = await factsKnown(tx, systemId, dateInChina(judgedAt), judgedAt)
  return recordings === 0 ? [] : [{ check: 'verdicts', field: 'verdict', expected: '有', found: null }]
}

/** What the last judging had to say, by what had been recorded by then and held. */
async function judgedAgain(
  tx: Transaction,
  systemId: number,
  { rulebookId, asOf, judgedAt }: Pick<typeof judgements.$inferSelect, 'rulebookId' | 'asOf' | 'judgedAt'>,
): Promise<Verdict> {
  const book = (await readRulebooks(tx, [rulebookId])).get(rulebookId)
  if (book === undefined) throw new Error(`rulebook ${rulebookId} of a judgement is not there`)
  const { row } = await factsKnown(tx, systemId, dateInChina(judgedAt), judgedAt)
  return judgeUnderProjects(evaluatorFor(book.pack, asOf, book.calendar), row)
}

function compare(said: RenderedVerdict, row: VerdictRow) {
  return effectColumns.flatMap((field) => {
    const found = row[field]
    const expected = field === 'scope' ? (said.scope ?? found) : (said.funds?.[field] ?? null)
    if (expected === found) return []
    return [{ check: 'verdicts', field, expected, found }]
  })
}

/** In: a value of a verdict or the register. Out: the words users read. */
export function disagreementWords({ label, expected, found }: Disagreement): string {
  const words = (value: string | null) =>
    value === null ? '无' : isFundVerdict(value) ? fundVerdictWords[value] : value
  return `${label}应为“${words(expected)}”，实为“${words(found)}”`
}

function isFundVerdict(value: string): value is FundVerdict {
  return Object.hasOwn(fundVerdictWords, value)
}
