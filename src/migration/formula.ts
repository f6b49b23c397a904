/** Pure. */

import type { IndicatorCounts } from './model.ts'

/** Rises whenever the formula of the rate changes; kept with every indicator. */
export const formulaVersion = 1

/** 口径: what the printed rate means, version by version. */
export const formulaTexts: Readonly<Record<number, string>> = {
  1:
    '上云率 = 已确认 ÷（在册 − 豁免 − 关停 − 整合）。在册：系统目录中的非涉密系统；' +
    '豁免：当日豁免仍在有效期内（含届满日）且尚未迁移确认的系统；关停、整合：处置意见为关停、整合的系统，' +
    '同时有豁免的只按处置意见扣减一次；已确认：应上云系统中阶段已到迁移确认或旧环境下线的。百分比四舍五入到一位小数。',
}

/** In: counts. Out: the rate as "33.0%", rounded half up in whole numbers; "—" when nothing is required. */
export function rateText(counts: Pick<IndicatorCounts, 'confirmed' | 'required'>): string {
  if (counts.required === 0) return '—'
  const permille = permilleOf(counts)
  return `${Math.floor(permille / 10)}.${permille % 10}%`
}

/** In: counts. Out: the rate in thousandths, rounded half up; 0 when nothing is required. */
export function permilleOf(counts: Pick<IndicatorCounts, 'confirmed' | 'required'>): number {
  if (counts.required === 0) return 0
  return Math.floor((counts.confirmed * 2000 + counts.required) / (2 * counts.required))
}

/** The terms that must stand wherever the rate does: numerator, denominator, exclusions, version of the formula. */
export function rateTerms(counts: IndicatorCounts, version: number): string {
  return (
    `${counts.confirmed} 已确认 ÷ ${counts.required}（在册 ${counts.inScope} − 豁免 ${counts.exempt}` +
    ` − 关停 ${counts.shutDown} − 整合 ${counts.integrated}）· 口径第${version}版`
  )
}
