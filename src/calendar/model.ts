import { stateMachine } from '../platform/state-machine.ts'

export const editionStatuses = {
  previewed: '预览，未提交',
  submitted: '待审批',
  approved: '已生效',
  returned: '已退回',
} as const
export type CalendarEditionStatus = keyof typeof editionStatuses

/** 放假安排 of a year, as imported: what can be done to it, and in which state. */
export const calendarEditionMachine = stateMachine({
  table: 'calendar_editions',
  noun: '放假安排',
  states: editionStatuses,
  nameOf: ({ year }: { year: number }) => `${year}年放假安排`,
  steps: {
    upload: { from: null, to: 'previewed', operation: 'calendar.import', title: '上传' },
    submit: { from: ['previewed'], to: 'submitted', operation: 'calendar.import', title: '提交' },
    approve: { from: ['submitted'], to: 'approved', operation: 'calendar.approve', title: '批准' },
    return: { from: ['submitted'], to: 'returned', operation: 'calendar.approve', title: '退回' },
  },
})
