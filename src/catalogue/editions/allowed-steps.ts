import type { Person } from '../../platform/context.ts'
import { allows } from '../../platform/context.ts'
import { type Bureau, bureauInChinese, bureaus, bureausOf } from '../model.ts'
import type { CatalogueEdition } from './edition-drafts.ts'

/** What a person can do to an edition now, and in words why not more. The verbs check it all again. */
export interface AllowedEditionSteps {
  edit: boolean
  submit: boolean
  /** The bureaus the person may approve for. */
  approve: readonly Bureau[]
  return: boolean
  publish: boolean
  unschedule: boolean
  /** The bureaus the person may comment for. */
  comment: readonly Bureau[]
  /** Whether the next step is this person's. */
  awaited: boolean
  /** The next step, or what keeps the person from it. */
  words: string
}

const nothing = {
  edit: false,
  submit: false,
  approve: [],
  return: false,
  publish: false,
  unschedule: false,
  comment: [],
  awaited: false,
}

export function allowedEditionSteps(person: Person, edition: CatalogueEdition): AllowedEditionSteps {
  switch (edition.status) {
    case 'draft': {
      if (!allows(person, 'catalogue.compile'))
        return { ...nothing, words: '大数据中心还在编制。提交之后，主管部门和财政部门才能批准。' }
      const words =
        edition.returned === null
          ? '核对无误后提交批准。提交之前可以替换文件或删除。'
          : '按退回的理由改好文件，替换后重新提交。'
      return { ...nothing, edit: true, submit: true, awaited: true, words }
    }
    case 'in-approval':
      return inApproval(person, edition)
    case 'approved': {
      const publish = allows(person, 'catalogue.publish')
      return {
        ...nothing,
        publish,
        return: allows(person, 'catalogue.return'),
        awaited: publish,
        words: publish
          ? '两个部门都已批准。可以今天发布，也可以定一个日子；生效后取代现行的一版，内容不能再改。'
          : '两个部门都已批准，等主管部门发布。',
      }
    }
    case 'scheduled': {
      const publish = allows(person, 'catalogue.publish')
      return {
        ...nothing,
        unschedule: publish,
        return: allows(person, 'catalogue.return'),
        words: `定于 ${edition.publishesOn} 发布，到那一天自动生效，取代现行的一版。`,
      }
    }
    case 'published':
      return { ...nothing, words: '这是现行的一版，内容不能再改。要调整，请编制下一版。' }
    case 'superseded':
      return { ...nothing, words: '这一版已被取代，留作查阅，内容不能再改。' }
  }
}

function inApproval(person: Person, edition: CatalogueEdition): AllowedEditionSteps {
  const approved = edition.approvals.map((approval) => approval.bureau)
  const waitingFor = bureaus.filter((bureau) => !approved.includes(bureau))
  const mine = bureausOf(person.roles).filter((bureau) => waitingFor.includes(bureau))
  const waiting = `等${waitingFor.map((bureau) => bureauInChinese[bureau]).join('、')}批准。`
  const back = allows(person, 'catalogue.return')
  const comment = allows(person, 'catalogue.approve') ? bureausOf(person.roles) : []
  if (edition.compiledBy === person.id)
    return { ...nothing, comment, return: back, words: `${waiting}您是编制人，不能批准。` }
  if (edition.approvals.some((approval) => approval.personId === person.id))
    return { ...nothing, comment, return: back, words: `您已批准。${waiting}` }
  if (mine.length > 0)
    return {
      ...nothing,
      comment,
      approve: mine,
      return: back,
      awaited: true,
      words: `请看过全部服务项和与现行版的差别，再批准或退回。`,
    }
  return {
    ...nothing,
    comment,
    return: back,
    words: back ? `本部门已批准。${waiting}` : `${waiting}您的岗位不参与批准。`,
  }
}
