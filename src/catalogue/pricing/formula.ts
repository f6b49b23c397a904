/**
 * Prices by formula: `阶梯：137.5+(n-5)×88`, in yuan, n being the size in the item's unit.
 * Grammar: sum = product (('+'|'-') product)*; product = factor (('×'|'*'|'/'|'÷') factor)*;
 * factor = number | 'n' | '-' factor | '(' sum ')'. A formula becomes a polynomial in n with exact coefficients.
 */
import { type Fen, fenOf } from '../../platform/money.ts'

/** An exact fraction; the denominator is positive. */
interface Fraction {
  over: bigint
  under: bigint
}
/** Coefficients by power of n. */
type Polynomial = readonly Fraction[]

export interface PriceFormula {
  coefficients: Polynomial
  /** Whether a larger n never costs less, for every n ≥ 0 from which prices are asked. */
  nondecreasing: boolean
}

const longest = 200
const highestPower = 4
class Unreadable extends Error {}

const fraction = (over: bigint, under: bigint): Fraction => {
  const common = gcd(over < 0n ? -over : over, under)
  return { over: over / common, under: under / common }
}
function gcd(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger === 0n ? 1n : larger
}
const zero: Fraction = { over: 0n, under: 1n }
const at = (polynomial: Polynomial, power: number) => polynomial[power] ?? zero
const plus = (a: Fraction, b: Fraction) => fraction(a.over * b.under + b.over * a.under, a.under * b.under)
const times = (a: Fraction, b: Fraction) => fraction(a.over * b.over, a.under * b.under)

function add(a: Polynomial, b: Polynomial, sign: bigint): Polynomial {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, power) =>
    plus(at(a, power), { over: sign * at(b, power).over, under: at(b, power).under }),
  )
}

function multiply(a: Polynomial, b: Polynomial): Polynomial {
  const product: Fraction[] = Array.from({ length: a.length + b.length - 1 }, () => zero)
  for (const [i, left] of a.entries())
    for (const [j, right] of b.entries()) product[i + j] = plus(product[i + j] ?? zero, times(left, right))
  while (product.length > 1 && product.at(-1)?.over === 0n) product.pop()
  if (product.length > highestPower + 1) throw new Unreadable()
  return product
}

function divide(a: Polynomial, b: Polynomial): Polynomial {
  const [by = zero] = b
  if (b.slice(1).some(({ over }) => over !== 0n) || by.over === 0n) throw new Unreadable()
  const inverse = by.over < 0n ? { over: -by.under, under: -by.over } : { over: by.under, under: by.over }
  return a.map((coefficient) => times(coefficient, inverse))
}

/** In: the text of a formula, a name before a colon and a closing 元 allowed. Out: null when it can't be read. */
export function readFormula(text: string): PriceFormula | null {
  const folded = text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  const body = folded.slice(folded.lastIndexOf(':') + 1).replace(/元(\/月)?$/, '')
  if (body.length > longest) return null
  const tokens = body.match(/\d+(?:\.\d+)?|[n()+\-×*/÷−]/g) ?? []
  if (tokens.join('') !== body) return null
  try {
    const reader = { tokens, place: 0 }
    const coefficients = readSum(reader)
    if (reader.place !== tokens.length) return null
    return { coefficients, nondecreasing: coefficients.slice(1).every(({ over }) => over >= 0n) }
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

interface Reader {
  tokens: readonly string[]
  place: number
}
function next(reader: Reader, among: RegExp): string | null {
  const token = reader.tokens[reader.place]
  if (token === undefined || !among.test(token)) return null
  reader.place += 1
  return token
}

function readSum(reader: Reader): Polynomial {
  let sum = readProduct(reader)
  for (let sign = next(reader, /^[+−-]$/); sign !== null; sign = next(reader, /^[+−-]$/))
    sum = add(sum, readProduct(reader), sign === '+' ? 1n : -1n)
  return sum
}

function readProduct(reader: Reader): Polynomial {
  let product = readFactor(reader)
  for (let sign = next(reader, /^[×*/÷]$/); sign !== null; sign = next(reader, /^[×*/÷]$/)) {
    const factor = readFactor(reader)
    product = sign === '×' || sign === '*' ? multiply(product, factor) : divide(product, factor)
  }
  return product
}

function readFactor(reader: Reader): Polynomial {
  if (next(reader, /^[−-]$/) !== null) return add([], readFactor(reader), -1n)
  if (next(reader, /^\($/) !== null) {
    const sum = readSum(reader)
    if (next(reader, /^\)$/) === null) throw new Unreadable()
    return sum
  }
  if (next(reader, /^n$/) !== null) return [zero, { over: 1n, under: 1n }]
  const number = next(reader, /^\d/)
  if (number === null) throw new Unreadable()
  const [whole = '', decimals = ''] = number.split('.')
  return [fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length))]
}

/** In: a formula in yuan and n. Out: the price in fen, half a fen rounded up; null below zero or beyond safe integers. */
export function priceAt({ coefficients }: PriceFormula, n: number): Fen | null {
  let yuan = zero
  for (const coefficient of [...coefficients].reverse())
    yuan = plus(times(yuan, { over: BigInt(n), under: 1n }), coefficient)
  if (yuan.over < 0n) return null
  const fen = Number((yuan.over * 200n + yuan.under) / (yuan.under * 2n))
  return Number.isSafeInteger(fen) ? fenOf(fen) : null
}
