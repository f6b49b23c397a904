import { sql } from 'drizzle-orm'
import { objectCheck } from '../platform/object-check.ts'
import { type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { projectFiles } from './file/schema.ts'
import { projectMilestones, projectSystems, projects } from './schema.ts'

export const projectFilesCheck = objectCheck({
  name: 'project-files',
  title: '存放的项目文件与指纹',
  files: (jurisdictionId) => sql`
    select file_key as key, file_name || '（第 ' || id || ' 份）' as subject from ${projectFiles}
    where jurisdiction_id = ${jurisdictionId}`,
})

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
