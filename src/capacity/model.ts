import { addMonthsTo, type CalendarDate, daysOfMonth, type Month, monthOf } from '../platform/dates.ts'

/** What a pool counts: cores, memory and storage of a zone, or what the catalogue says of a pool it names. */
export const measures = {
  vcpu: 'vCPU（核）',
  memory: '内存（GB）',
  storage: '存储（GB）',
  named: '目录资源池',
} as const
export type Measure = keyof typeof measures
export const zoneMeasures = ['vcpu', 'memory', 'storage'] as const satisfies Measure[]

/** From this day on, so much more (or less) of a pool is taken. */
export interface ChangeOfUse {
  day: CalendarDate
  delta: number
}

/** In: every change of use, in any order, and a period, both days included. Out: the most that is taken on one day. */
export function peakBetween(changes: readonly ChangeOfUse[], from: CalendarDate, to: CalendarDate): number {
  const byDay = new Map<CalendarDate, number>()
  let taken = 0
  for (const { day, delta } of changes) {
    if (day <= from) taken += delta
    else if (day <= to) byDay.set(day, (byDay.get(day) ?? 0) + delta)
  }
  let peak = taken
  for (const day of [...byDay.keys()].sort()) {
    taken += byDay.get(day) ?? 0
    peak = Math.max(peak, taken)
  }
  return peak
}

/** In: changes of use and the first month. Out: the peak of each of the months, in order. */
export function peaksByMonth(
  changes: readonly ChangeOfUse[],
  from: CalendarDate,
  months: number,
): { month: Month; peak: number }[] {
  return Array.from({ length: months }, (_, place) => {
    const month = addMonthsTo(monthOf(from), place)
    const { first, last } = daysOfMonth(month)
    return { month, peak: peakBetween(changes, place === 0 ? from : first, last) }
  })
}

/** Something that takes room: an item of a match, or a running resource. */
export interface Taking {
  lineId: string
  code: string
  quantity: number
  /** Of one. */
  vcpu: number | null
  memoryGiB: number | null
  storageGiB: number | null
  zone: string | null
  domestic: boolean
  /** The catalogue's limited pool, and how much of it one takes; null: not limited. */
  pool: string | null
  poolUnits: number
}

/** Which pool: of a zone, or one that the catalogue names. */
export interface PoolKey {
  measure: Measure
  zone: string
  domestic: boolean
  name: string
}
/** How much of one pool something takes. */
export interface Portion extends PoolKey {
  lineId: string
  code: string
  amount: number
}

/** In: what takes room. Out: its portions of pools, whether the pools of its zone are kept or not. */
export function portionsOf(takings: readonly Taking[]): Portion[] {
  return takings.flatMap(({ lineId, code, quantity, zone, domestic, pool, poolUnits, ...size }) => {
    const each = { vcpu: size.vcpu, memory: size.memoryGiB, storage: size.storageGiB }
    const ofZone = zoneMeasures.flatMap((measure): Portion[] => {
      const amount = (each[measure] ?? 0) * quantity
      return zone === null || amount === 0
        ? []
        : [{ lineId, code, measure, zone, domestic, name: '', amount }]
    })
    if (pool === null || poolUnits === 0) return ofZone
    const amount = poolUnits * quantity
    return [...ofZone, { lineId, code, measure: 'named', zone: '', domestic: false, name: pool, amount }]
  })
}

/** What a pool is called: 政务外网信创区 vCPU（核）, or as the catalogue names it. */
export function poolName({ measure, zone, domestic, name }: PoolKey): string {
  return measure === 'named' ? name : `${zone}${domestic ? '信创区' : ''} ${measures[measure]}`
}

export function isSamePool(one: PoolKey, other: PoolKey): boolean {
  return (
    one.measure === other.measure &&
    one.zone === other.zone &&
    one.domestic === other.domestic &&
    one.name === other.name
  )
}
