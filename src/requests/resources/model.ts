/** 在用资源: its states and those of a change asked for it. */
export const resourceStatuses = { running: '在用', released: '已释放', expired: '已到期' } as const
export type ResourceStatus = keyof typeof resourceStatuses
export const resourceStatusList = Object.keys(resourceStatuses) as ResourceStatus[]

/** `lapsed`: the resource ended before anybody decided. */
export const changeStatuses = {
  asked: '待批复',
  approved: '已批复',
  refused: '未同意',
  lapsed: '已终止',
} as const
export type ChangeStatus = keyof typeof changeStatuses
export const changeStatusList = Object.keys(changeStatuses) as ChangeStatus[]
