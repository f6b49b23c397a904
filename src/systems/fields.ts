/** Pure. */

import type { Fen } from '../platform/money.ts'
import type { Cell } from '../platform/spreadsheet/cells.ts'
import {
  type ParseResult,
  readCount,
  readDate,
  readMoney,
  readText,
  readWord,
  readYesNo,
} from '../platform/spreadsheet/values.ts'
import {
  dispositionWords,
  hostingWords,
  levelNames,
  levelWords,
  machineUnits,
  notYetWords,
  stageWords,
  yesNoWords,
  zoneWords,
} from './ledger-words.ts'
import { type RegisterColumn, type RegisterValue, registerColumns } from './register-columns.ts'
import { dispositions, hostings, networkZones, stages } from './words.ts'

/** A column of a ledger, and what a cell in it means. */
export interface LedgerField {
  label: string
  /** Where it goes: a register column, or the system's number, its unit, the unit's credit code. */
  target: RegisterColumn | 'code' | 'unit' | 'creditCode'
  /** Other headers for it, the better first; without brackets and blanks, 日期 as 时间. */
  synonyms: readonly string[]
  read: (cell: Cell | undefined) => ParseResult<string | number | boolean>
  /** What 无, / and dashes mean in it. */
  none: RegisterValue
  /** Headers must say which of the units this is, 元 or 万元, GB or TB. */
  unit?: 'yuan' | 'wan-yuan' | 'gb' | 'tb'
}

/** In: a cell of a date column. Out: the day, or that it has not come. */
export const readDay = (cell: Cell | undefined) => readDate(cell, notYetWords)

const textField = (
  target: LedgerField['target'],
  label: string,
  synonyms: readonly string[],
  longest = 200,
): LedgerField => ({ target, label, synonyms, none: null, read: (cell) => readText(cell, longest) })
const dayField = (
  target: RegisterColumn,
  synonyms: readonly string[],
  none: 'infinity' | null = 'infinity',
): LedgerField => ({ target, label: registerColumns[target].label, synonyms, none, read: readDay })
const yesNoField = (target: RegisterColumn, synonyms: readonly string[]): LedgerField => ({
  target,
  label: registerColumns[target].label,
  synonyms,
  none: null,
  read: (cell) => readYesNo(cell, yesNoWords),
})
const countField = (target: RegisterColumn, label: string, synonyms: readonly string[], factor = 1) => ({
  target,
  label,
  synonyms,
  none: null,
  read: (cell: Cell | undefined) => readCount(cell, factor, machineUnits),
})
const moneyField = (
  target: RegisterColumn,
  label: string,
  synonyms: readonly string[],
  unit: 'yuan' | 'wan-yuan',
) => ({
  target,
  label,
  synonyms,
  unit,
  none: null,
  read: (cell: Cell | undefined): ParseResult<Fen> => readMoney(cell, unit === 'yuan' ? 100 : 1_000_000),
})
const wordField = <T extends string | number>(
  target: RegisterColumn,
  synonyms: readonly string[],
  words: ReadonlyMap<string, T>,
  allowed: readonly string[],
): LedgerField => ({
  target,
  label: registerColumns[target].label,
  synonyms,
  none: null,
  read: (cell) => readWord(cell, words, allowed.join('、')),
})

const investment = [
  '建设投资',
  '建设资金',
  '投资额',
  '投资金额',
  '项目投资',
  '总投资',
  '建设费用',
  '建设投资额',
]
const operations = [
  '年运维费',
  '年运维费用',
  '年度运维费',
  '年度运维费用',
  '运维费',
  '运维费用',
  '运维经费',
  '年运维经费',
  '年度运维经费',
]
const storage = ['存储', '存储容量', '磁盘', '存储空间']

