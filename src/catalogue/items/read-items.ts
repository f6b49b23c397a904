import { AppError } from '../../platform/errors.ts'
import { fenOf, parseMoney } from '../../platform/money.ts'
import { type CatalogueItem, categories, publicPrice } from '../model.ts'
import { monthlyFenOf, plainPrice, readPrice } from '../pricing/index.ts'
import { type ColumnKey, columns, findHeader, type Header } from './columns.ts'
import type { RowFault } from './faults.ts'

const maxItems = 5_000

export interface ReadCatalogue {
  items: CatalogueItem[]
  faults: RowFault[]
  /** Headers nobody knows: their columns were not read. */
  unknownColumns: readonly string[]
}

/**
 * In: the rows of a spreadsheet. Out: its items in order, and every fault; blank rows are skipped.
 * An unclear value is a fault, never a guess. Throws unreadable-file when there is no usable header.
 */
export function readItems(table: readonly (readonly string[])[]): ReadCatalogue {
  const header = findHeader(table)
  if (header === null)
    throw new AppError(
      'unreadable-file',
      '前 10 行里没有找到表头。表头要有 编码、类别、服务名称、规格、单价（元/月）等列。',
    )
  if (header.doubled.length > 0)
    throw new AppError('unreadable-file', `表头里有重复的列：${header.doubled.join('、')}。请只留一列。`)
  if (header.missing.length > 0)
    throw new AppError('unreadable-file', `表头缺少这些列：${header.missing.join('、')}。请补上后重新上传。`)
  const faults: RowFault[] = []
  const items: CatalogueItem[] = []
  const firstRowOf = new Map<string, number>()
  for (const [place, cells] of table.entries()) {
    if (place <= header.row || cells.every((cell) => cell === '')) continue
    const row = new RowReader(header, cells, place + 1, faults)
    const item = readItem(row)
    const before = firstRowOf.get(item.code)
    if (before !== undefined) row.fault('code', item.code, `与第 ${before} 行重复`)
    else if (item.code !== '') firstRowOf.set(item.code, place + 1)
    items.push(item)
  }
  if (items.length === 0) throw new AppError('unreadable-file', '表头下面没有一行服务项。')
  if (items.length > maxItems)
    throw new AppError('too-large', `共有 ${items.length} 行，超过 ${maxItems} 行的上限。`)
  return { items, faults, unknownColumns: header.unknown }
}

function readItem(row: RowReader): CatalogueItem {
  const said: Unpriced = {
    code: row.code(),
    category: row.oneOf('category', categories, 'IaaS'),
    group: row.text('group', 40),
    name: row.text('name', 60),
    specification: row.text('specification', 100),
    unit: row.text('unit', 20),
    vcpu: row.whole('vcpu', 4_096),
    memoryGiB: row.whole('memoryGiB', 1_000_000),
    storageGiB: row.whole('storageGiB', 100_000_000),
    zones: row.list('zones', true),
    architecture: row.optionalText('architecture', 40),
    domestic: row.yesNo('domestic'),
    protectionLevel: row.level(),
    leadTimeWorkingDays: row.whole('leadTime', 365),
    availability: row.optionalText('availability', 40),
    shared: row.yesNo('shared'),
    aliases: row.list('aliases', false),
    description: row.optionalText('description', 500) ?? '',
    dependencies: row.codes('dependencies'),
    successor: row.codes('successor')[0] ?? null,
    pool: row.optionalText('pool', 40),
    poolCapacity: row.whole('poolCapacity', 100_000_000),
    poolUnits: row.whole('poolUnits', 1_000_000) || 1,
    quotaPerDepartment: row.whole('quota', 100_000_000),
  }
  return { ...said, ...row.price(said) }
}

type Unpriced = Omit<CatalogueItem, 'billing' | 'monthlyFen' | 'priceFormula' | 'price'>
type Priced = Pick<CatalogueItem, 'billing' | 'monthlyFen' | 'priceFormula' | 'price'>

const blank = new Set(['', '/', '／', '-', '—', '——', '无'])
const codePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/
const ruleExamples =
  '按规格：30.5元；包：每100GB为12.1元，超出每GB为0.13元；基价：5以内137.5元，每增1加88元；n为带宽兆数'
const yes = new Set(['是', '√', '✓', 'y', 'yes'])
const no = new Set(['否', '×', '✗', 'x', 'n', 'no', '不是'])
const levelWords = new Map(
  ['一', '二', '三', '四', '五'].flatMap((word, place) => [
    [`${word}级`, place + 1],
    [word, place + 1],
    [`${place + 1}级`, place + 1],
    [String(place + 1), place + 1],
  ]),
)

/** Reads the cells of one row; what can't be read becomes a fault, and a harmless value in its place. */
class RowReader {
  private readonly header: Header
  private readonly cells: readonly string[]
  private readonly number: number
  private readonly faults: RowFault[]

  constructor(header: Header, cells: readonly string[], number: number, faults: RowFault[]) {
    this.header = header
    this.cells = cells
    this.number = number
    this.faults = faults
    const surplus = cells.slice(header.width).filter((cell) => cell !== '')
    if (surplus.length > 0)
      faults.push({
        row: number,
        column: '',
        value: surplus.join('，').slice(0, 80),
        reason: `比表头多出 ${surplus.length} 格，可能是某格里的逗号没有加引号`,
      })
    this.refuseGarbage()
  }

  private refuseGarbage(): void {
    for (const [key, place] of this.header.places) {
      const cell = this.cells[place] ?? ''
      if (/[\p{Cc}\uFFFD]/u.test(cell.replace(/[\t\r\n]/g, '')))
        this.fault(key, cell, '有乱码或看不见的控制字符，请重新输入这一格')
    }
  }

