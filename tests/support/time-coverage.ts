import type { WorkCalendar } from '../../src/calendar/working-days.ts'
import { addDays, type CalendarDate, dateOf } from '../../src/platform/dates.ts'
import { truthOf } from '../../src/regulations/engine/evaluate.ts'
import { evaluationContextOf } from '../../src/regulations/engine/evaluation-context.ts'
import { evaluatorFor } from '../../src/regulations/engine/evaluator.ts'
import { type Expression, leavesOf, type Period, passed } from '../../src/regulations/engine/expressions.ts'
import { conditionsOf, isInForce, type Pack } from '../../src/regulations/engine/rules.ts'
import type { DateFact, Facts } from '../../src/regulations/facts.ts'

const around = [-1, 0, 1]
const last = dateOf('9999-12-31')

/** The days on which something changes: what is in force, what events a rule reaches, which years are known. */
export function daysOfChange(pack: Pack, calendar: WorkCalendar): CalendarDate[] {
  const forces = [pack.force, ...pack.rules.flatMap(({ force }) => force ?? [])]
  const reached = conditionsOf(pack)
    .flatMap(({ holds }) => leavesOf(holds))
    .flatMap((leaf): CalendarDate[] => {
      if (leaf.is === 'happened-from') return [leaf.from]
      if (leaf.is === 'happened-before') return [leaf.before]
      return leaf.is === 'order' || leaf.is === 'order-overdue' ? [leaf.issuedFrom] : []
    })
  const known = calendar.covers === null ? [] : [calendar.covers.from, addDays(calendar.covers.to, 1)]
  const days = [
    ...forces.flatMap(({ from, until }) => [from, ...(until === null ? [] : [until])]),
    ...reached,
    ...known,
  ]
  return [...new Set(days)].sort()
}

/**
 * In: the versions of one regulation. Out: where time has a gap or an overlap, in words; empty when it has none: on every
 * day from the first to the last exactly one version is in force and each of its clauses has one rule, every event is
 * either before or within a rule's reach, and every period is either running or past, settled or provisional.
 */
export function faultsInTime(versions: readonly Pack[], calendar: WorkCalendar): string[] {
  const first = versions.map(({ force }) => force.from).sort()[0] ?? last
  const end =
    versions
      .map(({ force }) => force.until ?? last)
      .sort()
      .at(-1) ?? last
  return versions.flatMap((pack) =>
    daysOfChange(pack, calendar)
      .flatMap((bound) => around.map((days) => addDays(bound, days)))
      .flatMap((day) => [
        ...faultsOfForce(versions, day, first <= day && day < end),
        ...faultsOfReach(pack, day),
        ...faultsOfPeriods(pack, day, calendar),
        ...(isInForce(pack.force, day) ? faultsOfVerdict(pack, day, calendar) : []),
      ]),
  )
}

function faultsOfForce(versions: readonly Pack[], day: CalendarDate, covered: boolean): string[] {
  const inForce = versions.filter(({ force }) => isInForce(force, day))
  const faults = inForce.length === (covered ? 1 : 0) ? [] : [`${day}: ${inForce.length} versions in force`]
  const [pack] = inForce
  if (pack === undefined) return faults
  for (const clause of new Set(pack.rules.map((rule) => rule.clause))) {
    const rules = pack.rules.filter((rule) => rule.clause === clause)
    const now = rules.filter((rule) => isInForce(rule.force ?? pack.force, day)).length
    // A rule may begin later or end earlier than its regulation; between its versions no day is missing.
    const starts = rules.map(({ force }) => (force ?? pack.force).from).sort()[0] ?? last
    const ends =
      rules
        .map(({ force }) => (force ?? pack.force).until ?? last)
        .sort()
        .at(-1) ?? last
    const wanted = starts <= day && day < ends ? 1 : 0
    if (now !== wanted) faults.push(`${day}: ${now} rules of ${clause} in force`)
  }
  for (const { clause, force } of pack.rules)
    if (force !== undefined && isInForce(force, day) && !isInForce(pack.force, day))
      faults.push(`${day}: ${clause} in force without its regulation`)
  return faults
}

/** An event on the day is reached by a rule from its first day on, or was before it: one of both, never both. */
function faultsOfReach(pack: Pack, day: CalendarDate): string[] {
  const reaches = new Set<CalendarDate>()
  const before = new Set<CalendarDate>()
  for (const { holds } of conditionsOf(pack))
    for (const leaf of leavesOf(holds)) {
      if (leaf.is === 'happened-from') reaches.add(leaf.from)
      if (leaf.is === 'order' || leaf.is === 'order-overdue') reaches.add(leaf.issuedFrom)
      if (leaf.is === 'happened-before') before.add(leaf.before)
    }
  const faults: string[] = []
  for (const from of reaches)
    for (const until of before)
      if (day >= from === day < until)
        faults.push(`${day}: an event is ${day < until ? 'both' : 'neither'} old and new`)
  return faults
}

/** A period that begins on the day is running on its last day and past on the next, settled or provisional. */
function faultsOfPeriods(pack: Pack, day: CalendarDate, calendar: WorkCalendar): string[] {
  const periods = new Map<string, Period>()
  const add = (period: Period) => periods.set(JSON.stringify(period), period)
  for (const { holds } of conditionsOf(pack))
    for (const leaf of leavesOf(holds)) if (leaf.is === 'passed' && 'unit' in leaf.limit) add(leaf.limit)
  for (const { deadlines = [] } of pack.rules)
    for (const deadline of deadlines) if ('period' in deadline) add(deadline.period)
  return [...periods.values()].flatMap((period) => {
    const due = evaluationContextOf(day, calendar).due(period, day)
    const is = (on: CalendarDate, counting: 'settled' | 'provisional') =>
      truthOf(
        passed(period) as Expression,
        { ...factsWith(period.after, day), ...unextended(period) },
        evaluationContextOf(on, calendar),
        counting,
      )
    const next = addDays(due.on, 1)
    const wrong = [
      is(due.on, 'provisional') ? 'past on its last day' : null,
      is(next, 'provisional') === true ? null : 'never past',
      is(next, 'settled') === !due.provisional ? null : 'settled and provisional at once',
    ].filter((fault) => fault !== null)
    return wrong.map((fault) => `${period.count} ${period.unit} from ${day}: ${fault}`)
  })
}

/** Where the end can be moved: it has not been. */
function unextended({ extendedTo }: Period): Facts {
  return extendedTo === undefined ? {} : { [extendedTo]: null }
}

function factsWith(fact: DateFact, day: CalendarDate): Facts {
  if (fact === 'exemption.until') return { exemption: { documentNumber: '—', until: day } }
  if (fact === 'evaluation.on') return { evaluation: { on: day } }
  if (fact === 'evaluation.rectifiedOn') return { evaluation: { on: day, rectifiedOn: day } }
  return { [fact]: day }
}

/** No effect begins after the day that is judged, or before the regulation. */
function faultsOfVerdict(pack: Pack, day: CalendarDate, calendar: WorkCalendar): string[] {
  const eventDay = (name: string): Facts => ({ [name]: day })
  return ['builtOn', 'acceptedOn', 'contractSignedOn', 'constructionStartedOn', 'decommissionedOn']
    .flatMap((name) => evaluatorFor(pack, day, calendar)({ ...eventDay(name), classified: false }).findings)
    .flatMap(({ clause, since }) =>
      since !== null && (since > day || since < pack.force.from) ? [`${day}: ${clause} since ${since}`] : [],
    )
}
