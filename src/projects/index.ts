export { projectRoles } from './model.ts'
export { type ProjectOfSystem, projectsOfSystem } from './projects-of-system.ts'
