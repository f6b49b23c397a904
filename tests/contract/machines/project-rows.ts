import { createProject } from '../../../src/projects/create-project.ts'
import { confirmMilestone, refuseMilestone } from '../../../src/projects/decide-milestone.ts'
import { projectFileMachine } from '../../../src/projects/file/model.ts'
import { previewProjectFile } from '../../../src/projects/file/preview-file.ts'
import { readProjectFileView } from '../../../src/projects/file/read-project-file.ts'
import { registerProjectFile } from '../../../src/projects/file/register-file.ts'
import { milestoneMachine } from '../../../src/projects/model.ts'
import { recordMilestone } from '../../../src/projects/record-milestone.ts'
import type { World } from '../../support/world.ts'
import { bytesOf, comment, day, idOf, instant, type MachineRow, only, rowOf } from './machine-row.ts'

/** A milestone that waits for its second person. */
export async function milestoneRow(world: World): Promise<MachineRow> {
  const projectId = await createProject(world.as('department'), { name: '国库支付系统建设' })
  const id = await recordMilestone(world.as('bureau-handler'), { projectId, step: 'approval', day })
  return rowOf(
    milestoneMachine,
    { id },
    {
      columns: (status) => ({
        decided_by: only(status !== 'recorded', idOf(world.as('competent-bureau'))),
        decided_at: only(status !== 'recorded', instant),
      }),
      // One that was taken over begins as confirmed, by nobody.
      another: (status) => ({
        step: 'emergency',
        from_ledger: status === 'confirmed',
        ...(status === 'confirmed' ? { decided_by: null, decided_at: null } : {}),
      }),
      verbs: {
        confirm: ['competent-bureau', (c) => confirmMilestone(c, { id })],
        refuse: ['competent-bureau', (c) => refuseMilestone(c, { id, comment })],
      },
    },
  )
}

/** A file of projects as it is previewed. */
export async function projectFileRow(world: World): Promise<MachineRow> {
  const file = { fileName: '项目.csv', bytes: bytesOf('项目名称\n档案平台') }
  const { fileId } = await previewProjectFile(world.as('department'), file)
  const { plan } = await readProjectFileView(world.as('department'), fileId)
  return rowOf(
    projectFileMachine,
    { id: fileId },
    {
      columns: (status) => ({ registered_at: only(status === 'registered', instant) }),
      verbs: {
        register: ['department', (c) => registerProjectFile(c, { fileId, digest: plan.digest })],
      },
    },
  )
}
