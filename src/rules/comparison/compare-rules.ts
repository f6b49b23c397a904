import { type SQL, sql } from 'drizzle-orm'
import { readWorkCalendar, type WorkCalendar } from '../../calendar/index.ts'
import { organisationsAs } from '../../identity/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { type Fen, fenOf } from '../../platform/money.ts'
import { inTurns } from '../../platform/turns.ts'
import {
  type EvaluationContext,
  evaluationContextOf,
  evaluatorFor,
  type FactName,
  type Facts,
  type Finding,
  type Fund,
  type FundVerdict,
  factsNeededBy,
  funds,
  isInForce,
  type Pack,
  sqlOf,
  type Verdict,
  withoutRegulation,
} from '../../regulations/index.ts'
import { systemsWithFactsAs } from '../../systems/index.ts'
import { changedRules } from '../editions/changed-rules.ts'
import type { PlannedRules } from '../editions/planned-rules.ts'
import {
  columnsOfFactAt,
  columnsOfSystem,
  type FactRow,
  factRowSql,
  judgeUnderProjects,
} from '../facts-of-system.ts'

export const fundNames = Object.keys(funds) as Fund[]

/** One fund of some systems goes from one verdict to another; `out`: not governed. */
export interface Transition {
  fund: Fund
  before: FundVerdict | 'out'
  after: FundVerdict | 'out'
  systems: number
  /** Their yearly O&M money, of those whose sum is known. */
  yearlyFen: Fen
  unknownSums: number
}

/** A system that would be judged otherwise. */
export interface ChangedSystem {
  code: string
  name: string
  unit: string
  yearlyFen: Fen | null
  changes: { fund: Fund; before: Transition['before']; after: Transition['after'] }[]
  /** Findings that only the new rules give, and those that only the old ones do. */
  added: Finding[]
  lifted: Finding[]
}

/** A fact that the new rules read and these systems lack. */
export interface WantedFact {
  fact: FactName
  systems: number
  /** Nobody has recorded it of any system of the jurisdiction. */
  never: boolean
}

export interface Comparison {
  /** Systems of the jurisdiction that a changed rule can touch: those that were judged both ways. */
  judged: number
  /** Systems of which some fund changes its verdict, and their yearly O&M money. */
  changed: { systems: number; yearlyFen: Fen; unknownSums: number }
  /** Systems whose verdicts stay, on other grounds. */
  otherGrounds: number
  transitions: Transition[]
  /** Facts for want of which systems become 待核实, the most wanted first. */
  wanted: WantedFact[]
  /** The dearest first; at most `maxSystems`. */
  systems: ChangedSystem[]
}

/** Kept in memory and listed at most; the sums count all. */
export const maxSystems = 20_000
const batch = 500

interface Row extends FactRow, Record<string, unknown> {
  code: string
  name: string
  unit: string
  fen: string | null
}

/**
 * Judges the systems of the jurisdiction by two sets of rules on one day, with the facts as they stand now, and says
 * where the verdicts part. Judges only systems for which a rule that differs isn't plainly false. Writes nothing.
 */
export async function compareRules(
  context: Context,
  tx: Transaction,
  { asOf, before, after }: PlannedRules,
): Promise<Comparison> {
  const calendar = await readWorkCalendar(tx)
  const evaluation = evaluationContextOf(asOf, calendar)
  const touched = touchedBy(changedRules(before.pack, after.pack, asOf), evaluation)
  const tally = new Tally()
  if (touched === null || ![before, after].some(({ pack }) => isInForce(pack.force, asOf)))
    return tally.result()
  const [judgeBefore, judgeAfter] = [before, after].map(({ pack }) => judgeBy(pack, asOf, calendar))
  if (judgeBefore === undefined || judgeAfter === undefined) throw new Error('no rules to compare')
  const needed = [...new Set([before, after].flatMap(({ pack }) => factsNeededBy(pack)))]
  await tx.execute(sql`declare compared no scroll cursor for
    select s.code, s.name, o.name as unit, s.annual_operations_fen::text as fen, ${factRowSql('s', needed)}
    from ${systemsWithFactsAs('s')} join ${organisationsAs('o')} on o.id = s.organisation_id
    where s.jurisdiction_id = ${context.actor.jurisdictionId} and ${touched}
    order by s.annual_operations_fen desc nulls last, s.code`)
  const turn = inTurns()
  for (;;) {
    const rows = await tx.execute<Row>(sql`fetch ${sql.raw(String(batch))} from compared`)
    if (rows.length === 0) break
    for (const row of rows) {
      tally.add(row, judgeUnderProjects(judgeBefore, row), judgeUnderProjects(judgeAfter, row))
      await turn()
    }
  }
  await tx.execute(sql`close compared`)
  return tally.result(await recordedOf(context, tx, tally.wanted()))
}

