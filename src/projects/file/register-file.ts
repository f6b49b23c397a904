import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { insertProject } from '../create-project.ts'
import { linkIn } from '../link-system.ts'
import { insertMilestones } from '../record-milestone.ts'
import { projects } from '../schema.ts'
import { lockProject } from '../store.ts'
import { projectFileMachine } from './model.ts'
import { countsOf, type PlannedProject } from './plan-row.ts'
import { planOf, projectFileOf } from './read-project-file.ts'
import { projectFiles } from './schema.ts'

const registerInput = z.strictObject({
  fileId: z.int().positive(),
  /** Of what was looked at. */
  digest: z.string('请先看预览').min(1, '请先看预览'),
})

/**
 * Registers what the preview of a file showed, all or nothing: projects, their systems, and milestones that wait for their
 * second person. Out: how much. Throws not-found, conflict when it is registered already, is on record by now, or comes to
 * something else than was shown.
 */
export async function registerProjectFile(
  context: Context,
  input: unknown,
): Promise<{ projects: number; systems: number; milestones: number }> {
  authorize(context, 'projects.file')
  authorize(context, 'projects.file-milestone')
  const { fileId, digest } = parseInput(registerInput, input)
  return transact(context, async (tx) => {
    const file = await projectFileOf(context, tx, fileId)
    const [claimed] = await tx
      .update(projectFiles)
      .set({
        status: statusAfter(projectFileMachine, 'register', file),
        registeredAt: context.clock.now(),
      })
      .where(stillAs(projectFiles, file))
      .returning()
    if (claimed === undefined) return overtaken(projectFileMachine, file)
    const first = await planOf(context, tx, claimed)
    await lockAll(tx, first.planned)
    const plan = await planOf(context, tx, claimed)
    if (plan.digest !== digest)
      throw new AppError(
        'conflict',
        '看过预览以后，项目或者系统有了变化，什么都没有登记。请核对新的预览再登记。',
      )
    const counts = countsOf(plan.planned)
    if (Object.values(counts).every((count) => count === 0))
      throw new AppError('conflict', '文件里可以登记的都已经登记过，没有新的。')
    // Numbers of the file first: the program gives none of them to another row.
    const inOrder = plan.planned.toSorted((a, b) => Number(a.number === null) - Number(b.number === null))
    for (const one of inOrder) await register(context, tx, one)
    await record(context, tx, [
      {
        operation: 'projects.file',
        objectType: 'project-file',
        objectId: String(fileId),
        before: { status: file.status },
        after: { status: claimed.status, fileName: claimed.fileName, counts },
      },
    ])
    return counts
  })
}

/** Nobody else records of these projects until the transaction ends. */
async function lockAll(tx: Transaction, planned: readonly PlannedProject[]): Promise<void> {
  const ids = planned.flatMap(({ id }) => id ?? [])
  await tx
    .select({ id: projects.id })
    .from(projects)
    .where(inArray(projects.id, ids))
    .orderBy(projects.id)
    .for('update')
}

async function register(context: Context, tx: Transaction, planned: PlannedProject): Promise<void> {
  const { organisationId, name, number, investmentFen, systems, milestones } = planned
  const project =
    planned.id === null
      ? await insertProject(context, tx, { organisationId, name, number, investmentFen })
      : await lockProject(tx, planned.id)
  // None of its milestones stands yet, so that nothing follows for the systems.
  for (const { role, ...system } of systems) await linkIn(context, tx, project, system, role)
  await insertMilestones(
    context,
    tx,
    project,
    milestones.map((one) => ({ ...one, revokes: null })),
  )
}
