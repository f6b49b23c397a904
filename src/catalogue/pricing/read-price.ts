import { readFormula } from './formula.ts'
import { type Price, type PriceShape, priceSchema, rateOfOneFen, shapeSchema } from './price.ts'

const longest = 500

/** In: a rule (计价规则) as `writePrice` writes it, typed by hand or not. Out: the price, or null when it can't be read. */
export function readPrice(text: string): Price | null {
  if (text.length > longest) return null
  const [head = '', ...modifiers] = text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .split(/;|；/)
    .filter((part) => part !== '')
  const said = {
    variable: null as string | null,
    least: null as number | null,
    lowest: null as number | null,
  }
  let period: Price['period'] = 'month'
  for (const modifier of modifiers) {
    const [, variable] = /^n为(.+)$/.exec(modifier) ?? []
    const [, least] = /^最少(\d{1,10})$/.exec(modifier) ?? []
    const [, lowest] = /^最低(\d[\d.]*)元$/.exec(modifier) ?? []
    if (variable !== undefined) said.variable = variable
    else if (least !== undefined) said.least = Number(least)
    else if (lowest !== undefined) said.lowest = fenIn(lowest)
    else if (modifier === '按年') period = 'year'
    else return null
  }
  const shape = readShape(head, said.variable)
  // What the schema refuses (zero, too much, a variable where nothing is counted) is no price.
  if (shape === null || (said.variable !== null && !('variable' in shape))) return null
  return accepted({ shape, period, minimumQuantity: said.least, minimumFen: said.lowest })
}

function accepted(price: unknown): Price | null {
  const parsed = priceSchema.safeParse(price)
  return parsed.success ? parsed.data : null
}

/** A shape before the schema has looked at it: amounts may still be NaN. */
type Loose = { kind: PriceShape['kind']; variable?: string | null } & Record<string, unknown>

function readShape(head: string, variable: string | null): Loose | null {
  if (head === '免费') return { kind: 'free' }
  const [, word, body] = /^([^:]+):(.+)$/.exec(head) ?? []
  if (body === undefined) return null
  switch (word) {
    case '按规格':
      return { kind: 'flavour', fen: fenIn(amountIn(body)) }
    case '按量':
      return { kind: 'unit', rate: rateIn(amountIn(body)) }
    case '按台':
      return { kind: 'machine', fen: fenIn(amountIn(body)) }
    case '一次性':
      return { kind: 'once', fen: fenIn(amountIn(body)) }
    case '包':
      return readPack(body)
    case '阶梯累进':
    case '阶梯全额':
      return { kind: 'steps', graduated: word === '阶梯累进', steps: body.split(',').map(readStep), variable }
    case '基价':
      return readBase(body, variable)
    case '公式':
      return { kind: 'formula', text: body, variable }
    default:
      return null
  }
}

function readPack(body: string): Loose | null {
  const found = /^每(\d{1,10})(\D+?)为(\d[\d.]*)元(?:,超出每(\D+?)为(\d[\d.]*)元)?$/.exec(body)
  if (found === null || (found[4] !== undefined && found[4] !== found[2])) return null
  const [, size, measure, fen = '', , overage] = found
  return {
    kind: 'pack',
    size: Number(size),
    measure,
    fen: fenIn(fen),
    overage: overage === undefined ? null : rateIn(overage),
  }
}

function readStep(text: string): { upTo: number | null; rate: number } {
  const [, upTo, rate = ''] = /^(?:(\d{1,10})以内|以上)(\d[\d.]*)元$/.exec(text) ?? []
  return { upTo: upTo === undefined ? null : Number(upTo), rate: rateIn(rate) }
}

function readBase(body: string, variable: string | null): Loose | null {
  const found = /^(\d{1,10})以内(\d[\d.]*)元,每增(\d{1,10})加(\d[\d.]*)元$/.exec(body)
  if (found === null) return null
  const [, included, base = '', increment, rate = ''] = found
  return {
    kind: 'base',
    included: Number(included),
    base: fenIn(base),
    increment: Number(increment),
    rate: rateIn(rate),
    variable,
  }
}

