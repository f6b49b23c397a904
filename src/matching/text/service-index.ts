import type { CatalogueItem } from '../../catalogue/index.ts'
import { synonymsOf } from '../../catalogue/words/index.ts'
import { soundOf } from './homophones.ts'
import { coreOf, gramsOf, tokensOf } from './words.ts'

/** A name by which a service is known: its tokens in order, and its grams. */
export interface Alias {
  tokens: readonly string[]
  grams: ReadonlySet<string>
}

/**
 * A service (服务项) as text is matched with it: the catalogue items of one group and name, which are its flavours, and the
 * words by which it is found.
 */
export interface Service {
  items: readonly CatalogueItem[]
  name: string
  shared: boolean
  /** Name, aliases and synonyms, whole and without what means nothing. */
  aliases: readonly Alias[]
  /** The same as they are written, whole only. */
  names: readonly string[]
  /** Every token of its aliases. */
  nameTokens: ReadonlySet<string>
  /** Every token of its specifications and units: what may follow its name (NAT网关 小型, GPU云主机1卡). */
  specificationTokens: ReadonlySet<string>
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
  readonly #idf = new Map<string, number>()
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
    this.all = [...byName.values()].map(serviceOf)
    for (const name of this.all.flatMap(({ names }) => names))
      if (/^[\u4e00-\u9fff]{3,}$/.test(name)) this.#bySound.set(soundOf(name), name)
    this.#soundLengths = [...new Set([...this.#bySound.keys()].map(({ length }) => length))]
    this.#documents = this.all.map(documentOf)
    this.#averageLength =
      this.#documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, this.#documents.length)
    const documentFrequency = new Map<string, number>()
    for (const { weights } of this.#documents)
      for (const gram of weights.keys()) documentFrequency.set(gram, (documentFrequency.get(gram) ?? 0) + 1)
    for (const [gram, many] of documentFrequency)
      this.#idf.set(gram, Math.log(1 + (this.all.length - many + 0.5) / (many + 0.5)))
  }

  /** In: folded words. Out: with names that were mistyped by one character of the same sound as they are written. */
  correctSpelling(words: string): string {
    const sound = soundOf(words)
    let text = words
    for (let start = 0; start < words.length; start += 1)
      for (const length of this.#soundLengths) {
        const name = this.#bySound.get(sound.slice(start, start + length))
        if (name === undefined || name.length !== length) continue
        const written = words.slice(start, start + length)
        const wrong = [...name].flatMap((character, place) => (character === written[place] ? [] : [place]))
        // The last of three characters tells words apart too often: 服务器, 服务期.
        if (wrong.length === 1 && (length > 3 || wrong[0] !== length - 1))
          text = text.slice(0, start) + name + text.slice(start + length)
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
          score += (this.#idf.get(gram) ?? 0) * saturated
        }
        return { service, score }
      })
      .filter(({ score }) => score > 0)
      .sort((left, right) => right.score - left.score)
  }
}

function serviceOf(items: readonly CatalogueItem[]): Service {
  const name = items[0]?.name ?? ''
  const own = [name, ...items.flatMap(({ aliases }) => aliases), ...namesInSpecification(items)]
  const known = [...new Set([...own, ...own.flatMap(synonymsOf)])]
  const names = [...new Set(known.flatMap((each) => [each, ...machineSynonyms(each)]))]
  const short = withoutGenericNoun(name)
  const aliases = new Map<string, Alias>()
  for (const each of [...names.flatMap((full) => [full, ...distinctiveCores(full)]), short])
    for (const tokens of [tokensOf(each), tokensOf(each.replace(/(?<=[a-z]) (?=[a-z])/gi, ''))])
      if (tokens.length > 0) aliases.set(tokens.join(' '), aliasOf(tokens))
  return {
    items,
    name,
    shared: items.some(({ shared }) => shared),
    names,
    aliases: [...aliases.values()],
    nameTokens: new Set([...aliases.values()].flatMap(({ tokens }) => tokens)),
    specificationTokens: new Set(
      items.flatMap(({ specification, unit }) => tokensOf(`${specification} ${unit}`)),
    ),
  }
}

/** In: the tokens of a name. Out: it as an alias. */
export function aliasOf(tokens: readonly string[]): Alias {
  return { tokens, grams: new Set(gramsOf(tokens)) }
}

/** 统一用户 says which service is meant, 用户 by itself doesn't; nor 数据分析 without its 工具. */
function distinctiveCores(name: string): string[] {
  const core = coreOf(name)
  return /^(?:用户|账号|消息|数据|数据分析|报表|信息|服务)$/.test(core) ? [] : [core]
}

const machineNouns = ['云主机', '云服务器', '服务器', '主机', '虚拟机', '虚机']
/** 信创云主机 is also known as 信创服务器: whoever writes one means the other. */
function machineSynonyms(name: string): string[] {
  const noun = machineNouns.find((each) => name.endsWith(each))
  if (noun === undefined || !/^(?:.{2,})?$/.test(name.slice(0, -noun.length))) return []
  return machineNouns.map((each) => name.slice(0, -noun.length) + each)
}

/** 裸金属服务器 is also known as 裸金属, 达梦数据库服务 as 达梦. */
function withoutGenericNoun(name: string): string {
  const short = name.replace(/(?:服务器|数据库)(?:服务)?$/, '')
  return short.length >= 2 ? short : name
}

/** A specification that is no measure is a name as well: 东方通TongWeb, 短信/政务微信/邮件. */
function namesInSpecification(items: readonly CatalogueItem[]): string[] {
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
  for (const { tokens } of service.aliases) put(tokens.join(' '), nameWeight)
  for (const { specification, description } of service.items) {
    put(specification, specificationWeight)
    put(description, descriptionWeight)
  }
  return { service, weights, length }
}
