import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { peopleAs } from '../identity/index.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import type { FactSource } from './fact-sources.ts'
import { factEntries } from './schema.ts'
import { countsSql } from './state-as-of.ts'

/** One recording of facts: what, from which day, when, by whom, resting on what. */
export interface FactEntry {
  id: number
  values: Record<string, unknown>
  holdsFrom: CalendarDate
  recordedAt: Date
  recordedBy: string | null
  document: string | null
  /** Recorded by importing a ledger. */
  imported: boolean
  source: FactSource
  reason: string | null
  /** The second person; null: none was asked for. */
  confirmedBy: string | null
  /** Declared void by a later recording, or itself such a declaration. */
  isVoid: boolean
  /** The recording that it declares void. */
  voids: number | null
}

function selectRecordings(tx: Transaction) {
  const [recorder, confirmer] = [peopleAs('recorder'), peopleAs('confirmer')]
  return tx
    .select({
      id: factEntries.id,
      values: factEntries.values,
      holdsFrom: factEntries.holdsFrom,
      recordedAt: factEntries.recordedAt,
      recordedBy: recorder.name,
      document: factEntries.document,
      imported: sql<boolean>`${factEntries.importId} is not null`,
      source: { kind: factEntries.sourceKind, id: factEntries.sourceId },
      reason: factEntries.reason,
      confirmedBy: confirmer.name,
      isVoid: sql<boolean>`(voids is not null or exists (select from fact_entries void where void.voids = ${factEntries.id}))`,
      voids: factEntries.voids,
    })
    .from(factEntries)
    .leftJoin(recorder, eq(recorder.id, factEntries.recordedBy))
    .leftJoin(confirmer, eq(confirmer.id, factEntries.confirmedBy))
}

/** In: a system, and how many at most. Out: what was recorded of it, the newest first. */
export async function newestRecordings(
  tx: Transaction,
  systemId: number,
  limit: number,
): Promise<FactEntry[]> {
  return selectRecordings(tx)
    .where(eq(factEntries.systemId, systemId))
    .orderBy(desc(factEntries.holdsFrom), desc(factEntries.id))
    .limit(limit)
}

/** In: a recording's id. Out: it, and of which system it is; null: there is none that the actor sees. */
export async function recordingById(
  tx: Transaction,
  id: number,
): Promise<{ entry: FactEntry; systemId: number } | null> {
  const [entry] = await selectRecordings(tx).where(eq(factEntries.id, id))
  const [row] = await tx
    .select({ systemId: factEntries.systemId })
    .from(factEntries)
    .where(eq(factEntries.id, id))
  return entry === undefined || row === undefined ? null : { entry, systemId: row.systemId }
}

/** In: a system, a day, an instant. Out: what counts of it, in the order in which it does. */
export async function recordingsKnown(
  tx: Transaction,
  systemId: number,
  asOf: CalendarDate,
  knownAt: Date,
): Promise<FactEntry[]> {
  return selectRecordings(tx)
    .where(and(eq(factEntries.systemId, systemId), countsSql('fact_entries', { day: asOf, knownAt })))
    .orderBy(asc(factEntries.holdsFrom), asc(factEntries.id))
}