const amountIn = (body: string) => /^(\d[\d.]*)元$/.exec(body)?.[1] ?? ''

/** "0.39" → 390000 millionths; NaN when it is no amount or finer than they are. */
function rateIn(text: string): number {
  const [, yuan, decimals = ''] = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text) ?? []
  return yuan === undefined ? Number.NaN : Number(yuan) * rateOfOneFen * 100 + Number(decimals.padEnd(6, '0'))
}

/** "30.5" → 3050 fen; NaN when it is no amount or finer than fen. */
function fenIn(text: string): number {
  const rate = rateIn(text)
  return rate % rateOfOneFen === 0 ? rate / rateOfOneFen : Number.NaN
}

/** The columns that said what an item costs before there were rules: 计费方式, 单价 and what stands around them. */
export interface PlainPrice {
  billing: string
  monthlyFen: number | null
  priceFormula: string | null
  unit: string
  specification: string
  description: string
  vcpu: number | null
  storageGiB: number | null
}

const measures = /^(GB|G|TB|T|MB|M|Mbps|CU|核|次|千次|万次|条|小时|QPS|用户|点)$/i

/** In: an item's plain columns. Out: the price they say, or null when its formula is one that no machine can read. */
export function plainPrice(item: PlainPrice): Price | null {
  const rule = item.monthlyFen === null && item.priceFormula !== null ? readPrice(item.priceFormula) : null
  if (rule !== null) return rule
  const shape = plainShape(item)
  if (shape === null) return null
  const [, least] = /起步(\d{1,9})/.exec(item.description.normalize('NFKC').replace(/\s+/g, '')) ?? []
  return accepted({
    shape,
    period: /^包年$|^按年$/.test(item.billing) ? 'year' : 'month',
    minimumQuantity: least === undefined || shape.kind === 'free' ? null : Number(least),
    minimumFen: null,
  })
}

function plainShape(item: PlainPrice): Loose | null {
  const { monthlyFen: fen, priceFormula } = item
  if (fen === null) return priceFormula === null ? null : formulaShape(priceFormula, item)
  if (fen === 0) return { kind: 'free' }
  if (item.billing === '一次性') return { kind: 'once', fen }
  if (item.unit === '台' && item.vcpu === null && /按(主机|台|服务器)/.test(item.specification))
    return { kind: 'machine', fen }
  if (item.unit === '包' && item.storageGiB !== null && item.storageGiB > 0)
    return { kind: 'pack', fen, size: item.storageGiB, measure: 'GB', overage: null }
  return measures.test(item.unit) ? { kind: 'unit', rate: fen * rateOfOneFen } : { kind: 'flavour', fen }
}

/** A formula as it was written before: 137.5+(n-5)×88 is a base and an increment, 88×n so much a unit. */
function formulaShape(text: string, { unit, description }: PlainPrice): Loose | null {
  if (readFormula(text) === null) return null
  const [, said] = /n\s*为\s*([^，。；,;\s]{1,40})/i.exec(description) ?? []
  // "n 为条数" counts what the unit counts; "n 为带宽兆数" is a size of each 条.
  const variable = said === undefined || said.includes(unit) ? null : said
  const folded = text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  const base = /^(\d+(?:\.\d+)?)\+\(n-(\d{1,9})\)[×*](\d+(?:\.\d+)?)$/.exec(folded)
  const [, fixed = '', included, each = ''] = base ?? []
  const shape = {
    kind: 'base' as const,
    base: fenIn(fixed),
    included: Number(included),
    increment: 1,
    rate: rateIn(each),
    variable,
  }
  return shapeSchema.safeParse(shape).success ? shape : { kind: 'formula', text, variable }
}
