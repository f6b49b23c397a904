import { allows, type Person } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { type Supplement, supplementStateOf } from './model.ts'

export type SupplementAction =
  | 'edit'
  | 'submit'
  | 'delete'
  | 'approve'
  | 'return'
  | 'repeal'
  | 'approve-repeal'
  | 'drop-repeal'

/** What a person can do with a rule now, and in words what comes next or why not more. The verbs check it all again. */
export interface AllowedSupplementSteps {
  can: readonly SupplementAction[]
  /** Whether the next step is this person's. */
  awaited: boolean
  words: string
}

export function allowedSupplementSteps(
  person: Person,
  supplement: Supplement,
  today: CalendarDate,
): AllowedSupplementSteps {
  const drafts = allows(person, 'regulations.draft')
  const approves = allows(person, 'regulations.approve')
  const none = { can: [], awaited: false }
  switch (supplementStateOf(supplement, today)) {
    case 'draft':
      if (!drafts) return { ...none, words: '主管部门还在拟定，不作为判定的依据。' }
      return {
        can: ['edit', 'submit', 'delete'],
        awaited: true,
        words:
          supplement.returned === null
            ? '核对条文和影响，无误后提交，由主管部门的另一位同事批准。提交前不作为判定的依据。'
            : '按退回的理由改好以后重新提交。',
      }
    case 'submitted': {
      const own = supplement.authors.includes(person.id) || supplement.submitted?.personId === person.id
      if (!approves || own)
        return {
          ...none,
          can: approves ? ['return'] : [],
          words: own
            ? '是您拟定或者提交的，等主管部门的另一位同事批准。批准前不作为判定的依据。'
            : '等主管部门审批人员批准。批准前不作为判定的依据。',
        }
      return {
        can: ['approve', 'return'],
        awaited: true,
        words: '请对照文件核对条文和影响。批准后自下一次判定起作为依据，内容不能再改。',
      }
    }
    case 'repeal-proposed': {
      const mine = supplement.repeal?.proposed.personId === person.id
      const decides = approves && !mine
      return {
        can: [
          ...(decides ? (['approve-repeal'] as const) : []),
          ...(drafts ? (['drop-repeal'] as const) : []),
        ],
        awaited: decides,
        words: decides
          ? '已提出废止，请核对废止文件和影响后批准，或者写明理由不予废止。'
          : '已提出废止，等主管部门的另一位同事批准。批准前继续施行。',
      }
    }
    case 'repealed':
    case 'expired':
      return { ...none, words: '已不再施行，留作查阅：施行期间的判定仍以它为据。' }
    case 'coming':
    case 'in-force':
      if (supplement.repeal !== null)
        return { ...none, words: `已批准自${supplement.repeal.from}起废止，此前继续施行。` }
      return {
        ...none,
        can: drafts ? ['repeal'] : [],
        words: '经两人办理，内容不能再改。要调整的，废止后另行拟定。',
      }
  }
}
