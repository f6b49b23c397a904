import { readable } from '../platform/readable.ts'
import { systemHealth } from './schema.ts'

/** What the tracker last found for each system. */
export const systemHealthAs = readable(systemHealth, {
  systemId: systemHealth.systemId,
  health: systemHealth.health,
  dueOn: systemHealth.dueOn,
  asOf: systemHealth.asOf,
})
