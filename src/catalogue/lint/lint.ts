import type { CatalogueItem } from '../model.ts'
import type { Finding } from './finding.ts'
import { beatenByCombination, dominatedFlavours, outliers } from './flavours.ts'
import { cycles, danglingReferences, dependenciesElsewhere, poolsInDoubt } from './references.ts'
import { servicesTooLarge } from './sizes.ts'

/** Something in an edition that a reviewer should look at; it doesn't stop anybody. */
export interface Remark {
  title: string
  why: string
  findings: readonly Finding[]
}

/** In: the items of an edition. Gives way to others. Out: what deserves a look before approval; empty when nothing does. */
export async function lintItems(items: readonly CatalogueItem[]): Promise<Remark[]> {
  const of = (title: string, why: string, findings: readonly Finding[]): Remark => ({ title, why, findings })
  const each = (title: string, why: string, test: (item: CatalogueItem) => boolean) =>
    of(
      title,
      why,
      items.filter(test).map(({ code }) => ({ codes: [code], says: code })),
    )
  const dominated = await dominatedFlavours(items)
  const { beaten, unchecked } = await beatenByCombination(items)
  return [
    of('必配或后继的服务项不存在', '订购时配不出来，部门会卡住', danglingReferences(items)),
    of('必配或后继成环', '绕回自己，永远配不完', cycles(items)),
    of('必配的服务项用不到一起', '网络区域、信创或等保对不上，订了也用不了', dependenciesElsewhere(items)),
    of('资源池总量有疑问', '余量按总量扣减，写法不一就算不准', poolsInDoubt(items)),
    each(
      '价格读不懂',
      '公式里只能有数字、n 和 + - × ÷ 括号，或写成计价规则，否则不能自动算价',
      ({ price }) => price === null,
    ),
    of('规格越大价格越低', '同一服务里，更大的规格各方面都不差，反而更便宜，小的没人会订', dominated.falls),
    of(
      '规格不同价格相同',
      '同一服务里，更大的规格各方面都不差，价格一样，小的没人会订',
      dominated['same-price'],
    ),
    of(
      '规格相同价格不同',
      '同一服务里，另一个规格各方面都不差，价格不高，这个没人会订',
      dominated['same-size'],
    ),
    of('比几个小规格合起来还贵', '可拆分的需求会改订小规格；请确认差价是不是有意的', beaten),
    of(
      '规格太多，没有比较',
      '一个服务超过 500 个规格，没有逐一比较，请人工核对',
      servicesTooLarge(items).map((flavours) => ({
        codes: flavours.map(({ item }) => item.code),
        says: `${flavours[0]?.item.name ?? ''} 有 ${flavours.length} 个规格`,
      })),
    ),
    of('规格过大，没有检查组合', '组合数太多，是否比小规格合起来贵请人工核对', unchecked),
    of(
      '单价离群',
      '同一服务至少 4 个规格，折成每核、每G的单价与中位数都差 1.5 倍以上，且超过 3.5 倍绝对中位差（取对数）',
      outliers(items),
    ),
    each('没有计量单位', '单价按什么收说不清', ({ unit }) => /^[\s—\-／/无]*$/.test(unit)),
    each(
      '没有开通时限',
      '部门不知道几个工作日能开通，超期也无从认定',
      ({ leadTimeWorkingDays }) => leadTimeWorkingDays === null,
    ),
    each('没有等保级别', '有等保要求的申请配不到这些项', ({ protectionLevel }) => protectionLevel === null),
    each('公式没有说明', '服务说明或计价规则里应写明 n 指什么', unexplained),
    each(
      '说了超量计费，没有写单价',
      '超出部分按什么价收说不清；在计价规则里写“超出每GB为…元”',
      overageUnpriced,
    ),
    of('名称和规格都相同', '部门分不出该选哪一项', twins(items)),
  ].filter(({ findings }) => findings.length > 0)
}

function unexplained({ price, priceFormula, description }: CatalogueItem): boolean {
  if (price === null) return priceFormula !== null && description === ''
  return 'variable' in price.shape && price.shape.variable === null && description === ''
}

function overageUnpriced({ price, description, specification }: CatalogueItem): boolean {
  const says = /超(量|出|额)/.test(`${description} ${specification}`)
  return says && (price === null || (price.shape.kind === 'pack' && price.shape.overage === null))
}

function twins(items: readonly CatalogueItem[]): Finding[] {
  const groups = new Map<string, string[]>()
  for (const { name, specification, code } of items) {
    const key = `${name} ${specification}`
    groups.set(key, [...(groups.get(key) ?? []), code])
  }
  return [...groups].flatMap(([name, codes]) =>
    codes.length < 2 ? [] : [{ codes, says: `${codes.join('、')} 都是 ${name}` }],
  )
}
