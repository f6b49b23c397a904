import { formulaTexts, healthWords, rateText } from '../migration/index.ts'
import { type CalendarDate, daysOfMonth, inChinese, monthInChinese } from '../platform/dates.ts'
import { inWanYuan } from '../platform/money.ts'
import { fundVerdictWords } from '../regulations/index.ts'
import { type Stage, stageOrder, stages } from '../systems/index.ts'
import {
  type Block,
  type Cell,
  column,
  paragraph,
  printColumn,
  type ReportBars,
  type ReportTable,
  type Section,
  subheading,
} from './blocks.ts'
import { changeSection } from './content-changes.ts'
import {
  type Ground,
  healthCount,
  type ListedSystem,
  type MonthlySnapshot,
  type RestrictedLine,
  ratePermille,
  sumOfLines,
} from './model.ts'

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
        `部署在公有云${health('public-cloud')}个。运维经费受限${snapshot.restricted.length}条，` +
        `涉及年运维经费${inWanYuan(stopped.fen)}万元。`,
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

function unknownSums(unknown: number): string {
  return unknown === 0 ? '' : `（另有${unknown}个未登记金额）`
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

/** The columns that name a system, and their cells. */
const named = [
  printColumn('系统与单位', 47),
  column('系统编号', 'text', 0),
  column('系统名称', 'text', 0),
  column('单位', 'text', 0),
]
const nameOf = ({ code, name, unit }: ListedSystem): Cell[] => [
  `${name}
${unit}`,
  code,
  name,
  unit,
]
const sum = (...rest: Cell[]): Cell[] => ['合计', '合计', '', '', ...rest]

function runningTwiceTable({ runningTwice }: MonthlySnapshot): ReportTable {
  return {
    kind: 'table',
    sheet: '已迁未下线',
    columns: [...named, column('迁移确认', 'date', 26), column('年运维经费', 'fen', 30)],
    rows: runningTwice.map((line) => [...nameOf(line), line.migratedOn, line.annualOperationsFen]),
    total: sum('', sumOfLines(runningTwice).fen),
  }
}

function articlesOf(grounds: readonly Ground[], separator: string): string {
  return [...new Set(grounds.map(({ article }) => article))].join(separator)
}

function groundsInPrint(grounds: readonly Ground[]): string | null {
  const since = earliest(grounds)
  if (grounds.length === 0) return null
  return grounds.map(({ article }) => article).join('、') + (since === null ? '' : `\n${since}起`)
}

function reasonsOf(grounds: readonly Ground[]): string {
  return grounds.map(({ article, reason }) => `${article}：${reason.replace(/。$/, '')}`).join('；')
}

function earliest(grounds: readonly Ground[]): CalendarDate | null {
  return grounds.flatMap(({ since }) => since ?? []).sort()[0] ?? null
}

function overdue({ overdue: lines }: MonthlySnapshot): Block[] {
  if (lines.length === 0) return [paragraph('本月末无逾期系统。')]
  const ungrounded = lines.filter(({ grounds }) => grounds.length === 0).length
  const table: ReportTable = {
    kind: 'table',
    sheet: '逾期系统',
    columns: [
      ...named,
      column('应完成日期', 'date', 24),
      column('逾期天数', 'count', 12),
      column('所处阶段', 'text', 20),
      printColumn('停拨依据', 29),
      column('停拨依据', 'text', 0),
      column('停拨自', 'date', 0),
      column('事由', 'text', 0),
      column('年运维经费', 'fen', 24),
    ],
    rows: lines.map((line) => [
      ...nameOf(line),
      line.dueOn,
      line.daysLate,
      line.stage === null ? null : stages[line.stage],
      groundsInPrint(line.grounds),
      articlesOf(line.grounds, '；') || null,
      earliest(line.grounds),
      reasonsOf(line.grounds) || null,
      line.annualOperationsFen,
    ]),
  }
  return [
    paragraph(
      `逾期未完成迁移确认的系统${lines.length}个，按逾期天数由多到少排列。` +
        (ungrounded === 0 ? '' : `其中${ungrounded}个暂无停拨运维经费的依据，表中记“—”。`),
    ),
    table,
  ]
}

function verdictInPrint({ verdict, grounds }: RestrictedLine): string {
  const since = earliest(grounds)
  return fundVerdictWords[verdict] + (since === null ? '' : `\n${since}起`)
}

function restricted(snapshot: MonthlySnapshot): Block[] {
  const { restricted: lines, verdicts } = snapshot
  const pending = `另有待核实${verdicts.undetermined}个（事实不全，既不放行也不停拨）、预警${verdicts.warned}个。`
  if (lines.length === 0) return [paragraph(`本月末无运维经费受限的系统。${pending}`)]
  const { fen, unknown } = sumOfLines(lines)
  const count = (verdict: 'denied' | 'suspended') => lines.filter((line) => line.verdict === verdict).length
  return [
    paragraph(
      `运维经费受限${lines.length}条，其中${fundVerdictWords.denied}${count('denied')}条、` +
        `${fundVerdictWords.suspended}${count('suspended')}条，年运维经费合计${inWanYuan(fen)}万元${unknownSums(unknown)}。${pending}`,
    ),
    {
      kind: 'table',
      sheet: '经费受限',
      columns: [
        ...named,
        printColumn('结论', 29),
        column('结论', 'text', 0),
        column('受限自', 'date', 0),
        column('依据与事由', 'text', 56),
        column('年运维经费', 'fen', 24),
      ],
      rows: lines.map((line) => [
        ...nameOf(line),
        verdictInPrint(line),
        fundVerdictWords[line.verdict],
        earliest(line.grounds),
        reasonsOf(line.grounds),
        line.annualOperationsFen,
      ]),
      total: sum('', '', null, '', fen),
    },
  ]
}

const exemptionWords = { running: '豁免中', expired: '已过期', undated: '未登记期限' }

function exemptions({ exemptions: lines, asOf }: MonthlySnapshot): Block[] {
  if (lines.length === 0) return [paragraph('无豁免。')]
  const count = (state: keyof typeof exemptionWords) => lines.filter((line) => line.state === state).length
  const undated = count('undated')
  return [
    paragraph(
      `有豁免记录且未完成迁移确认的系统${lines.length}个：截至${inChinese(asOf)}在豁免期内${count('running')}个，` +
        `已过期${count('expired')}个，已过期的重新计入应迁移上云。` +
        (undated === 0 ? '' : `另有${undated}个只登记了文号、未登记期限，不作豁免。`),
    ),
    {
      kind: 'table',
      sheet: '豁免',
      columns: [
        ...named,
        column('豁免文号', 'text', 50),
        column('有效期至', 'date', 28),
        column('状态', 'text', 28),
      ],
      rows: lines.map((line) => [...nameOf(line), line.document, line.until, exemptionWords[line.state]]),
    },
  ]
}
