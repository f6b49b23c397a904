import type { Person } from '../../platform/context.ts'
import { allowedSteps } from '../../platform/steps.ts'
import {
  type Bureau,
  bureauInChinese,
  bureaus,
  bureausOf,
  type EditionStep,
  editionMachine,
} from '../model.ts'
import type { CatalogueEdition } from './edition-drafts.ts'

/** What a person can do to an edition now, and in words why not more. The verbs check it all again. */
export interface AllowedEditionSteps {
  can: ReadonlySet<EditionStep>
  /** The bureaus the person may approve for. */
  approve: readonly Bureau[]
  /** The bureaus the person may comment for. */
  comment: readonly Bureau[]
  /** Whether the next step is this person's. */
  awaited: boolean
  /** The next step, or what keeps the person from it. */
  words: string
}

export function allowedEditionSteps(person: Person, edition: CatalogueEdition): AllowedEditionSteps {
  const can = allowedSteps(person, editionMachine, edition.status)
  const mine = bureausOf(person.roles)
  const involved = edition.compiledBy === person.id || hasApproved(person, edition)
  const approve = can.has('approve') && !involved ? mine.filter((bureau) => waits(edition, bureau)) : []
  return {
    can,
    approve,
    comment: can.has('comment') ? mine : [],
    awaited: can.has('submit') || can.has('publish') || approve.length > 0,
    words: inWords(person, edition, can, approve),
  }
}

const hasApproved = (person: Person, edition: CatalogueEdition) =>
  edition.approvals.some(({ personId }) => personId === person.id)
const waits = (edition: CatalogueEdition, bureau: Bureau) =>
  edition.approvals.every((approval) => approval.bureau !== bureau)

function inWords(
  person: Person,
  edition: CatalogueEdition,
  can: ReadonlySet<EditionStep>,
  approve: readonly Bureau[],
): string {
  switch (edition.status) {
    case 'draft':
      if (!can.has('submit')) return '大数据中心还在编制。提交之后，主管部门和财政部门才能批准。'
      return edition.returned === null
        ? '核对无误后提交批准。提交之前可以替换文件或删除。'
        : '按退回的理由改好文件，替换后重新提交。'
    case 'in-approval': {
      if (approve.length > 0) return '请看过全部服务项和与现行版的差别，再批准或退回。'
      const waitingFor = bureaus.filter((bureau) => waits(edition, bureau))
      const waiting = `等${waitingFor.map((bureau) => bureauInChinese[bureau]).join('、')}批准。`
      if (edition.compiledBy === person.id) return `${waiting}您是编制人，不能批准。`
      if (hasApproved(person, edition)) return `您已批准。${waiting}`
      return can.has('return') ? `本部门已批准。${waiting}` : `${waiting}您的岗位不参与批准。`
    }
    case 'approved':
      return can.has('publish')
        ? '两个部门都已批准。可以今天发布，也可以定一个日子；生效后取代现行的一版，内容不能再改。'
        : '两个部门都已批准，等主管部门发布。'
    case 'scheduled':
      return `定于 ${edition.publishesOn} 发布，到那一天自动生效，取代现行的一版。`
    case 'published':
      return '这是现行的一版，内容不能再改。要调整，请编制下一版。'
    case 'superseded':
      return '这一版已被取代，留作查阅，内容不能再改。'
  }
}
