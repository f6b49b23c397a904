import type { CalendarDate } from '../../platform/dates.ts'
import { same, stateMachine } from '../../platform/state-machine.ts'

/** What can be determined of one system, and what its two values are called. */
export const flags = {
  dataSharing: { title: '数据共享', yes: '已按要求共享', no: '没有按要求共享' },
  businessCoordination: { title: '业务协同', yes: '已按要求协同', no: '没有按要求协同' },
  coConstruction: { title: '共建共享', yes: '已按要求共建共享', no: '没有按要求共建共享' },
  platformConnected: { title: '接入共享平台', yes: '已接入', no: '没有接入' },
  disguised: { title: '变相包装立项', yes: '属于变相包装', no: '不属于变相包装' },
} as const
export type FlagAbout = keyof typeof flags

/** What an authority says of one system without a yes or no: that it was said, from its day on. */
export const opinions = { buildingOpinionOn: '未批先建处理意见' } as const
export type OpinionAbout = keyof typeof opinions

/** What can be determined of the whole jurisdiction: it is recorded of every system, and of those that come later. */
export const wide = {
  migrationConditionsRipeOn: '迁移条件具备',
  orders: '整改通知台账完整',
  evaluations: '评价台账完整',
  decommissioning: '停用报废台账完整',
} as const
export type WideAbout = keyof typeof wide

/** 台账完整声明: from then on no record means none. */
export const declarations = ['orders', 'evaluations', 'decommissioning'] as const satisfies WideAbout[]

export type About = FlagAbout | OpinionAbout | WideAbout

export const abouts: Readonly<Record<About, string>> = {
  dataSharing: flags.dataSharing.title,
  businessCoordination: flags.businessCoordination.title,
  coConstruction: flags.coConstruction.title,
  platformConnected: flags.platformConnected.title,
  disguised: flags.disguised.title,
  ...opinions,
  ...wide,
}

/** From when to when a declaration stood. `until`: the first day on which it didn't any more. */
export interface Standing {
  from: CalendarDate
  until: CalendarDate | null
}

export const isFlag = (about: string): about is FlagAbout => Object.hasOwn(flags, about)
/** Whether it is of one system, not of the whole jurisdiction. */
export const isOfSystem = (about: string): about is FlagAbout | OpinionAbout =>
  isFlag(about) || Object.hasOwn(opinions, about)
export const isDeclaration = (about: About): boolean => declarations.some((name) => name === about)

/** In: what was determined. Out: its value in words; of what has no value what it says. */
export function valueWords(about: About, value: boolean | null): string {
  if (!isFlag(about)) return abouts[about]
  return value === true ? flags[about].yes : flags[about].no
}

export const determinationStatuses = {
  drafted: '待签署',
  signed: '有效',
  replaced: '已被新的认定替代',
  lifted: '已解除',
} as const
export type DeterminationStatus = keyof typeof determinationStatuses

/** Whether it was lifted from the very day on which it began: it never held. */
export const isMistake = (row: {
  status: DeterminationStatus
  holdsFrom: CalendarDate
  liftFrom: CalendarDate | null
}): boolean => row.status === 'lifted' && row.liftFrom !== null && row.liftFrom <= row.holdsFrom

/** 认定 and 台账完整声明: who drafted never signs, who proposed lifting never lifts. */
export const determinationMachine = stateMachine({
  table: 'determinations',
  noun: '认定',
  states: determinationStatuses,
  nameOf: ({ about, document }: { about: About; document: string }) =>
    `认定“${abouts[about]}”（${document}）`,
  steps: {
    draft: { from: null, to: 'drafted', operation: 'oversight.draft-determination', title: '拟定' },
    edit: { from: ['drafted'], to: same, operation: 'oversight.draft-determination', title: '修改' },
    delete: { from: ['drafted'], to: null, operation: 'oversight.draft-determination', title: '删除' },
    sign: { from: ['drafted'], to: 'signed', operation: 'oversight.sign-determination', title: '签署' },
    replace: { from: ['signed'], to: 'replaced', title: '替代' },
    // What took its place turned out to be a mistake.
    restore: { from: ['replaced'], to: 'signed', title: '恢复' },
    'propose-lift': {
      from: ['signed'],
      to: same,
      operation: 'oversight.draft-determination',
      title: '提出解除',
    },
    'drop-lift': {
      from: ['signed'],
      to: same,
      operation: 'oversight.draft-determination',
      title: '不予解除',
    },
    lift: { from: ['signed'], to: 'lifted', operation: 'oversight.sign-determination', title: '解除' },
  },
})
export type DeterminationStep = keyof typeof determinationMachine.steps
