import { allows, type Person } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { editable, inProcess, nextStep } from './model.ts'
import type { RequestView } from './read-request.ts'

/** What a person can do to a request now, and in words why not more. The verbs check it all again. */
export interface AllowedRequestSteps {
  edit: boolean
  sendForReview: boolean
  submit: boolean
  remove: boolean
  match: boolean
  matchAgain: boolean
  /** Say what a line in words means, and match again. */
  correct: boolean
  review: boolean
  approve: boolean
  return: boolean
  provision: boolean
  cancel: boolean
  words: string
}

const nothing: AllowedRequestSteps = {
  edit: false,
  sendForReview: false,
  submit: false,
  remove: false,
  match: false,
  matchAgain: false,
  correct: false,
  review: false,
  approve: false,
  return: false,
  provision: false,
  cancel: false,
  words: '',
}

/** In: who, a request and today. Out: what they can do, the next step first in words. */
export function allowedRequestSteps(
  person: Person,
  view: RequestView,
  today: CalendarDate,
): AllowedRequestSteps {
  const { status } = view.row
  if (editable.includes(status)) return inDepartment(person, view)
  const back = allows(person, 'requests.return') && ['submitted', 'matched', 'reviewed'].includes(status)
  const matchAgain = back && allows(person, 'requests.match') && view.newerEdition !== null
  const correct = allows(person, 'requests.match') && ['submitted', 'matched'].includes(status)
  const cancel = allows(person, 'requests.cancel') && status === 'approved'
  const waiting = {
    ...nothing,
    return: back,
    matchAgain,
    correct,
    cancel,
    words: inProcess.includes(status) ? `下一步：${nextStep[status]}。` : `${nextStep[status]}。`,
  }
  return { ...waiting, ...stepOf(person, view, today) }
}

function inDepartment(person: Person, { row }: RequestView): AllowedRequestSteps {
  if (!allows(person, 'requests.file'))
    return {
      ...nothing,
      words: row.status === 'draft' ? '部门还在填报。' : '已退回部门修改，重新提交后再办。',
    }
  const own = row.filedBy === person.id
  const submit = allows(person, 'requests.submit') && !own
  return {
    ...nothing,
    edit: true,
    remove: row.status === 'draft',
    sendForReview: !row.ready && !submit,
    submit,
    words: submit
      ? row.ready
        ? '填报人已送审。核对无误后提交，提交后内容不能再改。'
        : '填报人还没有送审；核对无误也可以直接提交，提交后内容不能再改。'
      : row.ready
        ? '已送部门审核，等本部门的审核人提交。'
        : own && allows(person, 'requests.submit')
          ? '这是您本人填报的，请送审，由本部门的另一位审核人提交。'
          : '填好以后送部门审核，由审核人提交。',
  }
}

function stepOf(person: Person, { row }: RequestView, today: CalendarDate): Partial<AllowedRequestSteps> {
  const late = row.dueOn !== null && row.dueOn < today ? `开通期限 ${row.dueOn} 已过，` : ''
  switch (row.status) {
    case 'submitted':
      return allows(person, 'requests.match')
        ? { match: true, words: '请核对匹配结果：无误就确认，进入会审；需求不清就退回。' }
        : {}
    case 'matched':
      if (!allows(person, 'requests.review')) return {}
      return row.filedBy === person.id
        ? { words: '这是您本人填报的，须由另一人会审。' }
        : { review: true, words: '请会审：通过后占用容量，等主管部门批复。' }
    case 'reviewed':
      if (!allows(person, 'requests.approve')) return {}
      return row.filedBy === person.id || row.submittedBy === person.id
        ? { words: '这是您本人填报或提交的，须由另一人批复。' }
        : { approve: true, words: '请批复：可以全部同意，也可以只同意其中几项；不同意就退回。' }
    case 'approved':
      return allows(person, 'requests.provision')
        ? {
            provision: true,
            words: `${late === '' ? '请在开通期限内开通' : `${late}请尽快开通`}；开通后进入在用资源。`,
          }
        : late === ''
          ? {}
          : { words: `${late}等大数据中心开通。` }
    default:
      return {}
  }
}
