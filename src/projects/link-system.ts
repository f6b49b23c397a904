import { and, eq } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import { systemByCode } from '../systems/index.ts'
import { linkInput, unlinkInput } from './input.ts'
import type { ProjectRole } from './model.ts'
import { type Cause, recordMilestoneFacts, withdrawMilestoneFacts } from './record-milestone-facts.ts'
import { projectSystems } from './schema.ts'
import { buildersOf, lockProject, type ProjectRow, personOf } from './store.ts'

/**
 * Says that a project builds, rebuilds or runs a system. What the project's milestones say of it is recorded at once.
 * Throws not-found for either, conflict when it is linked already, forbidden when that would lift a stop: a link has one
 * signature. The first project that builds a system leads: the register's own dates are its. Each further one has facts of its
 * own beside them, under which the system is judged as well.
 */
export async function linkSystem(context: Context, input: unknown): Promise<void> {
  authorize(context, 'projects.file')
  const { projectId, code, role } = parseInput(linkInput, input)
  await transact(context, async (tx) => {
    const project = await lockProject(tx, projectId)
    const system = await requireSystem(tx, code)
    // Its milestones are signed by that unit's two people: they move no other unit's money.
    if (system.organisationId !== project.organisationId)
      throw new AppError(
        'conflict',
        '这个系统不属于牵头单位，项目的节点不能替别的单位登记。请由系统所属单位另建项目，或者先更正系统的主管单位。',
      )
    await linkIn(context, tx, project, system, role)
    await recordMilestoneFacts(
      context,
      tx,
      projectId,
      causeOf(context, '关联项目'),
      ofPair(projectId, system.id),
    )
  })
}

/** The link alone. */
export async function linkIn(
  context: Context,
  tx: Transaction,
  project: ProjectRow,
  system: { id: number; code: string; name: string },
  role: ProjectRole,
): Promise<void> {
  const leads = role !== 'runs' && (await buildersOf(tx, system.id)).leading === null
  const [row] = await tx
    .insert(projectSystems)
    .values({
      projectId: project.id,
      systemId: system.id,
      jurisdictionId: project.jurisdictionId,
      organisationId: project.organisationId,
      role,
      leads,
      linkedBy: personOf(context).id,
      linkedAt: context.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: projectSystems.systemId })
  if (row === undefined) throw new AppError('conflict', `${system.name}刚刚已经关联到项目，请刷新后再看。`)
  await recordLink(context, tx, project.id, { systemCode: system.code, projectRole: role })
}

/**
 * Takes a link back that was made by mistake, and with it what the project's milestones said of the system. Throws
 * not-found, forbidden when that would lift a stop, conflict for the leading project while further ones build the system.
 */
export async function unlinkSystem(context: Context, input: unknown): Promise<void> {
  authorize(context, 'projects.file')
  const { projectId, code } = parseInput(unlinkInput, input)
  await transact(context, async (tx) => {
    await lockProject(tx, projectId)
    const system = await requireSystem(tx, code)
    await assertLeadsNone(tx, projectId, system)
    const [gone] = await tx
      .delete(projectSystems)
      .where(ofPair(projectId, system.id))
      .returning({ role: projectSystems.role })
    if (gone === undefined) throw new AppError('not-found', `这个项目没有关联${system.name}，可能已经解除。`)
    await withdrawMilestoneFacts(context, tx, system.id, projectId, causeOf(context, '解除与项目的关联'))
    await recordLink(context, tx, projectId, { systemCode: code, projectRole: null })
  })
}

const ofPair = (projectId: number, systemId: number) =>
  and(eq(projectSystems.projectId, projectId), eq(projectSystems.systemId, systemId))

const causeOf = (context: Context, reason: string): Cause => ({
  operation: 'projects.file',
  milestoneId: null,
  document: null,
  reason,
  recordedBy: personOf(context).id,
  confirmedBy: null,
})

async function requireSystem(tx: Transaction, code: string) {
  const found = await systemByCode(tx, code)
  if (found === null || found.row.classified === true)
    throw new AppError('not-found', '没有这个系统，或者它不属于您的单位。请核对系统编号。')
  return found.row
}

/** The register's own dates go with the leading project: it goes last. */
async function assertLeadsNone(
  tx: Transaction,
  projectId: number,
  system: { id: number; name: string },
): Promise<void> {
  const { leading, further } = await buildersOf(tx, system.id)
  if (leading?.id !== projectId || further.length === 0) return
  const others = further.map(({ name, number }) => `“${name}”（${number}）`).join('、')
  throw new AppError(
    'conflict',
    `${system.name}的台账日期随这个项目，另有项目${others}也建设或改建它。请先解除那些项目的关联，再解除这一个。`,
  )
}

function recordLink(
  context: Context,
  tx: Transaction,
  projectId: number,
  after: Record<string, unknown>,
): Promise<void> {
  return record(context, tx, [
    { operation: 'projects.file', objectType: 'project', objectId: String(projectId), after },
  ])
}
