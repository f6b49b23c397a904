/** Pure. */

import { addDays, type CalendarDate } from '../platform/dates.ts'
import type { Disposition, Hosting, Stage } from '../systems/index.ts'
import type { Counting, Health } from './model.ts'

/** Due within this many calendar days, the last one included, is due soon. */
export const dueSoonDays = 30
/** A stage that has not changed for this many full days is stalled: from the 60th day after the change on. */
export const stalledDays = 60

/** What the tracker reads of a system. As in the register: null is unknown, `infinity` is known not to be. */
export interface MigrationFacts {
  classified: boolean | null
  migrationRequired: boolean | null
  migrationDueOn: CalendarDate | 'infinity' | null
  exemptionUntil: CalendarDate | 'infinity' | null
  disposition: Disposition | null
  hosting: Hosting | null
  stage: Stage | null
  stageSince: CalendarDate | null
}

/** LC-2: a classified system is out of scope and is not tracked at all. Unknown is tracked until somebody says so. */
export function isTracked(facts: MigrationFacts): boolean {
  return facts.classified !== true
}

/** A system counts as migrated (已上云) from 迁移确认. */
export function isConfirmed(facts: MigrationFacts): boolean {
  return facts.stage === 'confirmed' || facts.stage === 'decommissioned'
}

function exemptionEnd(facts: MigrationFacts): CalendarDate | null {
  return facts.exemptionUntil === 'infinity' ? null : facts.exemptionUntil
}

/** Out: the later of the migration's due day and the end of an exemption; null while no due day is recorded. */
export function effectiveDueOn(facts: MigrationFacts): CalendarDate | null {
  if (facts.migrationDueOn === null || facts.migrationDueOn === 'infinity') return null
  const end = exemptionEnd(facts)
  return end !== null && end > facts.migrationDueOn ? end : facts.migrationDueOn
}

/** An exemption holds through its last day; a system that has migrated all the same no longer needs it. */
export function isExempt(facts: MigrationFacts, asOf: CalendarDate): boolean {
  const end = exemptionEnd(facts)
  return end !== null && end >= asOf && !isConfirmed(facts)
}

/**
 * In: a tracked system's facts and a day. Out: every state that holds on it, gravest first; `on-time` when none does.
 * A migration whose duty or due day nobody has recorded is neither on time nor overdue: `no-due-date`.
 */
export function healthOf(facts: MigrationFacts, asOf: CalendarDate): Health[] {
  const open = !isConfirmed(facts)
  const exempt = isExempt(facts, asOf)
  const required = facts.migrationRequired === true
  const end = exemptionEnd(facts)
  const due = effectiveDueOn(facts)
  const holds: Record<Exclude<Health, 'on-time'>, boolean> = {
    'exemption-expired': open && end !== null && end < asOf,
    overdue: open && required && due !== null && due < asOf,
    'due-soon': open && required && due !== null && due >= asOf && due <= addDays(asOf, dueSoonDays),
    stalled:
      open &&
      required &&
      !exempt &&
      facts.stageSince !== null &&
      addDays(facts.stageSince, stalledDays) <= asOf,
    'no-due-date': open && !exempt && (facts.migrationRequired === null || (required && due === null)),
    'public-cloud': facts.hosting === 'public-cloud',
    'running-twice': facts.stage === 'confirmed',
    exempt,
  }
  const states = (Object.keys(holds) as (keyof typeof holds)[]).filter((state) => holds[state])
  return states.length === 0 ? ['on-time'] : states
}

/** In: a tracked system. Out: the one place it has in the rate; shut down and integrated go before exempt. */
export function countingOf(facts: MigrationFacts, asOf: CalendarDate): Counting {
  if (facts.disposition === 'shut-down') return 'shut-down'
  if (facts.disposition === 'integrate') return 'integrated'
  return isExempt(facts, asOf) ? 'exempt' : 'required'
}
