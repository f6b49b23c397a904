import { fenOf, inYuan } from '../../platform/money.ts'
import { type Price, type PriceShape, rateOfOneFen, wholeFen } from './price.ts'

/**
 * In: a price. Out: its rule (计价规则) as a spreadsheet carries it, the text that `readPrice` reads back to the same
 * price: `包：每100GB为12.1元，超出每GB为0.13元；最少2；按年`.
 */
export function writePrice({ shape, period, minimumQuantity, minimumFen }: Price): string {
  const parts = [
    writeShape(shape),
    'variable' in shape && shape.variable !== null ? `n为${shape.variable}` : '',
    minimumQuantity === null ? '' : `最少${minimumQuantity}`,
    minimumFen === null ? '' : `最低${yuanOfFen(minimumFen)}元`,
    period === 'year' ? '按年' : '',
  ]
  return parts.filter((part) => part !== '').join('；')
}

function writeShape(shape: PriceShape): string {
  switch (shape.kind) {
    case 'free':
      return '免费'
    case 'flavour':
      return `按规格：${yuanOfFen(shape.fen)}元`
    case 'unit':
      return `按量：${yuanOfRate(shape.rate)}元`
    case 'machine':
      return `按台：${yuanOfFen(shape.fen)}元`
    case 'once':
      return `一次性：${yuanOfFen(shape.fen)}元`
    case 'pack': {
      const { size, measure, fen, overage } = shape
      const beyond = overage === null ? '' : `，超出每${measure}为${yuanOfRate(overage)}元`
      return `包：每${size}${measure}为${yuanOfFen(fen)}元${beyond}`
    }
    case 'steps': {
      const steps = shape.steps.map(
        ({ upTo, rate }) => `${upTo === null ? '以上' : `${upTo}以内`}${yuanOfRate(rate)}元`,
      )
      return `${shape.graduated ? '阶梯累进' : '阶梯全额'}：${steps.join('，')}`
    }
    case 'base':
      return `基价：${shape.included}以内${yuanOfFen(shape.base)}元，每增${shape.increment}加${yuanOfRate(shape.rate)}元`
    case 'formula':
      return `公式：${shape.text}`
  }
}

/** 3050 fen → "30.5", exact. */
export function yuanOfFen(fen: number): string {
  return yuanOfRate(fen * rateOfOneFen)
}

/** 390000 millionths → "0.39", exact. */
export function yuanOfRate(rate: number): string {
  const one = rateOfOneFen * 100
  const decimals = String(rate % one)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return decimals === '' ? String(Math.floor(rate / one)) : `${Math.floor(rate / one)}.${decimals}`
}

/** In: a price and the item's unit. Out: the price in words, as a reader of the catalogue gets it. */
export function sayPrice(price: Price, unit: string): string {
  const { shape, period, minimumQuantity, minimumFen } = price
  const each = period === 'year' ? '每年' : '每月'
  const words = [
    sayShape(shape, unit, each),
    minimumQuantity === null ? '' : `不足 ${minimumQuantity} ${unit}的按 ${minimumQuantity} ${unit}计`,
    minimumFen === null ? '' : `${each}最低 ${inYuanOf(minimumFen)} 元`,
  ]
  return words.filter((part) => part !== '').join('，')
}

function sayShape(shape: PriceShape, unit: string, each: string): string {
  switch (shape.kind) {
    case 'free':
      return '免费'
    case 'flavour':
      return `每${unit}${each} ${inYuanOf(shape.fen)} 元`
    case 'unit':
      return `每 ${unit} ${each} ${inYuanOfRate(shape.rate)} 元，按用量乘`
    case 'machine':
      return `每台受保护的主机${each} ${inYuanOf(shape.fen)} 元，按主机台数乘`
    case 'once':
      return `每${unit}一次性 ${inYuanOf(shape.fen)} 元，以后不再收`
    case 'pack': {
      const beyond =
        shape.overage === null ? '' : `，超出部分每 ${shape.measure} 另收 ${inYuanOfRate(shape.overage)} 元`
      return `每包 ${shape.size} ${shape.measure}，${each} ${inYuanOf(shape.fen)} 元${beyond}`
    }
    case 'steps': {
      const name = shape.variable ?? unit
      const steps = shape.steps.map(({ upTo, rate }, place) => {
        const from = (shape.steps[place - 1]?.upTo ?? 0) + 1
        return `${upTo === null ? `${from} 及以上` : `${from} 至 ${upTo}`}的，每 1 ${each} ${inYuanOfRate(rate)} 元`
      })
      return `按${name}${shape.graduated ? '分档，各档分别计价' : '所到的一档全部计价'}：${steps.join('；')}`
    }
    case 'base': {
      const name = shape.variable ?? unit
      return `按${name}：${shape.included} 以内${each} ${inYuanOf(shape.base)} 元，此后每增加 ${shape.increment} 加 ${inYuanOfRate(shape.rate)} 元`
    }
    case 'formula':
      return `${each} ${shape.text} 元，n 为${shape.variable ?? `${unit}数`}`
  }
}

const inYuanOf = (fen: number) => inYuan(fenOf(fen))

/** 390000 millionths → "0.39"; below a fen as exact as it is: "0.0008". */
function inYuanOfRate(rate: number): string {
  const fen = wholeFen(rate)
  return fen === null ? yuanOfRate(rate) : inYuan(fen)
}
