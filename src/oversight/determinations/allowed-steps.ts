import type { Actor } from '../../platform/context.ts'
import { allowedSteps } from '../../platform/steps.ts'
import { type DeterminationStep, determinationMachine } from './model.ts'
import type { DeterminationView } from './read-determinations.ts'

type Asked = Pick<DeterminationView, 'status' | 'authors' | 'liftFrom' | 'liftProposedBy'>

/** What a person can do with one now, and in words whose turn it is. The verbs check it all again. */
export function allowedDeterminationSteps(
  actor: Actor,
  { status, authors, liftFrom, liftProposedBy }: Asked,
): { can: ReadonlySet<DeterminationStep>; awaited: boolean; words: string } {
  const person = actor.kind === 'person' ? actor : null
  if (person === null) return { can: new Set(), awaited: false, words: wordsOf(status, liftFrom) }
  const can = allowedSteps(actor, determinationMachine, status)
  if (authors.includes(person.id)) can.delete('sign')
  if (liftProposedBy === null) for (const step of ['drop-lift', 'lift'] as const) can.delete(step)
  else can.delete('propose-lift')
  if (liftProposedBy === person.id) can.delete('lift')
  return { can, awaited: can.has('sign') || can.has('lift'), words: wordsOf(status, liftFrom) }
}

function wordsOf(status: DeterminationView['status'], liftFrom: string | null): string {
  switch (status) {
    case 'drafted':
      return '还没有签署，不发生效力。由拟定人以外的主管部门审批人员对照依据和影响签署。'
    case 'signed':
      return liftFrom === null
        ? '有效。内容不能再改；要改的，另行认定，或者提出解除。'
        : `已提出自 ${liftFrom} 起解除，由提出人以外的主管部门审批人员办理，此前继续有效。`
    case 'replaced':
      return '已被新的认定替代，留作查阅。'
    case 'lifted':
      return `自 ${liftFrom ?? '—'} 起解除，留作查阅。`
  }
}
