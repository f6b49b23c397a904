import { and, desc, eq, inArray, lte, ne } from 'drizzle-orm'
import { organisationsAs } from '../identity/index.ts'
import { authorize, type Context, visibilityOf } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import type { IndicatorCounts } from './model.ts'
import { indicators } from './schema.ts'
import { sumOfCounts } from './sum-of-counts.ts'

export interface Indicators {
  /** The day they tell of. */
  asOf: CalendarDate
  formulaVersion: number
  counts: IndicatorCounts
}

/**
 * Out: the newest indicators on or before `on` (default: the newest of all), null when there are none:
 * the whole jurisdiction's, or for a department those of its organisations together.
 */
export async function readIndicators(
  context: Context,
  tx: Transaction,
  options: { on?: CalendarDate } = {},
): Promise<Indicators | null> {
  authorize(context, 'migration.read')
  const visible = visibilityOf(context.actor).organisations
  const rows = await tx
    .select({
      asOf: indicators.asOf,
      formulaVersion: indicators.formulaVersion,
      counts: indicators.counts,
    })
    .from(indicators)
    .where(
      and(
        eq(indicators.jurisdictionId, context.actor.jurisdictionId),
        inArray(indicators.organisationId, visible === 'all' ? [0] : [...visible, -1]),
        options.on === undefined ? undefined : lte(indicators.asOf, options.on),
      ),
    )
    .orderBy(desc(indicators.asOf))
    .limit(visible === 'all' ? 1 : visible.length)
  const [first] = rows
  if (first === undefined) return null
  const sameDay = rows.filter((row) => row.asOf === first.asOf)
  return { ...first, counts: sumOfCounts(sameDay.map((row) => row.counts)) }
}

export interface OrganisationIndicators {
  organisationId: number
  organisationName: string
  counts: IndicatorCounts
}

/** Out: the indicators of every unit with systems on a day that has indicators, in the order of their making. */
export async function indicatorsByOrganisation(
  context: Context,
  tx: Transaction,
  asOf: CalendarDate,
): Promise<OrganisationIndicators[]> {
  authorize(context, 'migration.read')
  const unit = organisationsAs('unit')
  const rows = await tx
    .select({
      organisationId: indicators.organisationId,
      organisationName: unit.name,
      counts: indicators.counts,
    })
    .from(indicators)
    .innerJoin(unit, eq(unit.id, indicators.organisationId))
    .where(
      and(
        eq(indicators.jurisdictionId, context.actor.jurisdictionId),
        eq(indicators.asOf, asOf),
        ne(indicators.organisationId, 0),
      ),
    )
    .orderBy(indicators.organisationId)
  return rows.filter((row) => row.counts.inScope > 0)
}
