import { type SQL, sql } from 'drizzle-orm'
import { awaitedEditions } from '../catalogue/index.ts'
import {
  currentVerdictsAs,
  decidingFindings,
  type FundingTotals,
  readFundingTotals,
  renderVerdicts,
  type StoredVerdict,
  storedVerdictSql,
  verdictsAs,
} from '../funding/index.ts'
import { organisationsAs } from '../identity/index.ts'
import {
  type Indicators,
  indicatorsByOrganisation,
  type OrganisationIndicators,
  readIndicators,
  systemHealthAs,
} from '../migration/index.ts'
import { authorize, type Context, transact, visibilityOf } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { addDays, type CalendarDate, daysOfMonth, monthOf } from '../platform/dates.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import type { Task } from '../platform/slice.ts'
import { citationOf, type FundVerdict } from '../regulations/index.ts'
import { systemsAs } from '../systems/index.ts'
import { type RegisterRow, rowOf, rowsOf, type StoredRow } from './list-register.ts'
import { readTasks, type TaskReader } from './tasks.ts'

/** An O&M line that may not be paid. */
export interface RestrictedLine {
  code: string
  name: string
  unit: string
  operations: FundVerdict
  article: string
  reason: string
  since: CalendarDate | null
  annualOperationsFen: Fen | null
}

export interface Desk {
  /** Whether the register has any system the actor may see. */
  hasSystems: boolean
  /** null: never tracked. */
  now: Indicators | null
  /** The newest indicators of an earlier month, to compare with. */
  before: Indicators | null
  /** Units, worst first; empty for a department. */
  units: OrganisationIndicators[]
  /** A department's own systems that need something done, the most urgent first. */
  urgent: RegisterRow[]
  restricted: RestrictedLine[]
  /** Verdicts as of the last day judged, by what they say of operations funds. */
  totals: FundingTotals
  /** What the actor has to do, what waits for them first. */
  tasks: Task[]
  /** Editions whose next step is the actor's. */
  awaitedEditions: { id: number; number: string; words: string }[]
}

/** In: where tasks come from. Out: everything the desk shows; for a department its own part. */
export async function readDesk(context: Context, taskReaders: readonly TaskReader[]): Promise<Desk> {
  authorize(context, 'migration.read')
  const whole = visibilityOf(context.actor).organisations === 'all'
  const tasks = await readTasks(context, taskReaders)
  const editions = await awaitedEditions(context)
  return transact(context, async (tx) => {
    const now = await readIndicators(context, tx)
    const totals = await readFundingTotals(context, tx)
    return {
      hasSystems: await anySystem(tx),
      now,
      before: now === null ? null : await readIndicators(context, tx, { on: endOfMonthBefore(now.asOf) }),
      units: now === null || !whole ? [] : worstFirst(await indicatorsByOrganisation(context, tx, now.asOf)),
      urgent: whole ? [] : await urgentSystems(tx, own(context, 's')),
      restricted: await restrictedLines(tx, sql`${own(context, 's')} and ${own(context, 'v')}`),
      totals,
      tasks,
      awaitedEditions: editions,
    }
  })
}

function endOfMonthBefore(day: CalendarDate): CalendarDate {
  return addDays(daysOfMonth(monthOf(day)).first, -1)
}

/** Most overdue first, then the lowest share of confirmed ones. */
export function worstFirst(units: readonly OrganisationIndicators[]): OrganisationIndicators[] {
  const share = ({ counts }: OrganisationIndicators) =>
    counts.required === 0 ? 1 : counts.confirmed / counts.required
  return [...units].sort(
    (a, b) =>
      b.counts.byHealth.overdue - a.counts.byHealth.overdue ||
      share(a) - share(b) ||
      b.counts.required - a.counts.required ||
      a.organisationId - b.organisationId,
  )
}

/** Row-level security says the same; said again in a form for which there are indexes. In: the alias of a table. */
function own(context: Context, alias: 's' | 'v'): SQL {
  const visible = visibilityOf(context.actor).organisations
  return visible === 'all' ? sql`true` : sql`${sql.identifier(alias)}.organisation_id in ${[...visible, -1]}`
}

async function anySystem(tx: Transaction): Promise<boolean> {
  const [row] = await tx.execute<{ any: boolean }>(sql`select exists (select from ${systemsAs('s')}) as any`)
  return row?.any ?? false
}

async function urgentSystems(tx: Transaction, ours: SQL): Promise<RegisterRow[]> {
  const rows = await tx.execute<StoredRow>(sql`
    with chosen as materialized (
      select s.id from ${systemsAs('s')} join ${systemHealthAs('h')} on h.system_id = s.id
      where ${ours} and h.health && '{overdue,due-soon,exemption-expired,stalled,no-due-date}'
      order by h.due_on, s.code limit 10)
    ${rowsOf(sql`chosen`)} order by h.due_on, s.code`)
  return rows.map(rowOf)
}

interface StoredLine extends StoredVerdict, Record<string, unknown> {
  code: string
  name: string
  unit: string
  operations: FundVerdict
  fen: string | null
}

async function restrictedLines(tx: Transaction, ours: SQL): Promise<RestrictedLine[]> {
  const rows = await tx.execute<StoredLine>(sql`
    with chosen as materialized (
      select s.id from ${systemsAs('s')} join ${currentVerdictsAs('v')} on v.system_id = s.id
      where ${ours} and v.operations in ('denied', 'suspended')
      order by s.annual_operations_fen desc nulls last, s.code limit 8)
    select s.code, s.name, o.name as unit, v.operations, s.annual_operations_fen::text as fen,
      ${storedVerdictSql('v')}
    from chosen join ${systemsAs('s')} on s.id = chosen.id join ${organisationsAs('o')} on o.id = s.organisation_id
    join ${verdictsAs('v')} on v.system_id = s.id and v.superseded_at is null
    order by s.annual_operations_fen desc nulls last, s.code`)
  const said = await renderVerdicts(tx, rows)
  return rows.map(({ code, name, unit, operations, fen }, index) => {
    const finding = decidingFindings(said[index]?.findings ?? [], operations)[0]
    return {
      code,
      name,
      unit,
      operations,
      article: finding === undefined ? '' : citationOf(finding),
      reason: finding?.reason ?? '',
      since: finding?.since ?? null,
      annualOperationsFen: fen === null ? null : fenOf(Number(fen)),
    }
  })
}
