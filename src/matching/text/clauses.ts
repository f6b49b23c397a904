import { foldText } from './words.ts'

/** Negates what follows, up to the end of its clause. */
const negation =
  /不需要|不需|无需|无须|毋需|不用|不要|不含|不包含|不包括|不涉及|不再|不新建|不自建|不建设|不建|不采购|不购置|不购买|不考虑|不申请|暂不(?:采购|购置|购买|申请|需要|考虑|建设|新建)?|取消|停止|停用|退出|拆除|撤销|关停|已有|已建成?|除去/
/** Ends a negation: what follows is asked for after all. */
const resumption = /而是|改为|改用|只需要?|只要|仅需|但(?:是)?需要?|需要|租用|改租|转为/
const exception = /除了?([^,;。]{1,20}?)(?:以外|之外|外)/g
const otherKind = /非([^,;。:]{1,8}?)类/g

/**
 * In: a request in words. Out: its clauses that aren't negated, folded; what is negated (不需要…, 除…外, 不含…) is left
 * out, through 、 to the end of the list.
 */
export function affirmedClauses(text: string): string[] {
  const clauses = foldText(text)
    .replace(/[(（]([^()（）]*\d核[^()（）]*)[)）]/g, ' $1 ')
    .replace(exception, ' ')
    .replace(otherKind, ' ')
    .split(/([,，;；。!?！？:：\n]|、|[()（）【】[\]"“”])/)
  const affirmed: string[] = []
  let negated = false
  for (const part of clauses) {
    if (/^[,，;；。!?！？:：\n()（）【】[\]"“”]$/.test(part)) negated = false
    if (/^[^\u4e00-\u9fffa-z0-9]*$/.test(part)) continue
    const here = affirmedPart(part, negated)
    negated = here.negated
    if (here.affirmed.trim() !== '') affirmed.push(here.affirmed.trim())
  }
  return affirmed
}

function affirmedPart(part: string, negated: boolean): { affirmed: string; negated: boolean } {
  if (negated) {
    const turn = resumption.exec(part)
    return turn === null
      ? { affirmed: '', negated }
      : affirmedPart(part.slice(turn.index + turn[0].length), false)
  }
  const negative = negation.exec(part)
  if (negative === null) return { affirmed: part, negated }
  const rest = part.slice(negative.index + negative[0].length)
  // 堡垒机暂不采购: what is negated can stand before.
  const before = rest.trim() === '' ? '' : part.slice(0, negative.index)
  const after = affirmedPart(rest, true)
  return { affirmed: `${before} ${after.affirmed}`, negated: after.negated }
}

/** Verbs of requesting. */
const request =
  /申请|新增|另需|现需|只需|仅需|需要|所需|需(?=[\d一二两三四五六七八九十])|采购|购置|购买|开通|扩容|扩建|新建/
/** The same in plain words; what stands before and names no system tells of the trouble, not of the request. */
const colloquialRequest = /想(?:走|用|要|做|建|上)|希望|打算/
const namesThing = /系统|平台|项目|工程|软件|中心|服务/
/** Says how things are, or why something is requested. */
const circumstance =
  /^(?:因|由于|鉴于|根据|按照?|随着|为(?:了|落实|做好|满足|保障|便于)|目前|当前|现有|原有?|考虑到|结合)|已|不动|自带|沿用|保持不变/
/** Says what something is for, or how it should be. */
const purpose =
  /^(?:用于|用来|挂载?[给到在]|供|给|为|以便|便于|方便|作为|跑|存?放|保留|留存|做|向|主要是)[^的]*$|(?:用|使用|即可|就行|就好|都行)$/

/**
 * In: affirmed clauses. Out: without those that only say how things are before something is requested, and without those
 * that only say what it is for.
 */
export function requestedClauses(clauses: readonly string[]): string[] {
  const requests = clauses.map((clause) => request.test(clause))
  const requested = clauses.filter((clause, place) => {
    if (requests[place] === true || /\d/.test(clause)) return true
    if (requests.includes(true, place + 1) && circumstance.test(clause)) return false
    if (!namesThing.test(clause) && clauses.slice(place + 1).some((later) => colloquialRequest.test(later)))
      return false
    return place === 0 || !purpose.test(clause)
  })
  return requested.length > 0 ? requested : [...clauses]
}

/** In: a request in words. Out: what it states of the system itself: 涉密, and its 等保 level; 0: none. */
export function systemAttributesIn(text: string): { classified: boolean; protectionLevel: number } {
  const affirmed = affirmedClauses(text).join(',')
  const level =
    /等(?:级)?保(?:护)?(?:定级?)?(?:为|是|到|达到?|按)?第?([一二三四五])级|定级?(?:为|是|到)?第?([一二三四五])级|([一二三四五])级等(?:级)?保/.exec(
      affirmed,
    )
  return {
    classified: /(?<!非|不)涉密/.test(affirmed),
    protectionLevel: '一二三四五'.indexOf(level?.[1] ?? level?.[2] ?? level?.[3] ?? '无') + 1,
  }
}
