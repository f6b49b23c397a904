import { type CatalogueEdition, listCatalogueEditions } from '../src/catalogue/index.ts'
import { fundingTotals } from '../src/funding/index.ts'
import { rateTerms, rateText, readIndicators } from '../src/migration/index.ts'
import { type Context, transact } from '../src/platform/context.ts'
import { fenOf, inWanYuan, inYuan } from '../src/platform/money.ts'
import { readEditionImpact } from '../src/requests/index.ts'
import type { LedgerPreview } from '../src/systems/index.ts'

/**
 * In: somebody who may read the whole jurisdiction's money, and the import's preview.
 * Out: what came of it, as rows of a table for the terminal, as the tracker and the verdicts have it.
 */
export async function summaryOf(context: Context, preview: LedgerPreview): Promise<string[][]> {
  const latest = await transact(context, (tx) => readIndicators(context, tx))
  if (latest === null) throw new Error('tracking left no indicators')
  const { counts, formulaVersion, asOf } = latest
  const { stopped, undetermined } = await fundingTotals(context)
  const [next] = await listCatalogueEditions(context)
  return [
    [
      '政务信息系统',
      `${preview.counts.systems} 个`,
      `涉密 ${preview.counts.classified} 个只登记代号，不参加统计`,
    ],
    ['单位', `${preview.counts.units} 个`],
    [
      '退回的行',
      `${preview.counts.rejected} 行`,
      preview.rejections.map(({ row }) => `第 ${row} 行`).join('、'),
    ],
    ['上云率', rateText(counts), rateTerms(counts, formulaVersion)],
    ['逾期', `${counts.byHealth.overdue ?? 0} 个`, `截至 ${asOf}`],
    ['运维经费停拨', `${stopped.lines} 项`, `全年合计 ${inWanYuan(stopped.yearlyFen)} 万元`],
    [
      '运维经费待核实',
      `${undetermined.lines} 项`,
      `全年合计 ${inWanYuan(undetermined.yearlyFen)} 万元，缺事实`,
    ],
    ...(next === undefined || next.status === 'published' ? [] : [await editionRow(context, next)]),
  ]
}

/** The edition that waits for both bureaus, and what it would do to requests and resources a month. */
async function editionRow(context: Context, { id, number, itemCount }: CatalogueEdition): Promise<string[]> {
  const { requests, resources } = await readEditionImpact(context, { editionId: id })
  const change = requests.afterFen + resources.afterFen - requests.beforeFen - resources.beforeFen
  return [
    '待批目录',
    `${itemCount} 项`,
    `${number}，在办申请和在用资源每月${change < 0 ? '少' : '多'}付 ${inYuan(fenOf(Math.abs(change)))} 元`,
  ]
}
