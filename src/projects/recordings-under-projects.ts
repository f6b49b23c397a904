/** Pure. */

import { type CalendarDate, laterOf } from '../platform/dates.ts'
import type { UnderProjects } from '../systems/index.ts'
import { factsOfFurther, projectColumns } from './facts-of-milestones.ts'
import type { Milestone } from './model.ts'
import type { Wanted } from './recordings-wanted.ts'

/** A project that builds or rebuilds a system. */
export interface Builder {
  id: number
  number: string
  name: string
  /** Those that count. */
  milestones: readonly Milestone[]
}

/**
 * The recordings that tell a system's facts under each project, where several build it: from the day of each milestone of a
 * further one, and not before the register had the system. In: the leading project, whose facts the register's own columns
 * tell; the further ones; since when the register has the system. Out: by day.
 */
export function recordingsUnderProjects(
  leading: Omit<Builder, 'milestones'>,
  further: readonly Builder[],
  since: CalendarDate | null,
): Wanted[] {
  const from = ({ day }: Milestone) => (since === null ? day : laterOf(day, since))
  const all = further.flatMap(({ milestones }) => milestones)
  const wanted: Wanted[] = []
  let stands: UnderProjects | null = null
  for (const day of [...new Set(all.map(from))].sort()) {
    const told = further.flatMap(({ milestones, ...project }) => {
      const facts = valuesOf(milestones.filter((one) => from(one) <= day))
      return Object.keys(facts).length === 0 ? [] : [{ ...nameOf(project), facts }]
    })
    const underProjects: UnderProjects | null =
      told.length === 0 ? null : [{ ...nameOf(leading), facts: null }, ...told]
    if (JSON.stringify(underProjects) === JSON.stringify(stands)) continue
    stands = underProjects
    const by = Math.max(...all.filter((one) => from(one) === day).map(({ id }) => id))
    wanted.push({ milestoneId: by, holdsFrom: day, values: { underProjects } })
  }
  return wanted
}

const nameOf = ({ id, number, name }: Omit<Builder, 'milestones'>) => ({ id, number, name })

function valuesOf(milestones: readonly Milestone[]): NonNullable<UnderProjects[number]['facts']> {
  const facts = factsOfFurther(milestones)
  return Object.fromEntries(
    projectColumns.flatMap((column) => {
      const fact = facts[column]
      return fact === undefined ? [] : [[column, fact.value]]
    }),
  )
}
