import { desc, eq } from 'drizzle-orm'
import { organisations } from '../identity/index.ts'
import { type Health, systemHealth } from '../migration/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { type FactName, factLabel, factsNeededBy, factValueWords, type Pack } from '../regulations/index.ts'
import { factsOfSystem, rulesInForce } from '../rules/index.ts'
import { factEntries, type Stage, selectRecordings, stageOrder, systems } from '../systems/index.ts'

/** One recording of facts: what, from which day, when, by whom, resting on what. */
export interface FactEntry {
  values: Record<string, unknown>
  holdsFrom: CalendarDate
  recordedAt: Date
  recordedBy: string | null
  document: string | null
  /** Recorded by importing a ledger. */
  imported: boolean
}

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
  row: typeof systems.$inferSelect
  unit: string
  /** null while the tracker has not seen it. */
  health: { states: Health[]; dueOn: CalendarDate | null; since: CalendarDate } | null
  /** First day known in each stage. */
  stageDays: Map<Stage, CalendarDate>
  facts: FactLine[]
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
    const [found] = await tx
      .select({ row: systems, unit: organisations.name })
      .from(systems)
      .innerJoin(organisations, eq(organisations.id, systems.organisationId))
      .where(eq(systems.code, code))
    if (found === undefined)
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
        history: [],
      }
    const history = await entriesOf(tx, row.id)
    const { clock } = context
    const { pack } = await rulesInForce(tx, row.jurisdictionId, clock.today(), clock.now())
    const [health] = await tx.select().from(systemHealth).where(eq(systemHealth.systemId, row.id))
    return {
      id: row.id,
      row,
      unit,
      history,
      health:
        health === undefined ? null : { states: health.health, dueOn: health.dueOn, since: health.asOf },
      stageDays: stageDaysOf(row, history),
      facts: factLines(row, history, pack),
    }
  })
}

async function entriesOf(tx: Transaction, systemId: number): Promise<FactEntry[]> {
  const rows = await selectRecordings(tx)
    .where(eq(factEntries.systemId, systemId))
    .orderBy(desc(factEntries.holdsFrom), desc(factEntries.id))
    .limit(200)
  return rows.map(({ importId, ...entry }) => ({ ...entry, imported: importId !== null }))
}

function stageDaysOf(
  row: typeof systems.$inferSelect,
  history: readonly FactEntry[],
): Map<Stage, CalendarDate> {
  const days = new Map<Stage, CalendarDate>()
  // From the newest on, so that of two stays in one stage the first day of the earlier one remains.
  for (const entry of history) {
    const stage = stageOrder.find((candidate) => candidate === entry.values.stage)
    if (stage !== undefined) days.set(stage, entry.holdsFrom)
  }
  if (row.stage !== null && row.stageSince !== null) days.set(row.stage, row.stageSince)
  return days
}

/** The register's columns behind a fact, where they are named differently. */
const columnsOfFact: Partial<Record<FactName, readonly string[]>> = {
  exemption: ['exemptionUntil', 'exemptionDocument'],
  evaluation: ['evaluatedOn', 'evaluationMet', 'evaluationRectifiedOn'],
}

function factLines(row: typeof systems.$inferSelect, history: readonly FactEntry[], pack: Pack): FactLine[] {
  const facts = factsOfSystem(row)
  return factsNeededBy(pack).map((fact) => {
    const value = facts[fact]
    const columns = columnsOfFact[fact] ?? [fact]
    return {
      fact,
      label: factLabel(fact),
      words: factValueWords(fact, value),
      known: value !== undefined,
      evidence:
        history.find((entry) => columns.some((column) => Object.hasOwn(entry.values, column))) ?? null,
    }
  })
}
