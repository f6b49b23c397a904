/** Pure. */

import type { AuditedChange } from '../audit/index.ts'
import type { ChangedSystem } from './compare.ts'
import type { Plan } from './plan-import.ts'
import type { RegisterColumn } from './register-columns.ts'

/** In: one part of an import. Out: an entry for each system it adds or changes, with what was known of it before. */
export function auditedChanges({ added, changed }: Plan): AuditedChange[] {
  const entry = (code: string) =>
    ({ operation: 'systems.import', objectType: 'system', objectId: code }) as const
  return [
    ...added.map(({ code, unit, values }) => ({ ...entry(code), after: { unit, ...values } })),
    ...changed.map((system) => ({
      ...entry(system.code),
      before: before(system),
      after: { ...(system.unitBefore === null ? {} : { unit: system.unit }), ...system.changes },
    })),
  ]
}

function before({ unitBefore, stored, changes }: ChangedSystem): Record<string, unknown> {
  const columns = Object.keys(changes) as RegisterColumn[]
  return {
    ...(unitBefore === null ? {} : { unit: unitBefore }),
    ...Object.fromEntries(columns.map((column) => [column, stored.values[column]])),
  }
}
