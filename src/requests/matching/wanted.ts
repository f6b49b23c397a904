import { folded } from './words.ts'

/** Says that what follows is not wanted, up to the end of its clause. */
const refusals =
  /不需要|不需|无需|无须|毋需|不用|不要|不含|不包含|不包括|不涉及|不再|不新建|不自建|不建设|不建|不采购|不购置|不购买|不考虑|不申请|暂不|取消|停止|停用|退出|拆除|撤销|关停|已有|已建成?|除去/
/** Says that what follows is wanted after all. */
const turns = /而是|改为|改用|只需要?|只要|仅需|但(?:是)?需要?|需要|租用|改租|转为/
const exception = /除了?([^,;。]{1,20}?)(?:以外|之外|外)/g
const otherKind = /非([^,;。:]{1,8}?)类/g

/**
 * In: a request in words. Out: its clauses that say what is wanted, folded; what is refused (不需要…, 除…外, 不含…)
 * is left out, through 、 to the end of the list.
 */
export function wantedClauses(text: string): string[] {
  const clauses = folded(text)
    .replace(/[(（]([^()（）]*\d核[^()（）]*)[)）]/g, ' $1 ')
    .replace(exception, ' ')
    .replace(otherKind, ' ')
    .split(/([,，;；。!?！？:：\n]|、|[()（）【】[\]"“”])/)
  const wanted: string[] = []
  let refused = false
  for (const part of clauses) {
    if (/^[,，;；。!?！？:：\n()（）【】[\]"“”]$/.test(part)) refused = false
    if (/^[^\u4e00-\u9fffa-z0-9]*$/.test(part)) continue
    const here = keptOf(part, refused)
    refused = here.refused
    if (here.kept.trim() !== '') wanted.push(here.kept.trim())
  }
  return wanted
}

function keptOf(part: string, refused: boolean): { kept: string; refused: boolean } {
  if (refused) {
    const turn = turns.exec(part)
    return turn === null ? { kept: '', refused } : keptOf(part.slice(turn.index + turn[0].length), false)
  }
  const refusal = refusals.exec(part)
  if (refusal === null) return { kept: part, refused }
  const before = part.slice(0, refusal.index)
  const after = keptOf(part.slice(refusal.index + refusal[0].length), true)
  return { kept: `${before} ${after.kept}`, refused: after.refused }
}

/** In: a request in words. Out: what it says of the system itself: 涉密, and its 等保 level. */
export function systemSaidIn(text: string): { classified: boolean; protectionLevel: number } {
  const said = wantedClauses(text).join(',')
  const level = /等(?:级)?保(?:护)?([一二三四五])级|([一二三四五])级等(?:级)?保/.exec(said)
  return {
    classified: /(?<!非|不)涉密/.test(said),
    protectionLevel: '一二三四五'.indexOf(level?.[1] ?? level?.[2] ?? '无') + 1,
  }
}
