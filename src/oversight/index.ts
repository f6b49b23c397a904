export { sayOfNewSystems } from './determinations/follow-register.ts'
export { nameNewSystems } from './orders/name-new-systems.ts'