  fault(key: ColumnKey, value: string, reason: string): void {
    this.faults.push({ row: this.number, column: columns[key].title, value: value.slice(0, 80), reason })
  }

  private cell(key: ColumnKey): string {
    const place = this.header.places.get(key)
    return place === undefined ? '' : (this.cells[place] ?? '')
  }

  /** The cell with full-width digits and letters folded: for everything that isn't prose. */
  private plain(key: ColumnKey): string {
    return this.cell(key).normalize('NFKC').trim()
  }

  text(key: ColumnKey, longest: number): string {
    const text = this.cell(key)
    if (text === '') this.fault(key, '', '不能为空')
    else if ([...text].length > longest) this.fault(key, text, `超过 ${longest} 个字`)
    return text
  }

  optionalText(key: ColumnKey, longest: number): string | null {
    return blank.has(this.cell(key)) ? null : this.text(key, longest)
  }

  code(): string {
    const code = this.plain('code')
    if (code === '') this.fault('code', '', '不能为空')
    else if (!codePattern.test(code))
      this.fault('code', code, '编码只能用字母、数字、点和横线，最多 40 个字符')
    return code
  }

  oneOf<T extends string>(key: ColumnKey, values: readonly T[], otherwise: T): T {
    const text = this.plain(key)
    const found = values.find((value) => value.toLowerCase() === text.toLowerCase())
    if (found === undefined) this.fault(key, text, `只能填 ${values.join('、')}`)
    return found ?? otherwise
  }

  whole(key: ColumnKey, largest: number): number | null {
    const text = this.plain(key)
    if (blank.has(text)) return null
    const value = /^\d{1,12}(\.0+)?$/.test(text) ? Number(text) : Number.NaN
    if (value <= largest) return value
    this.fault(key, text, `请填 0 到 ${largest} 的整数，没有就留空`)
    return null
  }

  yesNo(key: ColumnKey): boolean {
    const text = this.plain(key).toLowerCase()
    if (!yes.has(text) && !no.has(text)) this.fault(key, text, '请填 是 或 否')
    return yes.has(text)
  }

  level(): number | null {
    const text = this.plain('protectionLevel')
    if (blank.has(text)) return null
    const level = levelWords.get(text)
    if (level === undefined) this.fault('protectionLevel', text, '请填 一级 至 五级，没有就留空')
    return level ?? null
  }

  list(key: ColumnKey, required: boolean): string[] {
    const text = this.cell(key)
    const parts = text
      .split(/[;；、]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
    if (required && parts.length === 0) this.fault(key, text, '不能为空，多个之间用分号隔开')
    if (parts.some((part) => [...part].length > 40)) this.fault(key, text, '其中一项超过 40 个字')
    return [...new Set(parts)]
  }

  codes(key: ColumnKey): string[] {
    const codes = this.plain(key)
      .split(/[;、,]/)
      .map((part) => part.trim())
      .filter((part) => !blank.has(part))
    const wrong = codes.filter((code) => !codePattern.test(code))
    if (wrong.length > 0) this.fault(key, wrong.join('、'), '请填服务项的编码，多个之间用分号隔开')
    if (key === 'successor' && codes.length > 1) this.fault(key, codes.join('、'), '只能填一个编码')
    if (codes.length > 50) this.fault(key, codes.join('、'), '最多 50 个编码')
    return [...new Set(codes)]
  }

  /** By the rule (计价规则) where there is one, else by what 计费方式 and 单价 say. */
  price(said: Unpriced): Priced {
    const rule = this.cell('priceRule')
    if (blank.has(rule)) {
      const plain = this.plainPrice()
      const price = plainPrice({ ...said, ...plain })
      // A rule written into 计费方式 is taken as one; what is paid once or by the year is no price of a month.
      const isRule = plain.priceFormula !== null && readPrice(plain.priceFormula) !== null
      const isOther = price !== null && plain.monthlyFen !== null && monthlyFenOf(price) === null
      return { ...plain, ...(price !== null && (isRule || isOther) ? publicPrice(price) : {}), price }
    }
    const billing = this.text('billing', 120)
    const price = readPrice(rule)
    if (price === null) {
      this.fault('priceRule', rule, `读不懂这条计价规则，写法如 ${ruleExamples}`)
      return { billing, monthlyFen: fenOf(0), priceFormula: null, price }
    }
    const known = publicPrice(price)
    const text = this.plain('price').replace(/元$/, '')
    if (!blank.has(text) && parseMoney(text, 100) !== known.monthlyFen)
      this.fault('price', text, '与计价规则不一致：请改成一致的，或把单价留空')
    return { billing, ...known, price }
  }

  /** 包月 with a price, 免费 with none or 0, or 阶梯：formula without a price. */
  private plainPrice(): Omit<Priced, 'price'> {
    const billing = this.text('billing', 120)
    const text = this.plain('price').replace(/元$/, '')
    const [, kind, formula] = /^([^：:]+)[：:](.+)$/.exec(billing) ?? []
    if (kind !== undefined && formula !== undefined) {
      if (!blank.has(text)) this.fault('price', text, '计费方式里已经写了公式，单价要留空')
      return { billing: kind.trim(), monthlyFen: null, priceFormula: formula.trim() }
    }
    const free = billing === '免费'
    if (free && (blank.has(text) || text === '免费'))
      return { billing, monthlyFen: fenOf(0), priceFormula: null }
    const fen = parseMoney(text, 100)
    if (fen === null) this.fault('price', text, '不是金额，请填最多两位小数的元数，如 30.50')
    else if (free && fen > 0) this.fault('price', text, '计费方式是免费，单价要填 0')
    else if (!free && fen === 0) this.fault('price', text, '单价为 0 的，计费方式请填 免费')
    return { billing, monthlyFen: fen ?? fenOf(0), priceFormula: null }
  }
}
