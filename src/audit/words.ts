/** Pure. */

import { allOperations, isOperation, permissionOf, roles } from '../platform/permissions.ts'
import { jobTitle, valueTitle } from '../platform/vocabulary.ts'

/** Out: what an operation is called; its own name where it is no longer one. */
export function operationTitle(operation: string): string {
  return isOperation(operation) ? permissionOf(operation).title : operation
}

/** In: who acted. Out: the person's name, or the job's title. */
export function actorTitle(actor: { kind: string; name: string }): string {
  return actor.kind === 'job' ? `定时任务：${jobTitle(actor.name)}` : actor.name
}

/** Out: what a role is called; its own name where it is no longer one. */
export function roleTitle(role: string): string {
  return Object.entries(roles).find(([name]) => name === role)?.[1] ?? role
}

/** In: a field and its value. Out: the words for it; null when there are none and the value stands for itself. */
export function valueWords(field: string, value: string): string | null {
  if (value === 'infinity') return '尚未发生'
  if (field === 'operations') return operationTitle(value)
  if (field === 'role' || field === 'roles' || field === 'requestedRole') return roleTitle(value)
  return valueTitle(field, value)
}

/** Every operation that can occur, with its title, for the filter. */
export const operationOptions = () =>
  allOperations().map((operation) => ({ value: operation, label: permissionOf(operation).title }))
