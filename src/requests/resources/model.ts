import { same, stateMachine } from '../../platform/state-machine.ts'

/** 在用资源: its states in words; the steps between them are `resourceMachine`. */
export const resourceStatuses = { running: '在用', released: '已释放', expired: '已到期' } as const
export type ResourceStatus = keyof typeof resourceStatuses
export const resourceStatusList = Object.keys(resourceStatuses) as ResourceStatus[]

export const resourceMachine = stateMachine({
  table: 'running_resources',
  noun: '资源',
  states: resourceStatuses,
  nameOf: ({ name }: { name: string }) => name,
  steps: {
    provision: { from: null, to: 'running', operation: 'requests.provision', title: '开通' },
    'request-change': { from: ['running'], operation: 'resources.change', title: '续期或变更' },
    change: { from: ['running'], to: same, operation: 'requests.approve', title: '批复变更' },
    release: { from: ['running'], to: 'released', operation: 'resources.release', title: '释放' },
    expire: { from: ['running'], to: 'expired', operation: 'resources.track', title: '到期停用' },
  },
})

/** 变更申请 of a running resource. `lapsed`: the resource ended before anybody decided. */
export const changeStatuses = {
  asked: '待批复',
  approved: '已批复',
  refused: '未同意',
  lapsed: '已终止',
} as const
export type ChangeStatus = keyof typeof changeStatuses
export const changeStatusList = Object.keys(changeStatuses) as ChangeStatus[]

export const changeMachine = stateMachine({
  table: 'resource_changes',
  noun: '变更',
  states: changeStatuses,
  nameOf: () => '这项变更',
  steps: {
    ask: { from: null, to: 'asked', operation: 'resources.change', title: '申请' },
    approve: { from: ['asked'], to: 'approved', operation: 'requests.approve', title: '同意' },
    refuse: { from: ['asked'], to: 'refused', operation: 'requests.approve', title: '不同意' },
    // Follows from the end of the resource.
    lapse: { from: ['asked'], to: 'lapsed', title: '终止' },
  },
})

/** 使用率 as uploaded: previewed, then imported. */
export const usageImportStatuses = { previewed: '已预览', imported: '已导入' } as const
export type UsageImportStatus = keyof typeof usageImportStatuses

export const usageImportMachine = stateMachine({
  table: 'usage_imports',
  noun: '使用率',
  states: usageImportStatuses,
  nameOf: ({ fileName }: { fileName: string }) => fileName,
  steps: {
    preview: { from: null, to: 'previewed', operation: 'resources.import-usage', title: '预览' },
    import: { from: ['previewed'], to: 'imported', operation: 'resources.import-usage', title: '导入' },
  },
})
