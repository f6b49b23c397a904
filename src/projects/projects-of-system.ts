import { desc, eq } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import type { ProjectRole } from './model.ts'
import { projectSystems, projects } from './schema.ts'

/** A project as the page of a system names it. */
export interface ProjectOfSystem {
  id: number
  number: string
  name: string
  role: ProjectRole
}

/** In: a system that the transaction sees. Out: the projects that build, rebuild or run it, the newest first. */
export function projectsOfSystem(tx: Transaction, systemId: number): Promise<ProjectOfSystem[]> {
  return tx
    .select({
      id: projects.id,
      number: projects.number,
      name: projects.name,
      role: projectSystems.role,
    })
    .from(projectSystems)
    .innerJoin(projects, eq(projects.id, projectSystems.projectId))
    .where(eq(projectSystems.systemId, systemId))
    .orderBy(desc(projects.id))
}
