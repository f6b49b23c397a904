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
import { columnsOfRunning, type OwnedColumn, ownedColumns } from './facts-of-milestones.ts'
import { standingOf } from './model.ts'
import { recordingsUnderProjects } from './recordings-under-projects.ts'
import { type KnownOtherwise, missingAndVoid, recordingsWanted, type Wanted } from './recordings-wanted.ts'
import { projectSystems } from './schema.ts'
import { buildersOf, type MilestoneRow, milestonesOf } from './store.ts'

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
      .select({
        systemId: projectSystems.systemId,
        role: projectSystems.role,
        leads: projectSystems.leads,
      })
      .from(projectSystems)
      .where(which ?? eq(projectSystems.projectId, projectId))
      .orderBy(projectSystems.systemId)
    const recordings: FactRecording[] = []
    for (const link of linked) {
      const { own, others } = await entriesOf(context, tx, link.systemId, milestones)
      const wanted = recordingsWanted(standingOf(milestones), knownOf(columnsOf(link), others))
      recordings.push(...recordingsOf(link.systemId, milestones, wanted, own, cause))
      if (isFurther(link)) recordings.push(...(await underProjects(context, tx, link.systemId, cause)))
    }
    await recordFacts(context, tx, cause.operation, recordings)
  })
}

type Link = Pick<typeof projectSystems.$inferSelect, 'role' | 'leads'>

/** Out: the register's columns that a project tells of a system. */
export const columnsOf = ({ leads }: Link): readonly OwnedColumn[] =>
  leads ? ownedColumns : columnsOfRunning

/** Whether it builds a system that another project builds first: it has a row of facts of its own. */
export const isFurther = ({ role, leads }: Link): boolean => role !== 'runs' && !leads

/** Out: what has to be recorded so that a system's facts under its further projects are what their milestones come to. */
async function underProjects(
  context: Context,
  tx: Transaction,
  systemId: number,
  cause: Cause,
): Promise<FactRecording[]> {
  const { leading, further } = await buildersOf(tx, systemId)
  const known = await recordingsKnown(tx, systemId, context.clock.today(), context.clock.now())
  const since = known.find(({ source }) => source.kind !== 'milestone')?.holdsFrom ?? null
  const standing = further.map((one) => ({ ...one, milestones: standingOf(one.milestones) }))
  const wanted = leading === null ? [] : recordingsUnderProjects(leading, standing, since)
  const own = known.flatMap((entry) => (isUnderProjects(entry) ? [ownEntry(entry)] : []))
  return recordingsOf(
    systemId,
    further.flatMap(({ milestones }) => milestones),
    wanted,
    own,
    cause,
  )
}

/** A recording of what stands under further projects; it tells nothing else. */
const isUnderProjects = ({ values }: Pick<FactEntry, 'values'>): boolean =>
  Object.hasOwn(values, 'underProjects')

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
    await recordFacts(context, tx, cause.operation, [
      ...own.map((one) => voiding(systemId, one, cause)),
      ...(await underProjects(context, tx, systemId, cause)),
    ])
  })
}

/** In: what a system's milestones ask for, and what is recorded of that. Out: what is missing, and what is void. */
function recordingsOf(
  systemId: number,
  milestones: readonly MilestoneRow[],
  wanted: readonly Wanted[],
  own: readonly OwnEntry[],
  cause: Cause,
): FactRecording[] {
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
    const { source } = entry
    if (isUnderProjects(entry)) continue
    if (source.kind === 'milestone' && source.id !== null && ids.has(source.id)) own.push(ownEntry(entry))
    else others.push(entry)
  }
  return { own, others }
}

const ownEntry = ({ id, holdsFrom, source, values }: FactEntry): OwnEntry => ({
  id,
  holdsFrom,
  source,
  values,
  milestoneId: source.id ?? 0,
})

/** In: which columns the project tells, and all recordings of a system but its own. Out: what they come to. */
export function knownOf(columns: readonly OwnedColumn[], others: readonly FactEntry[]): KnownOtherwise {
  const [since = null] = others.map(({ holdsFrom }) => holdsFrom).toSorted()
  const said = Object.fromEntries([...foldRecordings(others)].map(([column, { value }]) => [column, value]))
  const declared = others.flatMap(({ source, holdsFrom, values }) =>
    source.kind === 'declaration' ? Object.keys(values).map((column) => ({ column, day: holdsFrom })) : [],
  )
  return { columns, since, said, declared }
}
