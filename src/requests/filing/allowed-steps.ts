import { allows, type Person } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { allowedSteps } from '../../platform/steps.ts'
import { editable, inProcess, nextStep, type RequestStep, requestMachine } from './model.ts'
import type { RequestView } from './read-request.ts'

/** What a person can do to a request now, and in words why not more. The verbs check it all again. */
export interface AllowedRequestSteps {
  can: ReadonlySet<RequestStep>
  words: string
}

/** In: who, a request and today. Out: what they can do, the next step first in words. */
export function allowedRequestSteps(
  person: Person,
  view: RequestView,
  today: CalendarDate,
): AllowedRequestSteps {
  const { row } = view
  const can = allowedSteps(person, requestMachine, row.status)
  const filed = row.filedBy === person.id
  if (filed) for (const step of ['submit', 'review', 'approve'] as const) can.delete(step)
  if (row.submittedBy === person.id) can.delete('approve')
  if (row.ready || can.has('submit')) can.delete('hand-over')
  if (view.newerEdition === null) can.delete('match-again')
  return {
    can,
    words: editable.includes(row.status) ? inDepartment(person, view, can) : after(person, view, can, today),
  }
}

function inDepartment(person: Person, { row }: RequestView, can: ReadonlySet<RequestStep>): string {
  if (!can.has('edit')) return row.status === 'draft' ? '部门还在填报。' : '已退回部门修改，重新提交后再办。'
  if (can.has('submit'))
    return row.ready
      ? '填报人已送审。核对无误后提交，提交后内容不能再改。'
      : '填报人还没有送审；核对无误也可以直接提交，提交后内容不能再改。'
  if (row.ready) return '已送部门审核，等本部门的审核人提交。'
  return allows(person, 'requests.submit')
    ? '这是您本人填报的，请送审，由本部门的另一位审核人提交。'
    : '填好以后送部门审核，由审核人提交。'
}

function after(
  person: Person,
  { row }: RequestView,
  can: ReadonlySet<RequestStep>,
  today: CalendarDate,
): string {
  const late =
    row.status === 'approved' && row.dueOn !== null && row.dueOn < today ? `开通期限 ${row.dueOn} 已过，` : ''
  if (can.has('match')) return '请核对匹配结果：无误就确认，进入会审；需求不清就退回。'
  if (can.has('review')) return '请会审：通过后占用容量，等主管部门批复。'
  if (can.has('approve')) return '请批复：可以全部同意，也可以只同意其中几项；不同意就退回。'
  if (can.has('provision'))
    return `${late === '' ? '请在开通期限内开通' : `${late}请尽快开通`}；开通后进入在用资源。`
  if (late !== '') return `${late}等大数据中心开通。`
  const mine = allowedSteps(person, requestMachine, row.status)
  if (mine.has('review')) return '这是您本人填报的，须由另一人会审。'
  if (mine.has('approve')) return '这是您本人填报或提交的，须由另一人批复。'
  return inProcess.includes(row.status) ? `下一步：${nextStep[row.status]}。` : `${nextStep[row.status]}。`
}
