import { type SQL, sql } from 'drizzle-orm'
import type { WorkCalendar } from '../../calendar/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { addDays, type CalendarDate, dateOf, daysBetween } from '../../platform/dates.ts'
import { evaluationContextOf, isInForce, type Pack, sqlOf } from '../../regulations/index.ts'
import { columnsOfSystem, factColumnNames, rowsUnderProjectsSql, rulesInForce } from '../../rules/index.ts'
import { systemsWithFactsAs } from '../../systems/index.ts'

type EvaluationContext = ReturnType<typeof evaluationContextOf>
type DeadlineRule = NonNullable<Pack['rules'][number]['deadlines']>[number]

/** Out: how many last days run, are not met, and were counted beyond the years that are known. */
export async function countProvisional(
  context: Context,
  tx: Transaction,
  calendar: WorkCalendar,
): Promise<number> {
  const { actor, clock } = context
  const asOf = clock.today()
  const { pack } = await rulesInForce(tx, actor.jurisdictionId, asOf, clock.now())
  const evaluation = evaluationContextOf(asOf, calendar)
  const terms = pack.rules
    .filter((rule) => isInForce(rule.force ?? pack.force, asOf))
    .flatMap((rule) => {
      const applies = rule.appliesTo === undefined ? sql`true` : sqlOf(rule.appliesTo, columns, evaluation)
      return (rule.deadlines ?? []).flatMap((deadline) => {
        const term = waitingSql(deadline, evaluation)
        return term === null ? [] : [sql`(case when ${applies} then ${term} else 0 end)`]
      })
    })
  if (terms.length === 0) return 0
  // Orders are the system's, and counted once.
  const facts = (ofSystem: boolean) =>
    sql.join(
      factColumnNames.map((name) =>
        name === 'orders' && !ofSystem ? sql`null::jsonb as orders` : sql.identifier(name),
      ),
      sql`, `,
    )
  const here = sql`where o.jurisdiction_id = ${actor.jurisdictionId} and o.classified is not true`
  const [row] = await tx.execute<{ count: string }>(sql`
    select coalesce(sum(${sql.join(terms, sql` + `)}), 0) as count from (
      select ${facts(true)} from ${systemsWithFactsAs('o')} ${here}
      union all
      select s.* from ${systemsWithFactsAs('o')}
        cross join lateral (select ${facts(false)} from ${rowsUnderProjectsSql('o')} u) s ${here}) s`)
  return Number(row?.count ?? 0)
}

const columns = columnsOfSystem('s')

/** Of one system: 1 or 0, or how many of its orders; null: no event up to today can run so far. */
function waitingSql(deadline: DeadlineRule, evaluation: EvaluationContext): SQL | null {
  const { asOf } = evaluation
  const first = firstProvisional('kinds' in deadline ? deadline.within : deadline.period, evaluation)
  if (first === null) return null
  if ('kinds' in deadline)
    return sql`(select count(*) from jsonb_array_elements(s.orders) o
      where o ->> 'kind' = any (${`{${deadline.kinds.join(',')}}`}::text[])
        and o ->> 'issuedOn' collate "C" between ${first} and ${asOf}
        and coalesce(o ->> 'resolvedOn' collate "C" > ${asOf}, true))`
  const { period, met, extendedTo } = deadline
  const moved =
    extendedTo === undefined ? sql`true` : sql`(${columns[extendedTo]} < 'infinity'::date) is not true`
  return sql`(case when ${columns[period.after]} between ${first}::date and ${asOf}::date
    and (${columns[met]} <= ${asOf}::date) is not true and ${moved} then 1 else 0 end)`
}

/** The first day from which a period leaves the known years; null: none up to today. */
function firstProvisional(
  span: Parameters<EvaluationContext['due']>[0],
  evaluation: EvaluationContext,
): CalendarDate | null {
  if (!evaluation.due(span, evaluation.asOf).provisional) return null
  const known = evaluation.covers?.from ?? dateOf('1990-01-01')
  let [low, high] = [known, evaluation.asOf]
  // Provisional from some day on: by halves.
  for (;;) {
    const days = daysBetween(low, high)
    if (days <= 0) return high
    const middle = addDays(low, Math.floor(days / 2))
    if (evaluation.due(span, middle).provisional) high = middle
    else low = addDays(middle, 1)
  }
}