/** Every column a ledger can have, in the order of the export. The key is how a corrected match names it. */
export const ledgerFields = {
  code: textField(
    'code',
    '系统编号',
    ['信息系统编号', '系统编码', '系统代码', '系统序号', '编号', '编码'],
    64,
  ),
  name: textField('name', '系统名称', [
    '信息系统名称',
    '政务信息系统名称',
    '应用系统名称',
    '业务系统名称',
    '系统全称',
    '平台名称',
    '系统',
    '信息系统',
    '项目名称',
  ]),
  unit: textField(
    'unit',
    '主管单位',
    [
      '主管部门',
      '建设单位',
      '单位名称',
      '所属单位',
      '责任单位',
      '使用单位',
      '单位',
      '所属部门',
      '责任部门',
      '部门名称',
      '部门',
      '业主单位',
      '填报单位',
    ],
    100,
  ),
  creditCode: textField(
    'creditCode',
    '统一社会信用代码',
    ['信用代码', '社会信用代码', '单位信用代码', '统一信用代码'],
    40,
  ),
  contactOffice: textField('contactOffice', '联系科室', ['业务科室', '责任科室', '使用科室', '科室']),
  contactPhone: textField('contactPhone', '联系电话', ['电话', '联系方式', '联系人电话', '办公电话'], 100),
  builtOn: dayField('builtOn', ['建设完成时间', '建成投用时间']),
  investment: moneyField('investmentFen', '建设投资（万元）', investment, 'wan-yuan'),
  operations: moneyField('annualOperationsFen', '年运维费（万元）', operations, 'wan-yuan'),
  hosting: wordField(
    'hosting',
    ['部署方式', '部署地点', '部署环境', '部署情况', '现部署位置'],
    hostingWords,
    Object.values(hostings),
  ),
  networkZone: wordField(
    'networkZone',
    ['所在网络', '部署网络', '网络类型', '网络环境', '运行网络', '接入网络'],
    zoneWords,
    Object.values(networkZones),
  ),
  protectionLevel: wordField(
    'protectionLevel',
    ['等保等级', '等级保护', '等级保护级别', '网络安全等级', '安全保护等级', '等保定级', '等保'],
    levelWords,
    levelNames,
  ),
  classified: yesNoField('classified', ['涉密', '是否涉密系统', '是否为涉密系统']),
  platformConnected: yesNoField('platformConnected', [
    '是否接入数据共享平台',
    '是否接入共享交换平台',
    '接入共享平台',
  ]),
  dataSharing: yesNoField('dataSharing', ['数据共享', '是否数据共享', '数据共享达标']),
  businessCoordination: yesNoField('businessCoordination', ['业务协同', '是否业务协同', '业务协同达标']),
  vcpu: countField('vcpu', 'CPU（核）', ['CPU', 'CPU核数', 'VCPU', '处理器', 'CPU数量']),
  memory: countField('memoryGiB', '内存（GB）', ['内存', '内存容量', '内存大小']),
  storage: { ...countField('storageGiB', '存储（GB）', storage), unit: 'gb' },
  disposition: wordField(
    'disposition',
    ['处置方式', '处置结论', '处置建议', '处置类型'],
    dispositionWords,
    Object.values(dispositions),
  ),
  wave: textField('wave', '迁移批次', ['批次', '上云批次']),
  migrationDueOn: dayField(
    'migrationDueOn',
    ['要求迁移完成时间', '要求上云时间', '完成时限', '迁移期限', '计划完成时间', '计划上云时间'],
    null,
  ),
  stage: wordField(
    'stage',
    ['迁移阶段', '所处阶段', '当前进展', '工作阶段', '阶段'],
    stageWords,
    Object.values(stages),
  ),
  migratedOn: dayField('migratedOn', ['上云确认时间', '确认时间', '迁移完成时间', '实际上云时间']),
  exemptionDocument: textField('exemptionDocument', '豁免文号', ['豁免批复文号', '豁免文件文号', '豁免文件']),
  exemptionUntil: dayField('exemptionUntil', ['豁免有效期', '豁免到期时间', '豁免期限', '豁免截止时间']),
  acceptedOn: dayField('acceptedOn', ['验收时间', '项目验收时间']),
  acceptanceFiledOn: dayField('acceptanceFiledOn', ['竣工验收备案时间', '备案时间']),
  notes: textField('notes', '备注', ['说明', '备注说明'], 2_000),

  investmentYuan: moneyField('investmentFen', '建设投资（元）', investment, 'yuan'),
  operationsYuan: moneyField('annualOperationsFen', '年运维费（元）', operations, 'yuan'),
  storageTb: { ...countField('storageGiB', '存储（TB）', storage, 1_024), unit: 'tb' },
  emergency: yesNoField('emergency', ['应急项目', '是否应急']),
  approvedOn: dayField('approvedOn', ['立项时间', '项目批复时间', '批复时间']),
  constructionStartedOn: dayField('constructionStartedOn', ['开工建设时间', '建设开始时间']),
  liveOn: dayField('liveOn', ['上线运行时间', '投入使用时间', '启用时间', '投用时间']),
  contractSignedOn: dayField('contractSignedOn', ['合同时间', '签订合同时间']),
  contractFiledOn: dayField('contractFiledOn', []),
  publicCloudAssessedOn: dayField('publicCloudAssessedOn', ['公有云安全评估时间']),
  coConstruction: yesNoField('coConstruction', ['共建共享', '是否共建']),
} as const satisfies Record<string, LedgerField>

export type FieldId = keyof typeof ledgerFields
export const fieldIds = Object.keys(ledgerFields) as readonly FieldId[]

export function isFieldId(id: string): id is FieldId {
  return Object.hasOwn(ledgerFields, id)
}

/** In: a field's key. Out: the field. */
export function fieldOf(id: FieldId): LedgerField {
  return ledgerFields[id]
}
