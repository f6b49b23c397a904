export { nameNewSystems } from './orders/name-new-systems.ts'
