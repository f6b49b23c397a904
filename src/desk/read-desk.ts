import { type SQL, sql } from 'drizzle-orm'
import { calendarsAwaiting } from '../calendar/index.ts'
import { allowedEditionSteps, listCatalogueEditions, listUnlistedNeeds } from '../catalogue/index.ts'
import {
  decidingFindings,
  type FundingTotals,
  readFundingTotals,
  renderVerdicts,
  type StoredVerdict,
  storedVerdictSql,
} from '../funding/index.ts'
import {
  type Indicators,
  indicatorsByOrganisation,
  type OrganisationIndicators,
  readIndicators,
} from '../migration/index.ts'
import { allows, authorize, type Context, transact, visibilityOf } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { addDays, type CalendarDate, daysOfMonth, monthOf } from '../platform/dates.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import type { FundVerdict } from '../regulations/index.ts'
import { type RequestTasks, requestTasks } from '../requests/index.ts'
import { allowedSupplementSteps, awaitedSignatures, listSupplements } from '../rules/index.ts'
import { type RegisterRow, rowOf, rowsOf, type StoredRow } from './list-register.ts'

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
  /** Facts that verdicts of 待核实 want, the most wanted first; empty when there are too many verdicts to look at. */
  missing: { fact: string; systems: number }[]
  /** Ledgers uploaded and previewed, not yet imported: how many, and the newest one's id. */
  openImports: { count: number; newest: number } | null
  /** Editions whose next step is the actor's. */
  awaitedEditions: { id: number; number: string; words: string }[]
  /** Rules that wait for the actor: supplementary ones to decide on, and a version of the rules to sign. */
  awaitedRules: { supplements: { id: number; clause: string }[]; version: string | null }
  /** Days off of a year that the actor may approve. */
  awaitedCalendars: { id: number; year: number }[]
  /** Wishes of departments that wait for the actor's answer. */
  openUnlistedNeeds: number
  /** Resource requests and running resources that wait for the actor. */
  requests: RequestTasks
}

/** Looking for missing facts reads each finding: up to this many verdicts it is done while the page waits. */
const maxVerdictsRead = 3000

/** Everything the desk shows; for a department its own part. */
export async function readDesk(context: Context): Promise<Desk> {
  authorize(context, 'migration.read')
  const whole = visibilityOf(context.actor).organisations === 'all'
  const awaitedEditions = await editionsAwaited(context)
  const awaitedRules = await rulesAwaited(context)
  const requests = await requestTasks(context)
  const awaitedCalendars = await calendarsAwaiting(context)
  const openUnlistedNeeds = await wishesAwaited(context)
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
      missing: await missingFacts(tx, totals.undetermined.lines, own(context, 'v')),
      openImports: allows(context.actor, 'systems.import') ? await openImports(tx) : null,
      awaitedEditions,
      awaitedRules,
      awaitedCalendars,
      openUnlistedNeeds,
      requests,
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

async function editionsAwaited(context: Context): Promise<Desk['awaitedEditions']> {
  const { actor } = context
  if (actor.kind !== 'person' || !allows(actor, 'catalogue.read-drafts')) return []
  return (await listCatalogueEditions(context)).flatMap((edition) => {
    const { awaited, words } = allowedEditionSteps(actor, edition)
    return awaited ? [{ id: edition.id, number: edition.number, words }] : []
  })
}

async function wishesAwaited(context: Context): Promise<number> {
  if (!allows(context.actor, 'catalogue.answer-wishes')) return 0
  return (await listUnlistedNeeds(context)).filter(({ status }) => status === 'open').length
}

async function rulesAwaited(context: Context): Promise<Desk['awaitedRules']> {
  const { actor, clock } = context
  if (actor.kind !== 'person' || !allows(actor, 'regulations.sign')) return { supplements: [], version: null }
  const supplements = (await listSupplements(context)).filter(
    (supplement) => allowedSupplementSteps(actor, supplement, clock.today()).awaited,
  )
  const { mine, unseen } = await transact(context, (tx) => awaitedSignatures(context, tx))
  return {
    supplements: supplements.map(({ id, clause }) => ({ id, clause })),
    version: (mine ?? unseen)?.version ?? null,
  }
}

/** Row-level security says the same; said again in a form for which there are indexes. In: the alias of a table. */
function own(context: Context, alias: 's' | 'v'): SQL {
  const visible = visibilityOf(context.actor).organisations
  return visible === 'all' ? sql`true` : sql`${sql.identifier(alias)}.organisation_id in ${[...visible, -1]}`
}

async function anySystem(tx: Transaction): Promise<boolean> {
  const [row] = await tx.execute<{ any: boolean }>(sql`select exists (select from systems) as any`)
  return row?.any ?? false
}

async function openImports(tx: Transaction): Promise<Desk['openImports']> {
  const [row] = await tx.execute<{ count: number; newest: number | null }>(
    sql`select count(*)::int as count, max(id)::int as newest from ledger_imports where status = 'previewed'`,
  )
  return row === undefined || row.newest === null ? null : { count: row.count, newest: row.newest }
}

async function urgentSystems(tx: Transaction, ours: SQL): Promise<RegisterRow[]> {
  const rows = await tx.execute<StoredRow>(sql`
    with chosen as materialized (
      select s.id from systems s join system_health h on h.system_id = s.id
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
      select s.id from systems s join verdicts v on v.system_id = s.id and v.superseded_at is null
      where ${ours} and v.operations in ('denied', 'suspended')
      order by s.annual_operations_fen desc nulls last, s.code limit 8)
    select s.code, s.name, o.name as unit, v.operations, s.annual_operations_fen::text as fen,
      ${storedVerdictSql('v')}
    from chosen join systems s on s.id = chosen.id join organisations o on o.id = s.organisation_id
    join verdicts v on v.system_id = s.id and v.superseded_at is null
    order by s.annual_operations_fen desc nulls last, s.code`)
  const said = await renderVerdicts(tx, rows)
  return rows.map(({ code, name, unit, operations, fen }, index) => {
    const finding = decidingFindings(said[index]?.findings ?? [], operations)[0]
    return {
      ...{ code, name, unit, operations },
      article: finding?.article ?? '',
      reason: finding?.reason ?? '',
      since: finding?.since ?? null,
      annualOperationsFen: fen === null ? null : fenOf(Number(fen)),
    }
  })
}

async function missingFacts(tx: Transaction, undetermined: number, ours: SQL): Promise<Desk['missing']> {
  if (undetermined === 0 || undetermined > maxVerdictsRead) return []
  const rows = await tx.execute<{ fact: string; systems: number }>(sql`
    select fact, count(*)::int as systems
    from verdicts v, unnest(v.missing) fact
    where ${ours} and v.superseded_at is null and v.operations = 'undetermined'
    group by fact order by systems desc, fact limit 6`)
  return [...rows]
}
