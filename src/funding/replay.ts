import { and, desc, eq, getTableColumns, lte } from 'drizzle-orm'
import { canonicalJson } from '../audit/index.ts'
import { readWorkCalendar } from '../calendar/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { type CalendarDate, inChinese, minuteInChina } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import {
  assertInForce,
  evaluatorFor,
  type FactName,
  type FundVerdict,
  factLabel,
  factsNeededBy,
  factValueWords,
  type Verdict,
} from '../regulations/index.ts'
import { factsOfSystem, judgeUnderProjects, type RulesInForce, rulesInForce } from '../rules/index.ts'
import { systemsAs } from '../systems/index.ts'
import { type FactSource, factsKnown, type KnownFacts } from './facts-known.ts'
import { renderVerdicts } from './render-verdicts.ts'
import { readRulebooks } from './rulebooks.ts'
import { verdicts } from './schema.ts'

/** What to replay: the day of law and facts, and the instant whose knowledge counts. */
export interface ReplayPoint {
  asOf: CalendarDate
  knownAt: Date
}

/** What the law says at a point, and what it says it of. */
export interface Replayed extends ReplayPoint {
  verdict: Verdict
  rules: RulesInForce
  /** The last day whose days off were known. */
  coversTo: CalendarDate | null
  known: KnownFacts
}

/** A fact at the point and today, where the two differ. */
export interface FactDifference {
  fact: FactName
  past: { words: string; evidence: FactSource | null }
  present: { words: string; evidence: FactSource | null }
}

/** The verdict that had been written for that day by then, beside the replay. */
export interface Proof {
  verdictId: number
  asOf: CalendarDate
  judgedAt: Date
  same: boolean
  /** Where they differ: why. */
  reasons: string[]
}

export interface Replay {
  code: string
  name: string
  past: Replayed
  present: Replayed
  differences: FactDifference[]
  /** null: none had been written. */
  proof: Proof | null
  /** Every verdict written of the system, the newest first; at most 50. */
  written: { id: number; asOf: CalendarDate; judgedAt: Date; operations: FundVerdict | null }[]
}

/**
 * In: a system's code and a point; the past one is worked out again from what was recorded, not read from what was
 * written, and then held against it. Throws not-found (another department's system, a classified one),
 * invalid-input for a point to come, regulation-not-in-force.
 */
export async function replayVerdict(
  context: Context,
  code: string,
  asked: Partial<ReplayPoint>,
): Promise<Replay> {
  authorize(context, 'funding.read')
  const { clock } = context
  const today: ReplayPoint = { asOf: clock.today(), knownAt: clock.now() }
  const point = { ...today, ...asked }
  if (point.asOf > today.asOf || point.knownAt > today.knownAt)
    throw new AppError('invalid-input', '只能重演到现在：判定日和知悉时间都不能晚于现在。')
  return transact(context, async (tx) => {
    const register = systemsAs('register')
    const [system] = await tx
      .select({
        id: register.id,
        name: register.name,
        jurisdictionId: register.jurisdictionId,
        classified: register.classified,
      })
      .from(register)
      .where(eq(register.code, code))
    if (system === undefined || system.classified === true)
      throw new AppError('not-found', '没有这个系统，或者它不属于您的单位，或者它涉密、不作判定。')
    const past = await replayAt(tx, system, point)
    const present = await replayAt(tx, system, today)
    return {
      code,
      name: system.name,
      past,
      present,
      differences: differencesOf(past, present),
      proof: await proofOf(tx, system.id, past),
      written: await tx
        .select({
          id: verdicts.id,
          asOf: verdicts.asOf,
          judgedAt: verdicts.judgedAt,
          operations: verdicts.operations,
        })
        .from(verdicts)
        .where(eq(verdicts.systemId, system.id))
        .orderBy(desc(verdicts.judgedAt), desc(verdicts.id))
        .limit(50),
    }
  })
}

/** What the law says of a system at a point, from the recordings, the rules and the calendar known then. */
export async function replayAt(
  tx: Transaction,
  system: { id: number; jurisdictionId: string },
  point: ReplayPoint,
): Promise<Replayed> {
  const { asOf, knownAt } = point
  const rules = await rulesInForce(tx, system.jurisdictionId, asOf, knownAt)
  assertInForce(rules.pack, asOf)
  const calendar = await readWorkCalendar(tx, knownAt)
  const known = await factsKnown(tx, system.id, asOf, knownAt)
  const verdict = judgeUnderProjects(evaluatorFor(rules.pack, asOf, calendar), known.row)
  return { ...point, verdict, rules, coversTo: calendar.covers?.to ?? null, known }
}

