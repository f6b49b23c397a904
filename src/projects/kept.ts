import { sql } from 'drizzle-orm'
import { type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { projectMilestones, projectSystems, projects } from './schema.ts'

/** Of what the nightly digests are taken. */
export const projectsKept: readonly KeptRows[] = [
  keptRows(projects, { name: 'projects', title: '项目', appendOnly: true, order: sql`${projects.id}` }),
  keptRows(projectSystems, {
    name: 'project-systems',
    title: '项目所涉系统',
    appendOnly: false,
    order: sql`(${projectSystems.projectId}, ${projectSystems.systemId})::text`,
  }),
  keptRows(projectMilestones, {
    name: 'project-milestones',
    title: '项目节点',
    appendOnly: false,
    order: sql`${projectMilestones.id}`,
  }),
]
