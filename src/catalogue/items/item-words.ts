/** Pure. */

import { type CatalogueItem, levelInChinese } from '../model.ts'
import { sayPrice } from '../pricing/index.ts'

const amount = (value: number | null, unit: string) =>
  value === null ? null : `${value.toLocaleString('en')} ${unit}`

/** In: an item. Out: its price in words, with the formula; its text where no machine can read it. */
export function priceWords(item: CatalogueItem): string {
  return item.price === null ? (item.priceFormula ?? '') : sayPrice(item.price, item.unit)
}

/** In: an item. Out: what the catalogue says of it besides its price, as pairs; null where it says nothing. */
export function attributesOf(item: CatalogueItem): [string, string | null][] {
  return [
    ['计费方式', item.billing],
    ['计量单位', item.unit],
    ['vCPU', amount(item.vcpu, '核')],
    ['内存', amount(item.memoryGiB, 'GB')],
    ['存储', amount(item.storageGiB, 'GB')],
    ['网络区域', item.zones.join('、')],
    ['技术路线', item.architecture],
    ['信创', item.domestic ? '是' : '否'],
    ['等保', item.protectionLevel === null ? null : `可承载至${levelInChinese(item.protectionLevel)}`],
    ['开通时限', item.leadTimeWorkingDays === null ? null : `${item.leadTimeWorkingDays} 个工作日`],
    ['可用性承诺', item.availability],
    ['每部门限额', amount(item.quotaPerDepartment, item.unit)],
    ['说明', item.description === '' ? null : item.description],
    ['别名', item.aliases.length === 0 ? null : item.aliases.join('、')],
  ]
}
