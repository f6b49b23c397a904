import type { CatalogueItem } from '../../catalogue/index.ts'
import { synonymsOf } from '../../catalogue/words/index.ts'
import { soundOf } from './homophones.ts'
import { coreOf, gramsOf, tokensOf } from './words.ts'

/** One way to call a service: its tokens in order, and its grams. */
export interface Alias {
  tokens: readonly string[]
  grams: ReadonlySet<string>
}

/** The items of one name: a service (服务项) with its flavours, and the words by which it is found. */
export interface Service {
  items: readonly CatalogueItem[]
  name: string
  shared: boolean
  /** Name and aliases as tokens, whole and without what means nothing. */
  calls: readonly Alias[]
  /** Name, aliases and synonyms as they are written, without cores. */
  written: readonly string[]
  /** Every token of them. */
  words: ReadonlySet<string>
  /** Every token of its specifications and units: what may follow its name (NAT网关 小型, GPU云主机1卡). */
  details: ReadonlySet<string>
}

interface Document {
  service: Service
  /** How often each gram occurs, by the weight of the field it occurs in. */
  weights: ReadonlyMap<string, number>
  length: number
}

const nameWeight = 3
const specificationWeight = 1
const descriptionWeight = 0.3
/** The usual constants of BM25. */
const [k1, b] = [1.2, 0.75]

/** The services of an edition, to be found by words: two-character grams, BM25. */
export class ServiceIndex {
  readonly all: readonly Service[]
  readonly #documents: readonly Document[]
  readonly #rarity = new Map<string, number>()
  readonly #averageLength: number
  /** Names of three characters or more, by how they sound. */
  readonly #bySound = new Map<string, string>()
  readonly #soundLengths: readonly number[]

  constructor(items: readonly CatalogueItem[]) {
    const byName = new Map<string, CatalogueItem[]>()
    for (const item of items) {
      const name = `${item.group}/${item.name}`
      byName.set(name, [...(byName.get(name) ?? []), item])
    }
    this.all = [...byName.values()].map(familyOf)
    for (const { written } of this.all)
      for (const call of written)
        if (/^[\u4e00-\u9fff]{3,}$/.test(call)) this.#bySound.set(soundOf(call), call)
    this.#soundLengths = [...new Set([...this.#bySound.keys()].map(({ length }) => length))]
    this.#documents = this.all.map(documentOf)
    this.#averageLength =
      this.#documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, this.#documents.length)
    const holders = new Map<string, number>()
    for (const { weights } of this.#documents)
      for (const gram of weights.keys()) holders.set(gram, (holders.get(gram) ?? 0) + 1)
    for (const [gram, many] of holders)
      this.#rarity.set(gram, Math.log(1 + (this.all.length - many + 0.5) / (many + 0.5)))
  }

  /** In: folded words. Out: with names that were mistyped by one character of the same sound as they are written. */
  corrected(words: string): string {
    const sound = soundOf(words)
    let text = words
    for (let start = 0; start < words.length; start += 1)
      for (const length of this.#soundLengths) {
        const call = this.#bySound.get(sound.slice(start, start + length))
        if (call === undefined || call.length !== length) continue
        const said = words.slice(start, start + length)
        const wrong = [...call].flatMap((character, place) => (character === said[place] ? [] : [place]))
        // The last of three characters tells words apart too often: 服务器, 服务期.
        if (wrong.length === 1 && (length > 3 || wrong[0] !== length - 1))
          text = text.slice(0, start) + call + text.slice(start + length)
      }
    return text
  }

  /** In: words. Out: the services that share grams with them, best first, with BM25's score. */
  rank(words: string): { service: Service; score: number }[] {
    const grams = new Set(gramsOf(tokensOf(words)))
    return this.#documents
      .map(({ service, weights, length }) => {
        let score = 0
        for (const gram of grams) {
          const weight = weights.get(gram)
          if (weight === undefined) continue
          const saturated = (weight * (k1 + 1)) / (weight + k1 * (1 - b + (b * length) / this.#averageLength))
          score += (this.#rarity.get(gram) ?? 0) * saturated
        }
        return { service, score }
      })
      .filter(({ score }) => score > 0)
      .sort((left, right) => right.score - left.score)
  }
}

function familyOf(items: readonly CatalogueItem[]): Service {
  const name = items[0]?.name ?? ''
  const named = [name, ...items.flatMap(({ aliases }) => aliases), ...namedIn(items)]
  const known = [...new Set([...named, ...named.flatMap(synonymsOf)])]
  const called = [...new Set(known.flatMap((call) => [call, ...machinesCalled(call)]))]
  const calls = new Map<string, readonly string[]>()
  for (const call of called.flatMap((each) => [
    each,
    ...(isTelling(coreOf(each)) ? [coreOf(each)] : []),
    ...(each === name ? [withoutThing(each)] : []),
  ])) {
    for (const tokens of [tokensOf(call), tokensOf(call.replace(/(?<=[a-z]) (?=[a-z])/gi, ''))])
      if (tokens.length > 0) calls.set(tokens.join(' '), tokens)
  }
  return {
    items,
    name,
    shared: items.some(({ shared }) => shared),
    written: called,
    calls: [...calls.values()].map((tokens) => ({ tokens, grams: new Set(gramsOf(tokens)) })),
    words: new Set([...calls.values()].flat()),
    details: new Set(items.flatMap(({ specification, unit }) => tokensOf(`${specification} ${unit}`))),
  }
}

/** 统一用户 says which service is meant, 用户 by itself doesn't; nor 数据分析 without its 工具. */
const isTelling = (core: string) => !/^(?:用户|账号|消息|数据|数据分析|报表|信息|服务)$/.test(core)

const machineNouns = ['云主机', '云服务器', '服务器', '主机', '虚拟机', '虚机']
/** 信创云主机 is also called 信创服务器: whoever says one means the other. */
function machinesCalled(call: string): string[] {
  const noun = machineNouns.find((each) => call.endsWith(each))
  if (noun === undefined || !/^(?:.{2,})?$/.test(call.slice(0, -noun.length))) return []
  return machineNouns.map((each) => call.slice(0, -noun.length) + each)
}

/** 裸金属服务器 is also called 裸金属, 达梦数据库服务 达梦. */
function withoutThing(call: string): string {
  const short = call.replace(/(?:服务器|数据库)(?:服务)?$/, '')
  return short.length >= 2 ? short : call
}

/** A specification that is no measure is a name as well: 东方通TongWeb, 短信/政务微信/邮件. */
function namedIn(items: readonly CatalogueItem[]): string[] {
  const [only, ...others] = items
  if (only === undefined || others.length > 0) return []
  return only.specification.split(/[/、]/).filter((part) => /^[\u4e00-\u9fffA-Za-z]{4,}$/.test(part))
}

function documentOf(service: Service): Document {
  const weights = new Map<string, number>()
  let length = 0
  const put = (text: string, weight: number) => {
    for (const gram of gramsOf(tokensOf(text))) {
      weights.set(gram, Math.max(weights.get(gram) ?? 0, weight))
      length += weight
    }
  }
  for (const { tokens } of service.calls) put(tokens.join(' '), nameWeight)
  for (const { specification, description } of service.items) {
    put(specification, specificationWeight)
    put(description, descriptionWeight)
  }
  return { service, weights, length }
}
