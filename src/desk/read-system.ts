import { eq } from 'drizzle-orm'
import { type Health, systemHealthAs } from '../migration/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { type ProjectOfSystem, projectsOfSystem } from '../projects/index.ts'
import { type FactName, factLabel, factsNeededBy, factValueWords, type Pack } from '../regulations/index.ts'
import { columnNamesOfFact, factsOfSystem, isGoverned, rulesInForce } from '../rules/index.ts'
import {
  type FactEntry,
  foldRecordings,
  newestRecordings,
  type Stage,
  type SystemRow,
  stageOrder,
  systemByCode,
} from '../systems/index.ts'

/** A fact that the jurisdiction's regulation reads, as it stands, with the entry that says so. */
export interface FactLine {
  fact: FactName
  label: string
  words: string
  known: boolean
  evidence: FactEntry | null
}

export interface SystemView {
  id: number
  row: SystemRow
  unit: string
  /** null while the tracker has not seen it. */
  health: { states: Health[]; dueOn: CalendarDate | null; since: CalendarDate } | null
  /** First day known in each stage. */
  stageDays: Map<Stage, CalendarDate>
  facts: FactLine[]
  /** Whether there is a regulation to judge by today. */
  governed: boolean
  /** What builds, rebuilds or runs it, the newest first. */
  projects: ProjectOfSystem[]
  /** The newest first, at most 200. */
  history: FactEntry[]
}

/**
 * In: a system's code. Out: everything recorded about it. Throws not-found when there is none,
 * and likewise when it is another department's: whether it exists is not told.
 */
export async function readSystem(context: Context, code: string): Promise<SystemView> {
  authorize(context, 'systems.read')
  return transact(context, async (tx) => {
    const found = await systemByCode(tx, code)
    if (found === null)
      throw new AppError('not-found', '没有这个系统，或者它不属于您的单位。请核对系统编号。')
    const { row, unit } = found
    // LC-2: a classified system is registered by its code name; nothing else about it is shown.
    if (row.classified === true)
      return {
        id: row.id,
        row,
        unit,
        health: null,
        stageDays: new Map(),
        verdict: null,
        facts: [],
        governed: true,
        projects: [],
        history: [],
      }
    const history = await newestRecordings(tx, row.id, 200)
    const { clock } = context
    const { pack, edition } = await rulesInForce(tx, row.jurisdictionId, clock.today(), clock.now())
    const tracked = systemHealthAs('tracked')
    const [health] = await tx.select().from(tracked).where(eq(tracked.systemId, row.id))
    return {
      id: row.id,
      row,
      unit,
      history,
      projects: await projectsOfSystem(tx, row.id),
      health:
        health === undefined ? null : { states: health.health, dueOn: health.dueOn, since: health.asOf },
      stageDays: stageDaysOf(row, history),
      governed: isGoverned(edition),
      facts: factLines(row, history, pack, clock.today()),
    }
  })
}

function stageDaysOf(row: SystemRow, history: readonly FactEntry[]): Map<Stage, CalendarDate> {
  const days = new Map<Stage, CalendarDate>()
  // From the newest on, so that of two stays in one stage the first day of the earlier one remains.
  for (const entry of history) {
    const stage = stageOrder.find((candidate) => candidate === entry.values.stage)
    if (stage !== undefined) days.set(stage, entry.holdsFrom)
  }
  if (row.stage !== null && row.stageSince !== null) days.set(row.stage, row.stageSince)
  return days
}

function factLines(
  row: SystemRow,
  history: readonly FactEntry[],
  pack: Pack,
  today: CalendarDate,
): FactLine[] {
  const facts = factsOfSystem(row)
  const counting = history.filter(({ isVoid, holdsFrom }) => !isVoid && holdsFrom <= today)
  const said = foldRecordings(counting.toReversed())
  return factsNeededBy(pack).map((fact) => {
    const value = facts[fact]
    const entries = columnNamesOfFact(fact).flatMap((column) => said.get(column)?.entry ?? [])
    return {
      fact,
      label: factLabel(fact),
      words: factValueWords(fact, value),
      known: value !== undefined,
      evidence: entries.toSorted((a, b) => b.id - a.id)[0] ?? null,
    }
  })
}