function differencesOf(past: Replayed, present: Replayed): FactDifference[] {
  const names = new Set([...factsNeededBy(past.rules.pack), ...factsNeededBy(present.rules.pack)])
  const at = ({ known }: Replayed, fact: FactName) => ({
    words: factValueWords(fact, known.facts[fact]),
    evidence: known.evidence.get(fact) ?? null,
  })
  return [...names].flatMap((fact) =>
    isSame(past.known.facts[fact], present.known.facts[fact])
      ? []
      : [{ fact, past: at(past, fact), present: at(present, fact) }],
  )
}

/** The verdict last written by then for that day or an earlier one, held against the replay. */
export async function proofOf(tx: Transaction, systemId: number, replayed: Replayed): Promise<Proof | null> {
  const rows = await tx
    .select(getTableColumns(verdicts))
    .from(verdicts)
    .where(
      and(
        eq(verdicts.systemId, systemId),
        lte(verdicts.judgedAt, replayed.knownAt),
        lte(verdicts.asOf, replayed.asOf),
      ),
    )
    .orderBy(desc(verdicts.judgedAt), desc(verdicts.id))
    .limit(1)
  const [row] = rows
  const [said] = await renderVerdicts(tx, rows)
  if (row === undefined || said === undefined) return null
  const { construction, operations, purchase, upgrade } = row
  const stored = {
    scope: row.scope,
    funds: { construction, operations, purchase, upgrade },
    findings: said.findings,
    deadlines: said.deadlines,
  }
  const { scope, funds, findings, deadlines } = replayed.verdict
  const none = { construction: null, operations: null, purchase: null, upgrade: null }
  const same = isSame(stored, { scope, funds: funds ?? none, findings, deadlines })
  return {
    verdictId: row.id,
    asOf: row.asOf,
    judgedAt: row.judgedAt,
    same,
    reasons: same ? [] : await reasonsOf(tx, row, replayed),
  }
}

async function reasonsOf(
  tx: Transaction,
  row: typeof verdicts.$inferSelect,
  { asOf, known, rules, coversTo }: Replayed,
): Promise<string[]> {
  const read = factsOfSystem(row)
  const facts = factsNeededBy(rules.pack).filter(
    (fact) => row.rulebookId !== null && !isSame(read[fact], known.facts[fact]),
  )
  const book =
    row.rulebookId === null ? undefined : (await readRulebooks(tx, [row.rulebookId])).get(row.rulebookId)
  const reasons = facts.map((fact) => {
    const since = known.evidence.get(fact)
    const later = since !== undefined && since.recordedAt > row.judgedAt
    return `“${factLabel(fact)}”判定时是${factValueWords(fact, read[fact])}，${
      later ? `${minuteInChina(since.recordedAt)}登记` : '照登记记录应当是'
    }${factValueWords(fact, known.facts[fact])}`
  })
  if (row.rulebookId !== null && !isSame(row.underProjects ?? null, known.row.underProjects ?? null))
    reasons.push('后续项目的节点，判定时与登记记录所载不同')
  if (row.rulesHash !== null && row.rulesHash !== rules.hash)
    reasons.push(`规则不同：判定时是${row.packVersion}版，此后又采用了新的规则`)
  if (book !== undefined && (book.calendar.covers?.to ?? null) !== coversTo)
    reasons.push('工作日历不同：判定以后又有新的放假安排生效')
  if (reasons.length === 0 && asOf !== row.asOf)
    reasons.push(`判定的是${inChinese(row.asOf)}，此处重演的是${inChinese(asOf)}，其间有期限届满`)
  return reasons.length === 0 ? ['判定读取的内容都相同，结论却不同，请交审计核查'] : reasons
}

/** Equal as JSON: what is undefined is left out. */
export function isSame(a: unknown, b: unknown): boolean {
  const text = (value: unknown) =>
    value === undefined ? '' : canonicalJson(JSON.parse(JSON.stringify(value)))
  return text(a) === text(b)
}

/** In: a system's code and the id of one of its verdicts. Out: the point at which it came out. Throws not-found. */
export async function pointOfVerdict(
  context: Context,
  code: string,
  verdictId: number,
): Promise<ReplayPoint> {
  authorize(context, 'funding.read')
  const system = systemsAs('system')
  const [row] = await transact(context, (tx) =>
    tx
      .select({ asOf: verdicts.asOf, knownAt: verdicts.judgedAt })
      .from(verdicts)
      .innerJoin(system, eq(system.id, verdicts.systemId))
      .where(and(eq(verdicts.id, verdictId), eq(system.code, code))),
  )
  if (row === undefined) throw new AppError('not-found', '这个系统没有这份结论，或者它不属于您的单位。')
  return row
}
