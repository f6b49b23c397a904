/** Pure. */

import { type CalendarDate, inChinese } from '../platform/dates.ts'
import { inWanYuan } from '../platform/money.ts'
import { fundVerdictWords } from '../regulations/index.ts'
import { stages } from '../systems/index.ts'
import { type Block, type Cell, column, paragraph, printColumn, type ReportTable } from './blocks.ts'
import {
  type Ground,
  healthCount,
  type ListedSystem,
  type MonthlySnapshot,
  type RestrictedLine,
  sumOfLines,
} from './model.ts'

/** In: how many lines have no sum recorded. Out: the words that say so. */
export function unknownSums(unknown: number): string {
  return unknown === 0 ? '' : `（另有${unknown}个未登记金额）`
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

/** 已迁未下线, each with the day of its confirmation. */
export function runningTwiceTable({ runningTwice }: MonthlySnapshot): ReportTable {
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

/** Overdue systems and the articles that stop their O&M money. */
export function overdue({ overdue: lines, counts }: MonthlySnapshot): Block[] {
  const tracked = healthCount(counts, 'overdue')
  // Only a report made late can differ: facts of the month were corrected after the tracker's last run.
  const corrected =
    lines.length === tracked
      ? ''
      : `指标核定时逾期${tracked}个，其后台账有更正，名单以制作时的台账为准，为${lines.length}个。`
  if (lines.length === 0) return [paragraph(corrected === '' ? '本月末无逾期系统。' : corrected)]
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
        (ungrounded === 0 ? '' : `其中${ungrounded}个暂无停拨运维经费的依据，表中记“—”。`) +
        corrected,
    ),
    table,
  ]
}

function verdictInPrint({ verdict, grounds }: RestrictedLine): string {
  const since = earliest(grounds)
  return fundVerdictWords[verdict] + (since === null ? '' : `\n${since}起`)
}

/** O&M lines that may not be paid, with their sum. */
export function restricted(snapshot: MonthlySnapshot): Block[] {
  const { restricted: lines, verdicts } = snapshot
  if (verdicts === null) return [paragraph('本月末尚未采用资金管理办法，运维经费没有判定。')]
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

/** Exemptions, running and expired. */
export function exemptions({ exemptions: lines, asOf }: MonthlySnapshot): Block[] {
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
