import { AppError } from '../../platform/errors.ts'
import { fenOf, parseMoney } from '../../platform/money.ts'
import { cellAt, cellText, type Row } from '../../platform/spreadsheet/cells.ts'
import type { RowIssue } from '../../platform/spreadsheet/row-issues.ts'
import { readYesNo } from '../../platform/spreadsheet/values.ts'
import { type CatalogueItem, categories, publicPrice } from '../model.ts'
import { monthlyFenOf, plainPrice, readPrice } from '../pricing/index.ts'
import { type ColumnKey, columns, findHeader, type Header } from './columns.ts'

export const maxItems = 2_000
/** Characters of the longest cell, as in the form. */
const maxCharacters = 2_000

export interface ReadCatalogue {
  items: CatalogueItem[]
  issues: RowIssue[]
  /** Headers nobody knows: their columns were not read. */
  unknownColumns: readonly string[]
}

/**
 * In: the rows of a spreadsheet. Out: its items in order, and every issue.
 * An unclear value is an issue, never a guess. Throws unreadable-file when there is no usable header.
 */
export function readItems(table: readonly Row[]): ReadCatalogue {
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
  const issues: RowIssue[] = []
  const items: CatalogueItem[] = []
  const firstRowOf = new Map<string, number>()
  for (const row of table) {
    if (row.number <= header.row) continue
    const reader = new RowReader(header, row, issues)
    const item = readItem(reader)
    const before = firstRowOf.get(item.code)
    if (before !== undefined) reader.report('code', item.code, `与第 ${before} 行重复`)
    else if (item.code !== '') firstRowOf.set(item.code, row.number)
    items.push(item)
  }
  if (items.length === 0) throw new AppError('unreadable-file', '表头下面没有一行服务项。')
  if (items.length > maxItems)
    throw new AppError('too-large', `共有 ${items.length} 行，超过 ${maxItems} 行的上限。`)
  return { items, issues, unknownColumns: header.unknown }
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
const levelWords = new Map(
  ['一', '二', '三', '四', '五'].flatMap((word, place) => [
    [`${word}级`, place + 1],
    [word, place + 1],
    [`${place + 1}级`, place + 1],
    [String(place + 1), place + 1],
  ]),
)

/** Reads the cells of one row; what can't be read becomes an issue, and a harmless value in its place. */
class RowReader {
  private readonly header: Header
  private readonly row: Row
  private readonly issues: RowIssue[]

  constructor(header: Header, row: Row, issues: RowIssue[]) {
    this.header = header
    this.row = row
    this.issues = issues
    const surplus = row.cells.filter((_, index) => (row.columns[index] ?? 0) >= header.width)
    if (surplus.length > 0)
      issues.push({
        row: row.number,
        value: surplus.map(cellText).join('，').slice(0, 80),
        message: `比表头多出 ${surplus.length} 格，可能是某格里的逗号没有加引号`,
      })
    this.refuseGarbage()
  }

  private refuseGarbage(): void {
    for (const [key, place] of this.header.places) {
      const cell = cellAt(this.row, place)
      const text = cellText(cell)
      if (typeof cell === 'object' && cell !== null && 'broken' in cell) this.report(key, text, cell.broken)
      else if (/[\p{Cc}\uFFFD]/u.test(text.replace(/[\t\r\n]/g, '')))
        this.report(key, text, '有乱码或看不见的控制字符，请重新输入这一格')
      if (text.length > maxCharacters) this.report(key, text, `超过 ${maxCharacters} 个字`)
    }
  }

  report(key: ColumnKey, value: string, message: string): void {
    this.issues.push({
      row: this.row.number,
      column: columns[key].title,
      value: value.slice(0, 80),
      message,
    })
  }

  private cell(key: ColumnKey): string {
    const place = this.header.places.get(key)
    return place === undefined ? '' : cellText(cellAt(this.row, place)).trim().slice(0, maxCharacters)
  }

  /** The cell with full-width digits and letters folded: for everything that isn't prose. */
  private plain(key: ColumnKey): string {
    return this.cell(key).normalize('NFKC').trim()
  }

  text(key: ColumnKey, longest: number): string {
    const text = this.cell(key)
    if (text === '') this.report(key, '', '不能为空')
    else if ([...text].length > longest) this.report(key, text, `超过 ${longest} 个字`)
    return text
  }

  optionalText(key: ColumnKey, longest: number): string | null {
    return blank.has(this.cell(key)) ? null : this.text(key, longest)
  }

  code(): string {
    const code = this.plain('code')
    if (code === '') this.report('code', '', '不能为空')
    else if (!codePattern.test(code))
      this.report('code', code, '编码只能用字母、数字、点和横线，最多 40 个字符')
    return code
  }

  oneOf<T extends string>(key: ColumnKey, values: readonly T[], otherwise: T): T {
    const text = this.plain(key)
    const found = values.find((value) => value.toLowerCase() === text.toLowerCase())
    if (found === undefined) this.report(key, text, `只能填 ${values.join('、')}`)
    return found ?? otherwise
  }

  whole(key: ColumnKey, largest: number): number | null {
    const text = this.plain(key)
    if (blank.has(text)) return null
    const value = /^\d{1,12}(\.0+)?$/.test(text) ? Number(text) : Number.NaN
    if (value <= largest) return value
    this.report(key, text, `请填 0 到 ${largest} 的整数，没有就留空`)
    return null
  }

  yesNo(key: ColumnKey): boolean {
    const text = this.plain(key)
    const read = readYesNo(text)
    if (read.kind === 'value') return read.value
    this.report(key, text, '请填 是 或 否')
    return false
  }

  level(): number | null {
    const text = this.plain('protectionLevel')
    if (blank.has(text)) return null
    const level = levelWords.get(text)
    if (level === undefined) this.report('protectionLevel', text, '请填 一级 至 五级，没有就留空')
    return level ?? null
  }

  list(key: ColumnKey, required: boolean): string[] {
    const text = this.cell(key)
    const parts = text
      .split(/[;；、]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
    if (required && parts.length === 0) this.report(key, text, '不能为空，多个之间用分号隔开')
    if (parts.some((part) => [...part].length > 40)) this.report(key, text, '其中一项超过 40 个字')
    return [...new Set(parts)]
  }

  codes(key: ColumnKey): string[] {
    const codes = this.plain(key)
      .split(/[;、,]/)
      .map((part) => part.trim())
      .filter((part) => !blank.has(part))
    const wrong = codes.filter((code) => !codePattern.test(code))
    if (wrong.length > 0) this.report(key, wrong.join('、'), '请填服务项的编码，多个之间用分号隔开')
    if (key === 'successor' && codes.length > 1) this.report(key, codes.join('、'), '只能填一个编码')
    if (codes.length > 50) this.report(key, codes.join('、'), '最多 50 个编码')
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
      this.report('priceRule', rule, `读不懂这条计价规则，写法如 ${ruleExamples}`)
      return { billing, monthlyFen: fenOf(0), priceFormula: null, price }
    }
    const known = publicPrice(price)
    const text = this.plain('price').replace(/元$/, '')
    if (!blank.has(text) && parseMoney(text, 100) !== known.monthlyFen)
      this.report('price', text, '与计价规则不一致：请改成一致的，或把单价留空')
    return { billing, ...known, price }
  }

  /** 包月 with a price, 免费 with none or 0, or 阶梯：formula without a price. */
  private plainPrice(): Omit<Priced, 'price'> {
    const billing = this.text('billing', 120)
    const text = this.plain('price').replace(/元$/, '')
    const [, kind, formula] = /^([^：:]+)[：:](.+)$/.exec(billing) ?? []
    if (kind !== undefined && formula !== undefined) {
      if (!blank.has(text)) this.report('price', text, '计费方式里已经写了公式，单价要留空')
      return { billing: kind.trim(), monthlyFen: null, priceFormula: formula.trim() }
    }
    const free = billing === '免费'
    if (free && (blank.has(text) || text === '免费'))
      return { billing, monthlyFen: fenOf(0), priceFormula: null }
    const fen = parseMoney(text, 100)
    if (fen === null) this.report('price', text, '不是金额，请填最多两位小数的元数，如 30.50')
    else if (free && fen > 0) this.report('price', text, '计费方式是免费，单价要填 0')
    else if (!free && fen === 0) this.report('price', text, '单价为 0 的，计费方式请填 免费')
    return { billing, monthlyFen: fen ?? fenOf(0), priceFormula: null }
  }
}
