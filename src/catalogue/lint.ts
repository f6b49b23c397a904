import type { CatalogueItem } from './model.ts'

/** Something in an edition that a reviewer should look at; it doesn't stop anybody. */
export interface Remark {
  title: string
  why: string
  codes: readonly string[]
}

/** In: the items of an edition. Out: what deserves a look before approval; empty when nothing does. */
export function lintItems(items: readonly CatalogueItem[]): Remark[] {
  const remark = (title: string, why: string, test: (item: CatalogueItem) => boolean): Remark => ({
    title,
    why,
    codes: items.filter(test).map((item) => item.code),
  })
  const twins = new Map<string, number>()
  for (const item of items) twins.set(nameOf(item), (twins.get(nameOf(item)) ?? 0) + 1)
  return [
    remark(
      '没有开通时限',
      '部门不知道几个工作日能开通，超期也无从认定',
      (item) => item.leadTimeWorkingDays === null,
    ),
    remark('没有等保级别', '有等保要求的申请配不到这些项', (item) => item.protectionLevel === null),
    remark(
      '价格公式读不懂',
      '公式里只能有数字、n 和 + - × ÷ 括号，否则不能自动算价',
      (item) => item.priceFormula !== null && !/^[\d.n+\-*×/÷()（）\s]+$/i.test(item.priceFormula),
    ),
    remark(
      '公式没有说明',
      '服务说明里应写明 n 指什么',
      (item) => item.priceFormula !== null && item.description === '',
    ),
    remark('名称和规格都相同', '部门分不出该选哪一项', (item) => (twins.get(nameOf(item)) ?? 0) > 1),
  ].filter((found) => found.codes.length > 0)
}

function nameOf(item: CatalogueItem): string {
  return `${item.name}\n${item.specification}`
}
