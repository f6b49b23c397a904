import {
  answerOrder,
  confirmEvaluation,
  confirmOutcome,
  confirmRectified,
  draftDetermination,
  draftEvaluation,
  draftOrder,
  issueOrder,
  proposeOutcome,
  proposeRectified,
  readDetermination,
  readEvaluation,
  readOrder,
  receiveOrder,
  signDetermination,
} from '../src/oversight/index.ts'
import { addDays, type CalendarDate } from '../src/platform/dates.ts'
import type { Role } from '../src/platform/permissions.ts'
import { confirmMilestone, createProjectFromSystem, recordMilestone } from '../src/projects/index.ts'
import { on } from './as.ts'
import type { People } from './people.ts'

/** What the bureau, the audit bureau and the departments do, each by two people, on the day it is done. */

interface OrderDeed {
  kind: 'supervision' | 'audit' | 'effectiveness'
  system: string
  number: string
  title: string
  details: string
  source: string
  demand: string
  issuedOn: CalendarDate
  /** Left out of an effectiveness order. */
  dueOn?: CalendarDate
  answeredOn?: CalendarDate
  outcome?: { is: 'resolved' | 'refused' | 'failed'; on: CalendarDate; document: string; reason: string }
}

/** An order to the department that has an account: issued, received, answered and decided as far as is said. */
export async function order({ as, second }: People, deed: OrderDeed): Promise<void> {
  const { kind, system, number, issuedOn, dueOn, answeredOn, outcome, ...said } = deed
  const acting = (role: Role, day: CalendarDate) => on(as, day)(role)
  const audits = kind === 'audit'
  const first = (day: CalendarDate) => acting(audits ? 'audit' : 'bureau-handler', day)
  const other = (day: CalendarDate) => (audits ? on(second, day)('audit') : acting('competent-bureau', day))
  const { actor } = as('department')
  const id = await draftOrder(first(issuedOn), {
    kind,
    organisationId: actor.kind === 'person' ? actor.organisationId : 0,
    wholeUnit: false,
    systems: [system],
    ...said,
    dueOn: dueOn ?? null,
  })
  const { version } = await readOrder(other(issuedOn), id)
  await issueOrder(other(issuedOn), { id, version, number, on: issuedOn })
  const receivedOn = addDays(issuedOn, 1)
  await receiveOrder(acting('department', receivedOn), { id, on: receivedOn })
  if (answeredOn !== undefined)
    await answerOrder(acting('department', answeredOn), {
      id,
      answer: '已按要求整改，请予复核。',
    })
  if (outcome === undefined) return
  const { is, on: day, document, reason } = outcome
  await proposeOutcome(first(day), { id, outcome: is, on: day, document, reason })
  const proposed = await readOrder(other(day), id)
  await confirmOutcome(other(day), { id, version: proposed.version, outcome: is })
}

interface DeterminationDeed {
  about: string
  system?: string
  value?: boolean
  details: string
  document: string
  holdsFrom: CalendarDate
}

/** A determination or a declaration, drafted by one and signed by another. */
export async function determination({ as }: People, deed: DeterminationDeed): Promise<void> {
  const acting = on(as, deed.holdsFrom)
  const id = await draftDetermination(acting('bureau-handler'), deed)
  const { version } = await readDetermination(acting('competent-bureau'), id)
  await signDetermination(acting('competent-bureau'), { id, version })
}

interface EvaluationDeed {
  system: string
  evaluatedOn: CalendarDate
  met: boolean
  details: string
  document: string
  rectified?: { on: CalendarDate; document: string }
}

/** An evaluation of a system's operation, and where it is said its rectification, each by two people. */
export async function evaluation({ as }: People, deed: EvaluationDeed): Promise<void> {
  const { rectified, ...evaluated } = deed
  const held = on(as, deed.evaluatedOn)
  const id = await draftEvaluation(held('bureau-handler'), { kind: 'operation', ...evaluated })
  const { version } = await readEvaluation(held('competent-bureau'), id)
  await confirmEvaluation(held('competent-bureau'), { id, version })
  if (rectified === undefined) return
  const later = on(as, rectified.on)
  await proposeRectified(later('bureau-handler'), { id, ...rectified })
  const proposed = await readEvaluation(later('competent-bureau'), id)
  await confirmRectified(later('competent-bureau'), { id, version: proposed.version })
}

/** A project made of a system's dates, whose acceptance the bureau lets wait until a day. */
export async function extension(
  { as }: People,
  deed: { system: string; day: CalendarDate; until: CalendarDate; document: string; reason: string },
): Promise<void> {
  const { system, ...milestone } = deed
  const acting = on(as, deed.day)
  const projectId = await createProjectFromSystem(acting('department'), { code: system })
  const id = await recordMilestone(acting('bureau-handler'), {
    projectId,
    step: 'acceptance-extended',
    ...milestone,
  })
  await confirmMilestone(acting('competent-bureau'), { id })
}
