/** Pure. */

import { levelNames } from './ledger-words.ts'
import { dispositions, hostings, networkZones, stages } from './words.ts'

/** What a register column holds, as JSON has it: dates as text, money in fen; null is unknown, `infinity` has not happened. */
export type RegisterValue = string | number | boolean | null

interface Column {
  label: string
  /** null: unknown; the words for the others. */
  show: (value: Exclude<RegisterValue, null>) => string
}

const text = (label: string): Column => ({ label, show: String })
const day = (label: string): Column => ({
  label,
  show: (value) => (value === 'infinity' ? '无' : String(value)),
})
const yesNo = (label: string): Column => ({ label, show: (value) => (value === true ? '是' : '否') })
const money = (label: string): Column => ({ label, show: (value) => exactWanYuan(Number(value)) })
const word = (label: string, words: Record<string, string>): Column => ({
  label,
  show: (value) => words[String(value)] ?? String(value),
})

/** Fen as 万元 without losing any: 98000000 → "98". */
export function exactWanYuan(fen: number): string {
  const digits = String(fen).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '')
}

/** Every register column that an import can write. */
export const registerColumns = {
  name: text('系统名称'),
  contactOffice: text('联系科室'),
  contactPhone: text('联系电话'),
  networkZone: word('网络区域', networkZones),
  protectionLevel: { label: '等保级别', show: (value) => levelNames[Number(value)] ?? String(value) },
  vcpu: text('CPU（核）'),
  memoryGiB: text('内存（GB）'),
  storageGiB: text('存储（GB）'),
  annualOperationsFen: money('年运维费（万元）'),
  disposition: word('处置意见', dispositions),
  wave: text('迁移批次'),
  stage: word('当前阶段', stages),
  stageSince: day('进入当前阶段'),
  notes: text('备注'),
  classified: yesNo('是否涉密'),
  registered: yesNo('已登记'),
  emergency: yesNo('是否应急项目'),
  approvedOn: day('立项批复时间'),
  constructionStartedOn: day('开工时间'),
  builtOn: day('建成时间'),
  liveOn: day('上线时间'),
  acceptedOn: day('竣工验收时间'),
  acceptanceFiledOn: day('验收备案时间'),
  contractSignedOn: day('合同签订时间'),
  contractFiledOn: day('合同备案时间'),
  migrationRequired: yesNo('应迁移上云'),
  migrationDueOn: day('要求完成时间'),
  migratedOn: day('迁移确认时间'),
  exemptionUntil: day('豁免有效期至'),
  exemptionDocument: text('豁免文号'),
  hosting: word('部署位置', hostings),
  publicCloudAssessedOn: day('公有云评估时间'),
  dataSharing: yesNo('数据共享是否达标'),
  businessCoordination: yesNo('业务协同是否达标'),
  coConstruction: yesNo('是否共建共享'),
  platformConnected: yesNo('是否接入共享平台'),
  investmentFen: money('建设投资（万元）'),
} as const satisfies Record<string, Column>

export type RegisterColumn = keyof typeof registerColumns
export const registerColumnNames = Object.keys(registerColumns) as readonly RegisterColumn[]
export type RegisterValues = Record<RegisterColumn, RegisterValue>

/** In: a column and its value. Out: the words users read; 未知 for null. */
export function shown(column: RegisterColumn, value: RegisterValue): string {
  return value === null ? '未知' : registerColumns[column].show(value)
}
