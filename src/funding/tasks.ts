import { type SQL, sql } from 'drizzle-orm'
import { allows, type Context, transact, visibilityOf } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { inWanYuan } from '../platform/money.ts'
import type { Task } from '../platform/slice.ts'
import { labelOfFact } from '../regulations/index.ts'
import { readFundingTotals } from './totals.ts'

/** Looking for missing facts reads each finding: up to this many verdicts it is done while the page waits. */
const maxVerdictsRead = 3000

/** Out: systems whose verdict wants facts, with the facts wanted most. */
export async function fundingTasks(context: Context): Promise<Task[]> {
  if (!allows(context.actor, 'funding.read')) return []
  return transact(context, async (tx) => {
    const { undetermined } = await readFundingTotals(context, tx)
    const missing = await missingFacts(tx, undetermined.lines, ownVerdicts(context))
    const wanted = missing.slice(0, 3).map(({ fact, systems }) => `${labelOfFact(fact)} ${systems} 个`)
    return [
      {
        urgency: 'later',
        count: undetermined.lines,
        text: '个系统的运维经费待核实',
        note:
          wanted.length > 0
            ? `缺：${wanted.join('、')}`
            : `涉及年运维费 ${inWanYuan(undetermined.yearlyFen)} 万元`,
        action: allows(context.actor, 'systems.propose') ? '补登记' : '逐个查看',
        href: '/systems?verdict=undetermined',
      },
    ]
  })
}

/** Row-level security says the same; said again in a form for which there are indexes. */
function ownVerdicts(context: Context): SQL {
  const visible = visibilityOf(context.actor).organisations
  return visible === 'all' ? sql`true` : sql`v.organisation_id in ${[...visible, -1]}`
}

/** Out: the facts that verdicts of 待核实 want, the most wanted first; none when there are too many verdicts to read. */
async function missingFacts(
  tx: Transaction,
  undetermined: number,
  ours: SQL,
): Promise<{ fact: string; systems: number }[]> {
  if (undetermined === 0 || undetermined > maxVerdictsRead) return []
  const rows = await tx.execute<{ fact: string; systems: number }>(sql`
    select fact, count(*)::int as systems
    from verdicts v, unnest(v.missing) fact
    where ${ours} and v.superseded_at is null and v.operations = 'undetermined'
    group by fact order by systems desc, fact limit 6`)
  return [...rows]
}