/** Out: which systems a changed rule can touch; null: no rule differs. A deadline that is only provisional warns, so it counts. */
function touchedBy(changed: ReturnType<typeof changedRules>, evaluation: EvaluationContext): SQL | null {
  if (changed === 'everything') return sql`true`
  if (changed.length === 0) return null
  const columns = columnsOfSystem('s')
  const possible = changed.flatMap((condition) => [
    sql`${sqlOf(condition, columns, evaluation)} is not false`,
    sql`${sqlOf(condition, columns, evaluation, 'provisional')} is not false`,
  ])
  // What a rule says of one of several projects isn't asked beforehand: such systems are few.
  return sql`(s.under_projects is not null or ${sql.join(possible, sql` or `)})`
}

/** Out: those of the facts that are on record of some system of the jurisdiction. */
async function recordedOf(
  { actor: { jurisdictionId } }: Context,
  tx: Transaction,
  facts: readonly FactName[],
): Promise<ReadonlySet<FactName>> {
  const recorded = new Set<FactName>()
  for (const fact of facts) {
    const known = sql.join(
      columnsOfFactAt('s')(fact).map((column) => sql`${column} is not null`),
      sql` or `,
    )
    const [row] = await tx.execute<{ known: boolean }>(sql`
      select exists (select from ${systemsWithFactsAs('s')} where s.jurisdiction_id = ${jurisdictionId} and (${known})) as known`)
    if (row?.known === true) recorded.add(fact)
  }
  return recorded
}

/** As `evaluatorFor`, and on a day on which the pack is not in force nobody is governed. */
function judgeBy(pack: Pack, asOf: CalendarDate, calendar: WorkCalendar): (facts: Facts) => Verdict {
  return evaluatorFor(isInForce(pack.force, asOf) ? pack : withoutRegulation, asOf, calendar)
}

class Tally {
  #judged = 0
  #otherGrounds = 0
  #changed = { systems: 0, fen: 0, unknownSums: 0 }
  #wanted = new Map<FactName, number>()
  #transitions = new Map<string, Omit<Transition, 'yearlyFen'> & { fen: number }>()
  #systems: ChangedSystem[] = []

  add({ code, name, unit, fen }: Row, before: Verdict, after: Verdict): void {
    this.#judged += 1
    const changes = fundNames.flatMap((fund) => {
      const [old, fresh] = [before.funds?.[fund] ?? 'out', after.funds?.[fund] ?? 'out'] as const
      return old === fresh ? [] : [{ fund, before: old, after: fresh }]
    })
    const [added, lifted] = [
      findingsNotIn(after.findings, before.findings),
      findingsNotIn(before.findings, after.findings),
    ]
    if (changes.length === 0) {
      if (added.length + lifted.length > 0) this.#otherGrounds += 1
      return
    }
    this.#changed.systems += 1
    if (fen === null) this.#changed.unknownSums += 1
    else this.#changed.fen += Number(fen)
    for (const change of changes) this.#count(change, fen)
    const undetermined = changes.flatMap((change) => (change.after === 'undetermined' ? [change.fund] : []))
    // Whether a system is in reach at all is of every fund, and names none.
    const asksOf = ({ funds }: Finding) =>
      after.scope === 'undetermined' || funds.some((fund) => undetermined.includes(fund))
    if (undetermined.length > 0) this.#want(added.filter(asksOf))
    if (this.#systems.length < maxSystems) {
      const yearlyFen = fen === null ? null : fenOf(Number(fen))
      this.#systems.push({ code, name, unit, yearlyFen, changes, added, lifted })
    }
  }

  #count({ fund, before, after }: ChangedSystem['changes'][number], fen: string | null): void {
    const key = `${fund} ${before} ${after}`
    const of = this.#transitions.get(key) ?? { fund, before, after, systems: 0, fen: 0, unknownSums: 0 }
    of.systems += 1
    if (fen === null) of.unknownSums += 1
    else of.fen += Number(fen)
    this.#transitions.set(key, of)
  }

  #want(added: readonly Finding[]): void {
    const missing = added
      .filter(({ effect }) => effect === 'undetermined')
      .flatMap((finding) => finding.missing)
    for (const fact of new Set(missing)) this.#wanted.set(fact, (this.#wanted.get(fact) ?? 0) + 1)
  }

  /** Out: the facts for want of which a system becomes 待核实. */
  wanted(): FactName[] {
    return [...this.#wanted.keys()]
  }

  /** In: which of the wanted facts are on record of some system. */
  result(recorded: ReadonlySet<FactName> = new Set()): Comparison {
    const { systems, fen, unknownSums } = this.#changed
    return {
      judged: this.#judged,
      changed: { systems, yearlyFen: fenOf(fen), unknownSums },
      otherGrounds: this.#otherGrounds,
      transitions: [...this.#transitions.values()]
        .map(({ fen: sum, ...transition }) => ({ ...transition, yearlyFen: fenOf(sum) }))
        .sort((a, b) => fundNames.indexOf(a.fund) - fundNames.indexOf(b.fund) || b.systems - a.systems),
      wanted: [...this.#wanted]
        .map(([fact, count]) => ({ fact, systems: count, never: !recorded.has(fact) }))
        .sort((a, b) => b.systems - a.systems),
      systems: this.#systems,
    }
  }
}

/** Findings of a clause and effect that the others lack. */
function findingsNotIn(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  return findings.filter(
    ({ clause, effect }) => !others.some((other) => other.clause === clause && other.effect === effect),
  )
}
