import { type SQL, sql } from 'drizzle-orm'
import type { WorkCalendar } from '../../platform/calendar.ts'
import type { FactPath } from '../facts.ts'
import { type Expression, type Leaf, leavesOf, type Period, pathsOf } from './expressions.ts'
import type { Moment } from './moment.ts'
import { conditionsOf, isInForce, type Pack, readingsOfDeadline } from './rules.ts'
import { type Columns, orderStatesSql, sqlOf } from './sql.ts'

/**
 * Everything a verdict depends on, as one hash in SQL (a bigint): the pack, the calendar, the facts it needs and what
 * each of its questions about the day judged answers. While the hash stays, so does the verdict, and a batch skips
 * the system. `besides`: columns of the caller's that matter too. The hash may differ between PostgreSQL versions;
 * then everything is judged once more.
 */
export function basisOf(
  pack: Pack,
  calendar: WorkCalendar,
  columns: Columns,
  moment: Moment,
  besides: readonly SQL[] = [],
): SQL {
  const expressions: Expression[] = [
    pack.scope.governs,
    ...conditionsOf(pack)
      .filter(({ rule }) => isInForce(rule.force ?? pack.force, moment.asOf))
      .map(({ holds }) => holds),
    ...pack.rules.flatMap(({ deadlines = [] }) => deadlines.flatMap(readingsOfDeadline)),
  ]
  const leaves = new Map<string, Leaf>()
  for (const leaf of expressions.flatMap(leavesOf)) leaves.set(JSON.stringify(leaf), leaf)
  const paths = new Set<FactPath>([...leaves.values()].flatMap(pathsOf))
  const terms = [
    ...[...paths].map((path) => columns[path]),
    ...besides,
    ...[...leaves.values()].flatMap((leaf) => answersOf(leaf, columns, moment)),
  ]
  const known = `${pack.id} ${pack.version} ${signatureOf(calendar)}`
  return sql`hash_record_extended(row(${known}::text, ${sql.join(terms, sql`, `)}), 0)`
}

/** What depends on the day judged; the rest follows from the facts themselves. */
function answersOf(leaf: Leaf, columns: Columns, moment: Moment): SQL[] {
  switch (leaf.is) {
    case 'flag':
    case 'hosting':
    case 'amount':
    case 'no-later':
      return []
    case 'passed':
      return isPeriod(leaf.limit)
        ? [sqlOf(leaf, columns, moment), sqlOf(leaf, columns, moment, 'provisional')]
        : [sqlOf(leaf, columns, moment)]
    case 'order':
    case 'order-overdue':
      return [orderStatesSql(leaf, columns, moment)]
    default:
      return [sqlOf(leaf, columns, moment)]
  }
}

function isPeriod(limit: object): limit is Period {
  return 'unit' in limit
}

/** Changes with the calendar: another year published, a day moved. FNV-1a, not for security. */
function signatureOf(calendar: WorkCalendar): string {
  let hash = 0x811c9dc5
  const text = JSON.stringify([calendar.covers, [...calendar.exceptions].sort()])
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return `${calendar.exceptions.size}-${hash.toString(36)}`
}
