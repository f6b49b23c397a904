import type { Actor } from '../../platform/context.ts'
import { allowedSteps } from '../../platform/steps.ts'
import { type DeterminationStep, determinationMachine, isMistake } from './model.ts'
import type { DeterminationView } from './read-determinations.ts'

type Asked = Pick<DeterminationView, 'status' | 'holdsFrom' | 'authors' | 'liftFrom' | 'liftProposedBy'>

/** What a person can do with one now, and in words whose turn it is. The verbs check it all again. */
export function allowedDeterminationSteps(
  actor: Actor,
  asked: Asked,
): { can: ReadonlySet<DeterminationStep>; awaited: boolean; words: string } {
  const { status, authors, liftProposedBy } = asked
  const person = actor.kind === 'person' ? actor : null
  if (person === null) return { can: new Set(), awaited: false, words: wordsOf(asked) }
  const can = allowedSteps(actor, determinationMachine, status)
  if (authors.includes(person.id)) can.delete('sign')
  if (liftProposedBy === null) for (const step of ['drop-lift', 'lift'] as const) can.delete(step)
  else can.delete('propose-lift')
  if (liftProposedBy === person.id) can.delete('lift')
  return { can, awaited: can.has('sign') || can.has('lift'), words: wordsOf(asked) }
}

function wordsOf(asked: Asked): string {
  const { status, holdsFrom, liftFrom } = asked
  switch (status) {
    case 'drafted':
      return '还没有签署，不发生效力。由拟定人以外的主管部门审批人员对照依据和影响签署。'
    case 'signed':
      return liftFrom === null
        ? '有效。内容不能再改；要改的，另行认定，或者提出解除。'
        : liftFrom <= holdsFrom
          ? '已提出作为错误撤销（自起算日起解除，视为从未作出），由提出人以外的主管部门审批人员办理，此前继续有效。'
          : `已提出自 ${liftFrom} 起解除，由提出人以外的主管部门审批人员办理，此前继续有效。`
    case 'replaced':
      return '已被新的认定替代，留作查阅。'
    case 'lifted':
      return isMistake(asked)
        ? '认定有误，已经撤销，自始不作为判定的依据。留作查阅。'
        : `自 ${liftFrom ?? '—'} 起解除，留作查阅。`
  }
}
