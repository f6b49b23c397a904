/** Pure. */

import type { Lift } from './preview.ts'

/** Systems and their 年运维费. */
export interface LiftTotal {
  systems: number
  yearlyFen: number
  /** Systems of which the sum is unknown. */
  unknownSums: number
}

export interface LiftTotals {
  all: LiftTotal
  /** By fund and change of its verdict, today; the dearest first. */
  changes: (LiftTotal & { fund: string; before: string; after: string })[]
  /** The same fund verdicts, with a stop less. */
  oneStopLess: LiftTotal
  /** Nothing today, but a stop that would have come doesn't. */
  later: LiftTotal
  /** New in the register, and nearly the name of a registered one. */
  newAlike: LiftTotal
}

/** In: the systems of which an import lifts a stop. Out: how many of each kind, and what they cost a year. */
export function sumOfLifts(lifts: readonly Lift[]): LiftTotals {
  const groups = new Map<string, LiftTotals['changes'][number]>()
  for (const lift of lifts) {
    if (lift.from !== null) continue
    for (const { fund, before, after } of lift.funds) {
      const key = `${fund} ${before} ${after}`
      const group = groups.get(key) ?? { fund, before, after, ...totalOf([]) }
      groups.set(key, { ...group, ...plus(group, lift) })
    }
  }
  return {
    all: totalOf(lifts),
    changes: [...groups.values()].sort((a, b) => b.yearlyFen - a.yearlyFen || b.systems - a.systems),
    oneStopLess: totalOf(lifts.filter(({ from, funds }) => from === null && funds.length === 0)),
    later: totalOf(lifts.filter(({ from }) => from !== null)),
    newAlike: totalOf(lifts.filter(({ like }) => like !== null)),
  }
}

function totalOf(lifts: readonly Lift[]): LiftTotal {
  return lifts.reduce(plus, { systems: 0, yearlyFen: 0, unknownSums: 0 })
}

function plus({ systems, yearlyFen, unknownSums }: LiftTotal, lift: Lift): LiftTotal {
  return {
    systems: systems + 1,
    yearlyFen: yearlyFen + (lift.yearlyFen ?? 0),
    unknownSums: unknownSums + (lift.yearlyFen === null ? 1 : 0),
  }
}
