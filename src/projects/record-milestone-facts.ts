import { eq, type SQL } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import { seeingAll, type Transaction } from '../platform/database.ts'
import type { Operation } from '../platform/permissions.ts'
import {
  type FactEntry,
  type FactRecording,
  foldRecordings,
  recordFacts,
  recordingsKnown,
} from '../systems/index.ts'
import { type ProjectRole, standingOf } from './model.ts'
import { type KnownOtherwise, missingAndVoid, recordingsWanted, type Wanted } from './recordings-wanted.ts'
import { projectSystems } from './schema.ts'
import { type MilestoneRow, milestonesOf } from './store.ts'

/** Because of what the facts change, and who signed it; null: nobody did, and then nothing that lifts a stop is recorded. */
export interface Cause {
  operation: Operation
  /** The milestone that was decided on; null: a system was linked or unlinked. */
  milestoneId: number | null
  document: string | null
  reason: string | null
  recordedBy: number | null
  confirmedBy: number | null
}

/**
 * Has the register say of a project's systems what its milestones come to, no more and no less: records what is missing,
 * declares void what no milestone says any more. In: also which of its systems. Throws as `recordFacts`.
 */
export async function recordMilestoneFacts(
  context: Context,
  tx: Transaction,
  projectId: number,
  cause: Cause,
  which?: SQL,
): Promise<void> {
  await seeingAll(tx, async () => {
    const milestones = await milestonesOf(tx, projectId)
    const linked = await tx
      .select({ systemId: projectSystems.systemId, role: projectSystems.role })
      .from(projectSystems)
      .where(which ?? eq(projectSystems.projectId, projectId))
      .orderBy(projectSystems.systemId)
    const recordings: FactRecording[] = []
    for (const { systemId, role } of linked)
      recordings.push(...(await recordingsOf(context, tx, systemId, role, milestones, cause)))
    await recordFacts(context, tx, cause.operation, recordings)
  })
}

/** Declares void what a project's milestones said of a system that it has nothing to do with any more. */
export async function withdrawMilestoneFacts(
  context: Context,
  tx: Transaction,
  systemId: number,
  projectId: number,
  cause: Cause,
): Promise<void> {
  await seeingAll(tx, async () => {
    const milestones = await milestonesOf(tx, projectId)
    const { own } = await entriesOf(context, tx, systemId, milestones)
    await recordFacts(
      context,
      tx,
      cause.operation,
      own.map((one) => voiding(systemId, one, cause)),
    )
  })
}

async function recordingsOf(
  context: Context,
  tx: Transaction,
  systemId: number,
  role: ProjectRole,
  milestones: readonly MilestoneRow[],
  cause: Cause,
): Promise<FactRecording[]> {
  const { own, others } = await entriesOf(context, tx, systemId, milestones)
  const wanted = recordingsWanted(standingOf(milestones), knownOf(role, others))
  const { missing, voided } = missingAndVoid(wanted, own)
  const documents = new Map(milestones.map(({ id, document }) => [id, document]))
  return [
    ...voided.map((one) => voiding(systemId, one, cause)),
    ...missing.map(
      ({ milestoneId, holdsFrom, values }): FactRecording => ({
        systemId,
        values,
        holdsFrom,
        source: { kind: 'milestone', id: milestoneId },
        document: documents.get(milestoneId) ?? null,
        reason: cause.reason,
        recordedBy: cause.recordedBy,
        confirmedBy: cause.confirmedBy,
      }),
    ),
  ]
}

const voiding = (systemId: number, one: OwnEntry, cause: Cause): FactRecording => ({
  systemId,
  values: {},
  holdsFrom: one.holdsFrom,
  source: { kind: 'milestone', id: cause.milestoneId ?? one.milestoneId },
  document: cause.document,
  reason: cause.reason,
  recordedBy: cause.recordedBy,
  confirmedBy: cause.confirmedBy,
  voids: one.id,
})

/** A recording of a system that rests on a milestone of the project. */
type OwnEntry = Wanted & Pick<FactEntry, 'id' | 'source'>

/** Out: what counts of a system today, apart by whether a milestone of the project says it. */
export async function entriesOf(
  { clock }: Context,
  tx: Transaction,
  systemId: number,
  milestones: readonly MilestoneRow[],
): Promise<{ own: OwnEntry[]; others: FactEntry[] }> {
  const ids = new Set(milestones.map(({ id }) => id))
  const own: OwnEntry[] = []
  const others: FactEntry[] = []
  for (const entry of await recordingsKnown(tx, systemId, clock.today(), clock.now())) {
    const { id, holdsFrom, source, values } = entry
    if (source.kind === 'milestone' && source.id !== null && ids.has(source.id))
      own.push({ id, holdsFrom, source, values, milestoneId: source.id })
    else others.push(entry)
  }
  return { own, others }
}

/** In: all recordings of a system but the project's own. Out: what they come to. */
export function knownOf(role: ProjectRole, others: readonly FactEntry[]): KnownOtherwise {
  const [since = null] = others.map(({ holdsFrom }) => holdsFrom).toSorted()
  const said = Object.fromEntries([...foldRecordings(others)].map(([column, { value }]) => [column, value]))
  return { role, since, said }
}
