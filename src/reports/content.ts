/** Pure. */

import { formulaTexts, healthWords, rateText } from '../migration/index.ts'
import { daysOfMonth, inChinese, minuteInChina, monthInChinese } from '../platform/dates.ts'
import { inWanYuan } from '../platform/money.ts'
import { type Stage, stageOrder, stages } from '../systems/index.ts'
import {
  type Block,
  column,
  paragraph,
  type ReportBars,
  type ReportTable,
  type Section,
  subheading,
} from './blocks.ts'
import { changeSection } from './content-changes.ts'
import { exemptions, overdue, restricted, runningTwiceTable, unknownSums } from './content-systems.ts'
import { healthCount, type MonthlySnapshot, ratePermille, sumOfLines } from './model.ts'

/** In: a snapshot. Out: 迁移上云工作月报's title and month. */
export function titleOf(snapshot: MonthlySnapshot): { title: string; month: string; fileName: string } {
  const month = monthInChinese(snapshot.month)
  return {
    title: `${snapshot.jurisdiction.name}政务信息系统迁移上云工作月报`,
    month,
    fileName: `${snapshot.jurisdiction.name}迁移上云工作月报${month}`,
  }
}

/** In: a snapshot. Out: everything the report says, in its order: the one source of page, document and workbook. */
export function contentOf(snapshot: MonthlySnapshot): Section[] {
  return [
    { heading: '一、总体情况', blocks: overall(snapshot) },
    {
      heading: '二、各单位进展',
      blocks: [
        paragraph('按上云率由高到低排列；口径同上，豁免、关停、整合的系统已从应迁移数中扣除。'),
        unitTable(snapshot),
      ],
    },
    { heading: '三、逾期系统及依据', blocks: overdue(snapshot) },
    { heading: '四、运维经费受限情况', blocks: restricted(snapshot) },
    { heading: '五、豁免情况', blocks: exemptions(snapshot) },
    { heading: '六、与上月相比的变化', blocks: changeSection(snapshot) },
    { heading: '七、审计链头', blocks: auditHead(snapshot) },
  ]
}

/** The formula in words, printed wherever the rate is. */
export function formulaText(version: number): string {
  return `口径第${version}版：${formulaTexts[version] ?? ''}`
}

function overall(snapshot: MonthlySnapshot): Block[] {
  const { counts } = snapshot
  const health = (name: keyof typeof healthWords) => healthCount(counts, name)
  const twice = sumOfLines(snapshot.runningTwice)
  const stopped = sumOfLines(snapshot.restricted)
  const { last } = daysOfMonth(snapshot.month)
  const asOf = `截至${inChinese(snapshot.asOf)}${snapshot.asOf === last ? '' : '（本月最后一次核定）'}`
  return [
    subheading('（一）上云率'),
    paragraph(
      `${asOf}，${snapshot.jurisdiction.name}范围内政务信息系统${counts.inScope}个，扣除豁免${counts.exempt}个、` +
        `关停${counts.shutDown}个、整合${counts.integrated}个，应迁移上云${counts.required}个；` +
        `已完成迁移确认${counts.confirmed}个，上云率${rateText(counts)}` +
        `（${counts.confirmed}÷${counts.required}）。`,
    ),
    paragraph(formulaText(snapshot.formulaVersion)),
    paragraph(
      `逾期${health('overdue')}个，${healthWords['due-soon']}${health('due-soon')}个，` +
        `${healthWords.stalled}（60日未推进）${health('stalled')}个，未定期限${health('no-due-date')}个，` +
        `豁免到期仍未迁移${health('exemption-expired')}个，` +
        `部署在公有云${health('public-cloud')}个。` +
        (snapshot.verdicts === null
          ? '尚未采用资金管理办法，运维经费没有判定。'
          : `运维经费受限${snapshot.restricted.length}条，涉及年运维经费${inWanYuan(stopped.fen)}万元。`),
    ),
    subheading('（二）阶段分布'),
    paragraph(`${stageSentence(snapshot)}。`),
    stageBars(snapshot),
    subheading('（三）已迁未下线'),
    ...(snapshot.runningTwice.length === 0
      ? [paragraph('无。')]
      : [
          paragraph(
            `已完成迁移确认、旧环境尚未下线的系统${snapshot.runningTwice.length}个，` +
              `年运维经费合计${inWanYuan(twice.fen)}万元${unknownSums(twice.unknown)}，新旧环境同时付费，应尽快下线。`,
          ),
          runningTwiceTable(snapshot),
        ]),
  ]
}

/** Printed, the head lives outside the database: nobody can rewrite the log up to it unnoticed. */
function auditHead({ auditHead: head }: MonthlySnapshot): Block[] {
  if (head === null) return [paragraph('本期生成时尚无已签署的审计链头。')]
  return [
    paragraph(
      `截至${minuteInChina(new Date(head.at))}，审计记录共${head.treeSize}条，链头（SM3）为${head.root}。` +
        `留存本报告，即可核验此前的审计记录未被增删改。`,
    ),
  ]
}

function stageSentence({ counts }: MonthlySnapshot): string {
  const known = stageOrder.flatMap((stage) => {
    const count = counts.byStage[stage] ?? 0
    return count === 0 ? [] : [`${stages[stage]}${count}个`]
  })
  return known.length === 0 ? '尚无登记阶段的系统' : known.join('，')
}

function stageBars({ counts }: MonthlySnapshot): ReportBars {
  const marks: Partial<Record<Stage, 'done' | 'twice'>> = { confirmed: 'twice', decommissioned: 'done' }
  return {
    kind: 'bars',
    caption: '各阶段系统数（个）',
    rows: stageOrder.map((stage) => {
      const mark = marks[stage]
      return { label: stages[stage], value: counts.byStage[stage], ...(mark === undefined ? {} : { mark }) }
    }),
  }
}

function unitTable({ units, counts }: MonthlySnapshot): ReportTable {
  return {
    kind: 'table',
    sheet: '各单位',
    columns: [
      column('单位', 'text', 52),
      column('应迁移（个）', 'count', 18),
      column('已确认（个）', 'count', 18),
      column('上云率', 'permille', 16),
      column('逾期（个）', 'count', 16),
    ],
    rows: units.map((line) => [line.unit, line.required, line.confirmed, ratePermille(line), line.overdue]),
    total: ['合计', counts.required, counts.confirmed, ratePermille(counts), healthCount(counts, 'overdue')],
  }
}
