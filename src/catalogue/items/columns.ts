/** Pure. */

import { cellText, type Row } from '../../platform/spreadsheet/cells.ts'
import { type CatalogueItem, levelInChinese } from '../model.ts'
import { plainPrice, writePrice } from '../pricing/index.ts'

/** The columns of a catalogue as a spreadsheet: what it is exported as can be imported again. */
export const columns = {
  code: { title: '编码', synonyms: ['服务编码', '项目编码', '目录编码', '代码'] },
  category: { title: '类别', synonyms: ['服务类别', '大类', '服务类型'] },
  group: { title: '子类', synonyms: ['服务子类', '小类', '分组'] },
  name: { title: '服务名称', synonyms: ['名称', '服务', '服务项', '服务项名称'] },
  specification: { title: '规格', synonyms: ['服务规格', '规格型号', '配置'] },
  unit: { title: '计量单位', synonyms: ['单位', '计价单位'] },
  billing: { title: '计费方式', synonyms: ['计费', '收费方式'] },
  price: { title: '单价（元/月）', synonyms: ['单价(元/月)', '价格（元/月）', '月单价（元）', '元/月'] },
  vcpu: { title: 'vCPU（核）', synonyms: ['CPU（核）', '核数', 'vCPU'] },
  memoryGiB: { title: '内存（GB）', synonyms: ['内存（G）', '内存（GiB）'] },
  storageGiB: { title: '存储（GB）', synonyms: ['存储（G）', '存储（GiB）', '磁盘（GB）'] },
  zones: { title: '网络区域', synonyms: ['区域', '网络', '部署区域'] },
  architecture: { title: '技术路线', synonyms: ['架构', 'CPU架构'] },
  domestic: { title: '信创', synonyms: ['是否信创', '国产化'] },
  protectionLevel: { title: '等保最高级别', synonyms: ['等保级别', '等保', '最高等保级别'] },
  leadTime: { title: '开通时限（工作日）', synonyms: ['开通时限', '交付时限（工作日）'] },
  availability: { title: '可用性承诺', synonyms: ['可用性', 'SLA'] },
  shared: { title: '公共应用支撑', synonyms: ['是否公共应用支撑', '统建共用', '不得重复建设'] },
  aliases: { title: '别名', synonyms: ['俗称', '同义词'] },
  description: { title: '服务说明', synonyms: ['说明', '备注', '描述'] },
  priceRule: { title: '计价规则', synonyms: ['价格规则'] },
  dependencies: { title: '必配服务项', synonyms: ['依赖项', '依赖', '必须同时订购'] },
  successor: { title: '后继服务项', synonyms: ['替代服务项', '后继', '升级至'] },
  pool: { title: '资源池', synonyms: ['所属资源池'] },
  poolCapacity: { title: '资源池总量', synonyms: ['容量', '总容量', '可供总量'] },
  poolUnits: { title: '每单位占用', synonyms: ['占用资源池'] },
  quota: { title: '每部门限额', synonyms: ['部门限额', '部门配额', '配额'] },
} as const satisfies Record<string, { title: string; synonyms: readonly string[] }>

export type ColumnKey = keyof typeof columns
export const columnKeys = Object.keys(columns) as ColumnKey[]

/** Columns a file may do without. All others must be there, so that no attribute is lost to a misspelt header. */
const optional: ReadonlySet<ColumnKey> = new Set([
  'architecture',
  'availability',
  'aliases',
  'description',
  'priceRule',
  'dependencies',
  'successor',
  'pool',
  'poolCapacity',
  'poolUnits',
  'quota',
])

function folded(header: string): string {
  return header.normalize('NFKC').replace(/\s/g, '').toLowerCase()
}

const keyByHeader = new Map<string, ColumnKey>(
  columnKeys.flatMap((key) =>
    [columns[key].title, ...columns[key].synonyms].map((name) => [folded(name), key]),
  ),
)

/** A header row found in a table. */
export interface Header {
  /** The row's number. */
  row: number
  places: ReadonlyMap<ColumnKey, number>
  missing: readonly string[]
  /** Headers that stand for two columns at once. */
  doubled: readonly string[]
  /** Headers nobody knows; their columns are not read. */
  unknown: readonly string[]
  /** How many columns it has, where the file says so. */
  width: number
}

/** In: a table. Out: the best header among its first ten rows, or null when none of them looks like one. */
export function findHeader(table: readonly Row[]): Header | null {
  let best: Header | null = null
  for (const row of table.slice(0, 10)) {
    const header = readHeader(row)
    if (header.places.size > (best?.places.size ?? 3)) best = header
  }
  return best
}

function readHeader({
  number: row,
  columns: columnsOfRow,
  cells,
  fields = Number.POSITIVE_INFINITY,
}: Row): Header {
  const places = new Map<ColumnKey, number>()
  const doubled: string[] = []
  const unknown: string[] = []
  for (const [index, cell] of cells.entries()) {
    const text = cellText(cell).trim()
    const key = keyByHeader.get(folded(text))
    if (key === undefined) unknown.push(text)
    else if (places.has(key)) doubled.push(columns[key].title)
    else places.set(key, columnsOfRow[index] ?? index)
  }
  const missing = columnKeys
    .filter((key) => !places.has(key) && !optional.has(key))
    .map((key) => columns[key].title)
  return { row, places, missing, doubled, unknown, width: fields }
}

/** The rule, unless 计费方式, 单价 and 服务说明 say the same price in the way they always did. */
export function ruleOf(item: CatalogueItem): string | null {
  if (item.price === null) return null
  const rule = writePrice(item.price)
  if (item.priceFormula === rule) return rule
  const plain = plainPrice(item)
  return plain !== null && writePrice(plain) === rule ? null : rule
}

const yesNo = (value: boolean) => (value ? '是' : '否')

/** In: an item. Out: its cells in the order of `columns`; numbers stay numbers, the price is exact text in 元. */
export function cellsOf(item: CatalogueItem): (string | number | null)[] {
  const cells = cellsByKey(item)
  return columnKeys.map((key) => cells[key])
}

/** The same by column. */
export function cellsByKey(item: CatalogueItem): Record<ColumnKey, string | number | null> {
  return {
    code: item.code,
    category: item.category,
    group: item.group,
    name: item.name,
    specification: item.specification,
    unit: item.unit,
    // With a rule of its own, the formula is that rule, in its own column.
    billing:
      item.priceFormula === null || ruleOf(item) !== null
        ? item.billing
        : `${item.billing}：${item.priceFormula}`,
    price: item.monthlyFen === null ? null : plainYuan(item.monthlyFen),
    vcpu: item.vcpu,
    memoryGiB: item.memoryGiB,
    storageGiB: item.storageGiB,
    zones: item.zones.join(';'),
    architecture: item.architecture,
    domestic: yesNo(item.domestic),
    protectionLevel: item.protectionLevel === null ? null : levelInChinese(item.protectionLevel),
    leadTime: item.leadTimeWorkingDays,
    availability: item.availability,
    shared: yesNo(item.shared),
    aliases: item.aliases.join(';'),
    description: item.description,
    priceRule: ruleOf(item),
    dependencies: item.dependencies.join(';'),
    successor: item.successor,
    pool: item.pool,
    poolCapacity: item.poolCapacity,
    poolUnits: item.poolUnits === 1 ? null : item.poolUnits,
    quota: item.quotaPerDepartment,
  }
}

/** 123456 → 1234.56, read back exactly: a price below 9 × 10¹³ fen has no more digits than a double keeps. */
function plainYuan(fen: number): number {
  return fen / 100
}
