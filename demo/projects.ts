import {
  createProjectFromSystem,
  listProjects,
  projectFilters,
  recordMilestone,
} from '../src/projects/index.ts'
import type { As } from './as.ts'

/** Two projects made of the ledger's dates; a filing of one waits for the bureau. Once. */
export async function addProjects(as: As): Promise<void> {
  const { total } = await listProjects(as('competent-bureau'), projectFilters.parse({}))
  if (total > 0) return
  await createProjectFromSystem(as('department'), { code: 'LC-0035' })
  const projectId = await createProjectFromSystem(as('department'), { code: 'LC-0037' })
  await recordMilestone(as('department'), {
    projectId,
    step: 'acceptance-filed',
    day: as('department').clock.today(),
    document: '营养餐监管系统竣工验收报告',
  })
}
