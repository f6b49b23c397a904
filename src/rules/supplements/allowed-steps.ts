import type { Person } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { allowedSteps } from '../../platform/steps.ts'
import {
  type Supplement,
  type SupplementState,
  type SupplementStep,
  supplementMachine,
  supplementStateOf,
} from './model.ts'

/** What a person can do with a rule now, and in words what comes next or why not more. The verbs check it all again. */
export interface AllowedSupplementSteps {
  can: ReadonlySet<SupplementStep>
  /** Whether the next step is this person's. */
  awaited: boolean
  words: string
}

export function allowedSupplementSteps(
  person: Person,
  supplement: Supplement,
  today: CalendarDate,
): AllowedSupplementSteps {
  const state = supplementStateOf(supplement, today)
  const can = allowedSteps(person, supplementMachine, supplement.status)
  const { repeal, submitted } = supplement
  const own = supplement.authors.includes(person.id) || submitted?.personId === person.id
  if (own) can.delete('approve')
  if (repeal !== null || (state !== 'coming' && state !== 'in-force')) can.delete('repeal')
  if (state !== 'repeal-proposed')
    for (const step of ['approve-repeal', 'drop-repeal'] as const) can.delete(step)
  if (repeal?.proposed.personId === person.id) can.delete('approve-repeal')
  return {
    can,
    awaited: can.has('submit') || can.has('approve') || can.has('approve-repeal'),
    words: inWords(supplement, state, can, own),
  }
}

function inWords(
  { returned, repeal }: Supplement,
  state: SupplementState,
  can: ReadonlySet<SupplementStep>,
  own: boolean,
): string {
  switch (state) {
    case 'draft':
      if (!can.has('submit')) return '主管部门还在拟定，不作为判定的依据。'
      return returned === null
        ? '核对条文和影响，无误后提交，由主管部门的另一位同事批准。提交前不作为判定的依据。'
        : '按退回的理由改好以后重新提交。'
    case 'submitted':
      if (can.has('approve')) return '请对照文件核对条文和影响。批准后自下一次判定起作为依据，内容不能再改。'
      return own
        ? '是您拟定或者提交的，等主管部门的另一位同事批准。批准前不作为判定的依据。'
        : '等主管部门审批人员批准。批准前不作为判定的依据。'
    case 'repeal-proposed':
      return can.has('approve-repeal')
        ? '已提出废止，请核对废止文件和影响后批准，或者写明理由不予废止。'
        : '已提出废止，等主管部门的另一位同事批准。批准前继续施行。'
    case 'repealed':
    case 'expired':
      return '已不再施行，留作查阅：施行期间的判定仍以它为据。'
    case 'coming':
    case 'in-force':
      return repeal === null
        ? '经两人办理，内容不能再改。要调整的，废止后另行拟定。'
        : `已批准自${repeal.from}起废止，此前继续施行。`
  }
}
