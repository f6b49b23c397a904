import type { Certainty } from '../model.ts'
import { type Alias, aliasOf, type Service, type ServiceIndex } from './service-index.ts'
import { coreOf, describedIn, foldText, isEmpty, tokensOf } from './words.ts'

/** How certain it must be before a service is named; measured on phrases/sealed.json. */
const thresholds = {
  /** A name this long, found whole at the end of the phrase, is certain whatever comes before it. */
  wholeName: 4,
  /** A shorter name must make up this share of the phrase. */
  shareOfShortName: { 3: 0.65, 2: 0.8 } as Readonly<Record<number, number>>,
  /** The last tokens of a name, this many, are the whole phrase: 漏洞扫描 of 网站漏洞扫描. */
  headOfName: 4,
  /** Found in part: this share of the name, and of the phrase. */
  shareOfName: 0.65,
  shareOfPhrase: 0.8,
}

/** Nothing but a 等保 level, with what belongs to reaching it: the package of that level is meant. */
const levelOnly =
  /^(?:等(?:级)?保(?:护)?([一二三])级|([一二三])级等(?:级)?保(?:护)?)(?:整改|加固|安全|防护|全套|配套|服务|建设|套餐|包|产品|[一二两三\d]+[套个])+$|^([一二三])级等保$/

interface Candidate {
  service: Service
  /** Tokens of its name found in the phrase. */
  found: number
  /** Where the name ends in the phrase: later is nearer to what is requested. */
  end: number
  whole: boolean
}

/** In: a phrase. Out: the service that it certainly means, or null. */
export function findService(services: ServiceIndex, phrase: string): Service | null {
  const level = levelOnly.exec(foldText(phrase))
  if (level !== null) {
    const name = `等保${level[1] ?? level[2] ?? level[3]}级`
    return services.all.find((service) => service.name.includes(name)) ?? null
  }
  const described = describedIn(phrase)
  return serviceNamed(services, phrase) ?? (described === null ? null : serviceNamed(services, described))
}

function serviceNamed(services: ServiceIndex, phrase: string): Service | null {
  if (isEmpty(phrase)) return null
  const whole = tokensOf(phrase)
  const core = aliasOf(tokensOf(coreOf(phrase)))
  if (core.tokens.length === 0) return null
  const candidates = services.rank(phrase).flatMap(({ service }) => candidateOf(service, whole, core) ?? [])
  const best = candidates.reduce<Candidate | null>(
    (before, each) => (before === null || isBetter(each, before) ? each : before),
    null,
  )
  if (best === null || (!best.whole && countNamesEndingWith(services, core.tokens) > 1)) return null
  return best.service
}

/** In: a service found, and the phrases it was found in. Out: how it was named. */
export function certaintyOf({ aliases }: Service, phrases: readonly string[]): Certainty {
  const cores = phrases.map((phrase) => ` ${tokensOf(coreOf(phrase)).join(' ')} `)
  const names = aliases.map(({ tokens }) => ` ${tokens.join(' ')} `)
  if (names.some((name) => cores.includes(name))) return 'exact'
  return names.some((name) => cores.some((core) => core.includes(name))) ? 'name' : 'part'
}

/** Whether a phrase is how the names of several services end, and so means none of them: 防火墙. */
export function isAmbiguous(services: ServiceIndex, phrase: string): boolean {
  const core = tokensOf(coreOf(phrase))
  return core.length > 0 && countNamesEndingWith(services, core) > 1
}

/** How many services have a name that ends with these tokens: 防火墙 may be the cloud's or the web's. */
function countNamesEndingWith(services: ServiceIndex, end: readonly string[]): number {
  return services.all.filter(({ aliases }) => aliases.some(({ tokens }) => endsWith(tokens, end))).length
}

function endsWith(tokens: readonly string[], end: readonly string[]): boolean {
  const from = tokens.length - end.length
  return from >= 0 && end.every((token, offset) => tokens[from + offset] === token)
}

/** A whole name beats a part, a later one an earlier one, a longer one a shorter one; among equals the cheapest wins. */
function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.whole !== other.whole) return one.whole
  if (one.end !== other.end) return one.end > other.end
  if (one.found !== other.found) return one.found > other.found
  return priceOf(one.service) < priceOf(other.service)
}

function priceOf({ items }: Service): number {
  return Math.min(...items.map(({ monthlyFen }) => monthlyFen ?? Number.POSITIVE_INFINITY))
}

function candidateOf(service: Service, phrase: readonly string[], core: Alias): Candidate | null {
  let best: Candidate | null = null
  for (const alias of service.aliases) {
    const candidate =
      wholeName(service, alias.tokens, core.tokens) ??
      wholeName(service, alias.tokens, phrase) ??
      partOfName(service, alias, core)
    if (candidate === null) continue
    if (best === null || isBetter(candidate, best)) best = candidate
  }
  return best
}

/** What a service comes on, or is reached by; another thing only where it stands by itself. */
const carriers = /(?:服务器|门户|网站|页面|端|程序|小程序)$/

/** The whole name at the end of the phrase; what follows may only be words of the same service. */
function wholeName(service: Service, name: readonly string[], phrase: readonly string[]): Candidate | null {
  const start = lastPlaceOf(name, phrase)
  if (start < 0) return null
  const end = start + name.length
  const size = sizeOf(name)
  const after = phrase.slice(end).join('')
  const following = size >= thresholds.wholeName ? after.replace(carriers, '') : after
  if (following !== '' && !isEmpty(coreOf(following)) && !belongsTo(service, tokensOf(following))) return null
  const before = phrase.slice(0, start)
  const own = before.filter((token) => service.nameTokens.has(token))
  const share = (size + sizeOf(own)) / Math.max(1, size + sizeOf(before))
  const needed = thresholds.shareOfShortName[size] ?? (size < 2 ? 1 : 0)
  if (size < thresholds.wholeName && share < needed) return null
  return { service, found: size, end: phrase.length, whole: true }
}

function partOfName(service: Service, { tokens, grams }: Alias, core: Alias): Candidate | null {
  const found = core.tokens.length
  if (sizeOf(core.tokens) >= thresholds.headOfName && endsWith(tokens, core.tokens))
    return { service, found, end: found, whole: false }
  if (tokens.length < 3) return null
  let shared = 0
  for (const gram of core.grams) if (grams.has(gram)) shared += 1
  if (shared < thresholds.shareOfName * grams.size) return null
  if (shared < thresholds.shareOfPhrase * core.grams.size) return null
  return { service, found: shared, end: found, whole: false }
}

/** Whether every token occurs in its names or its sizes, or is a number. */
function belongsTo({ nameTokens, specificationTokens }: Service, tokens: readonly string[]): boolean {
  return tokens.every(
    (token) => nameTokens.has(token) || specificationTokens.has(token) || /^\d+$/.test(token),
  )
}

/** Characters; a Latin word tells as much as four of them. */
function sizeOf(tokens: readonly string[]): number {
  return tokens.reduce((sum, token) => sum + (/^[a-z]/.test(token) ? 4 : 1), 0)
}

function lastPlaceOf(part: readonly string[], whole: readonly string[]): number {
  for (let start = whole.length - part.length; start >= 0; start -= 1)
    if (part.every((token, offset) => whole[start + offset] === token)) return start
  return -1
}
