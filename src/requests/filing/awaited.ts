import { type Actor, allows } from '../../platform/context.ts'
import { type RequestStatus, type RequestStep, requestMachine } from './model.ts'

/** The steps by which a request gets on: it waits for whoever may take them. */
const awaitedSteps = ['edit', 'match', 'review', 'approve', 'provision'] as const satisfies RequestStep[]

/** In: who. Out: the states in which a request waits for them; for a department's head only drafts that are ready. */
export function awaitedOf(actor: Actor): { statuses: RequestStatus[]; readyOnly: boolean } {
  const submits = allows(actor, 'requests.submit')
  const statuses = awaitedSteps
    .map((step) => requestMachine.steps[step])
    .flatMap(({ from, operation }): readonly RequestStatus[] => (allows(actor, operation) ? from : []))
  const alsoFiles = actor.kind === 'person' && actor.roles.includes('department')
  return { statuses, readyOnly: submits && !alsoFiles }
}
