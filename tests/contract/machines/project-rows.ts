import { createProject } from '../../../src/projects/create-project.ts'
import { confirmMilestone, refuseMilestone } from '../../../src/projects/decide-milestone.ts'
import { milestoneMachine } from '../../../src/projects/model.ts'
import { recordMilestone } from '../../../src/projects/record-milestone.ts'
import type { World } from '../../support/world.ts'
import { comment, day, idOf, instant, type MachineRow, only, rowOf } from './machine-row.ts'

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
