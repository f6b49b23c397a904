import { type Actor, allows } from '../../platform/context.ts'
import type { RequestStatus } from './model.ts'

/** In: who. Out: the states in which a request waits for them; for a department's head only drafts that are ready. */
export function awaitedOf(actor: Actor): { statuses: RequestStatus[]; readyOnly: boolean } {
  const submits = allows(actor, 'requests.submit')
  const statuses: RequestStatus[] = [
    ...(allows(actor, 'requests.file') ? (['draft', 'returned'] as const) : []),
    ...(allows(actor, 'requests.match') ? (['submitted'] as const) : []),
    ...(allows(actor, 'requests.review') ? (['matched'] as const) : []),
    ...(allows(actor, 'requests.approve') ? (['reviewed'] as const) : []),
    ...(allows(actor, 'requests.provision') ? (['approved'] as const) : []),
  ]
  const alsoFiles = actor.kind === 'person' && actor.roles.includes('department')
  return { statuses, readyOnly: submits && !alsoFiles }
}
