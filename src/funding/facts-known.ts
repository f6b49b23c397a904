import { z } from 'zod'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { parseStored, storedDate, storedFen } from '../platform/stored.ts'
import { dateNames, type FactName, type Facts, factNames, flagNames, hostings } from '../regulations/index.ts'
import { columnNamesOfFact, type FactRow, factsOfSystem } from '../rules/index.ts'
import {
  type FactEntry,
  foldRecordings,
  recordingsKnown,
  storedOrders,
  storedUnderProjects,
} from '../systems/index.ts'

/** The recording on which a fact rests. */
export type FactSource = Omit<FactEntry, 'values'>

export interface KnownFacts {
  facts: Facts
  /** As the register has them, what stands under further projects too. */
  row: FactRow
  evidence: ReadonlyMap<FactName, FactSource>
  /** Recordings that were read; 0: nothing about the system was known for that day. */
  recordings: number
}

const day = z.union([storedDate, z.literal('infinity')])
const each = <Name extends string, Schema extends z.ZodType>(names: readonly Name[], schema: Schema) =>
  Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>
/** Values of `fact_entries`, as far as the law reads them. */
const factRow = z
  .object({
    ...each(flagNames, z.boolean().nullable()),
    ...each([...dateNames, 'exemptionUntil', 'evaluatedOn', 'evaluationRectifiedOn'], day.nullable()),
    exemptionDocument: z.string().nullable(),
    evaluationMet: z.boolean().nullable(),
    hosting: z.enum(hostings).nullable(),
    investmentFen: storedFen.nullable(),
    orders: storedOrders.nullable(),
    underProjects: storedUnderProjects.nullable(),
  })
  .partial()

/**
 * The facts of a system on a day, as they were known at an instant: what had been recorded by then and held by that day.
 * Of two recordings of one fact it counts which `foldRecordings` says: that is how the register is written.
 */
export async function factsKnown(
  tx: Transaction,
  systemId: number,
  asOf: CalendarDate,
  knownAt: Date,
): Promise<KnownFacts> {
  const entries = await recordingsKnown(tx, systemId, asOf, knownAt)
  const folded = foldRecordings(entries)
  const row = Object.fromEntries(Array.from(folded, ([column, { value }]) => [column, value]))
  const known: FactRow = parseStored(factRow, '系统的登记记录', row)
  const facts = factsOfSystem(known)
  const evidence = new Map<FactName, FactSource>()
  for (const fact of factNames) {
    const of = columnNamesOfFact(fact).flatMap((column) => folded.get(column)?.entry ?? [])
    const last = of.sort((a, b) => b.recordedAt.getTime() - a.recordedAt.getTime())[0]
    if (last !== undefined) evidence.set(fact, last)
  }
  return { facts, row: known, evidence, recordings: entries.length }
}
