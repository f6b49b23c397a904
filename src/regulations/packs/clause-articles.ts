/** In: the id of a clause in the clause list. Out: the article as the text numbers it. Throws RangeError for an unknown form. */
export function articleOfClause(clause: string): string {
  const named = special[clause]
  if (named !== undefined) return named
  const [, prefix, article, item] = /^([A-Z]+)-(\d+)(?:\.(\d+))?[a-z]?$/.exec(clause) ?? []
  if (prefix === undefined || article === undefined) throw new RangeError(`no clause: ${clause}`)
  const number = inChineseNumerals(Number(article))
  if (prefix === 'CQ')
    return `“${number}、${headings[number] ?? ''}”${item === undefined ? '' : `第${item}项`}`
  return `${prefix === 'JZD' ? '《政务数据资源管理暂行办法》' : ''}第${number}条`
}

/** The headings of 城政办发〔2022〕18号, which numbers headings and items instead of articles. */
const headings: Readonly<Record<string, string>> = {
  一: '指导思想',
  二: '总体要求',
  三: '项目内容',
  四: '职责分工',
  五: '工作要求',
  六: '其他要求',
}

/** Articles that their number alone doesn't tell. */
const special: Readonly<Record<string, string>> = {
  'CQ-0': '印发日期',
  'JZP-19a': '第十九条（二）',
  'JZP-19b': '第十九条（三）',
  'JZP-19c': '第十九条（四）',
}

const digits = '零一二三四五六七八九'

/** 1 to 99. */
function inChineseNumerals(number: number): string {
  const tens = Math.floor(number / 10)
  const ones = number % 10
  if (tens === 0) return digits.charAt(ones)
  return `${tens === 1 ? '' : digits.charAt(tens)}十${ones === 0 ? '' : digits.charAt(ones)}`
}
