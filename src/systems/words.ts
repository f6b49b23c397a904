/** Pure. */

/** The register's closed vocabularies: code in English, what users read in Chinese. */

export const stages = {
  registered: '清查登记',
  assessed: '调研评估',
  decided: '处置认定',
  designed: '方案设计',
  requested: '资源申请',
  deployed: '部署测试',
  'data-moved': '数据迁移',
  'cut-over': '割接上线',
  'trial-run': '试运行',
  confirmed: '迁移确认',
  decommissioned: '旧环境下线',
} as const
export type Stage = keyof typeof stages
export const stageOrder = Object.keys(stages) as readonly Stage[]

/** Whether a value is the code of a stage. */
export function isStage(value: unknown): value is Stage {
  return typeof value === 'string' && Object.hasOwn(stages, value)
}

export const dispositions = { migrate: '迁移', integrate: '整合', 'shut-down': '关停', keep: '保留' } as const
export type Disposition = keyof typeof dispositions

export const hostings = {
  'own-room': '本单位机房',
  carrier: '运营商托管',
  'public-cloud': '公有云',
  'industry-cloud': '行业云',
  'government-cloud': '政务云',
} as const
export type Hosting = keyof typeof hostings

export const networkZones = {
  'government-extranet': '政务外网',
  internet: '互联网',
  'dedicated-network': '业务专网',
  'classified-network': '专网',
} as const
export type NetworkZone = keyof typeof networkZones

export const orderKinds = { supervision: '监督检查', audit: '审计', effectiveness: '效能评估' } as const
/** 限期整改. Dates as in the eligibility interface; null has not happened. */
export interface Order {
  kind: keyof typeof orderKinds
  issuedOn: string
  dueOn: string
  resolvedOn: string | null
  refusedOn: string | null
}

export const protectionLevels = ['未定级', '一级', '二级', '三级', '四级', '五级'] as const
