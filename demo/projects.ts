import {
  confirmMilestone,
  createProject,
  createProjectFromSystem,
  linkSystem,
  listProjects,
  projectFilters,
  recordMilestone,
} from '../src/projects/index.ts'
import type { As } from './as.ts'

/** Two projects made of the ledger's dates: a filing of one waits for the bureau, the other's system gets a second phase. Once. */
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
  await addSecondPhase(as, 'LC-0035')
}

/** Approved and begun, each by two people. */
async function addSecondPhase(as: As, code: string): Promise<void> {
  const projectId = await createProject(as('department'), {
    name: '教师招聘报名系统二期',
    investmentFen: 48_000_000,
  })
  await linkSystem(as('department'), { projectId, code, role: 'rebuilds' })
  const approval = await recordMilestone(as('bureau-handler'), {
    projectId,
    step: 'approval',
    day: '2026-03-16',
    fen: 48_000_000,
    document: '关于教师招聘报名系统二期立项的批复（陵数字〔2026〕6号）',
  })
  await confirmMilestone(as('competent-bureau'), { id: approval })
  const begun = await recordMilestone(as('department'), {
    projectId,
    step: 'construction-started',
    day: '2026-05-06',
    document: '开工报告',
  })
  await confirmMilestone(as('department-head'), { id: begun })
}
