/** Pure. */

import { rateText } from '../migration/index.ts'
import { monthInChinese } from '../platform/dates.ts'
import { type Block, type Cell, column, paragraph, printed, type ReportTable, subheading } from './blocks.ts'
import { type Changes, type ListedSystem, type MonthlySnapshot, ratePermille, totalsOf } from './model.ts'

const differences = column('增减', 'change', 36)

/** In: a snapshot. Out: the section on what changed since the report before. */
export function changeSection(snapshot: MonthlySnapshot): Block[] {
  const { changes, counts } = snapshot
  if (changes === null) return [paragraph('首期，无上月可比。')]
  const before = ratePermille(changes.previous)
  const now = ratePermille(counts)
  const systems = systemTable(changes)
  return [
    paragraph(
      `与${monthInChinese(changes.since)}月报相比，上云率由${rateText(changes.previous)}变为${rateText(counts)}` +
        `（${printed(pointsBetween(before, now), differences)}），新确认迁移${changes.newlyConfirmed.length}个，` +
        `新增逾期${changes.newlyOverdue.length}个、逾期解除${changes.settled.length}个，` +
        `运维经费新增受限${changes.newlyStopped.length}条、恢复${changes.restored.length}条。`,
    ),
    subheading('（一）指标对比'),
    figureTable(snapshot, changes),
    subheading('（二）变动名单'),
    systems.rows.length === 0 ? paragraph('无。') : systems,
  ]
}

function pointsBetween(before: number | null, now: number | null): Cell {
  return { kind: 'points', value: before === null || now === null ? null : now - before }
}

function figureTable(snapshot: MonthlySnapshot, { since, previous }: Changes): ReportTable {
  const now = totalsOf(snapshot)
  const rateBefore = ratePermille(previous)
  const rateNow = ratePermille(now)
  const count = (label: string, key: 'required' | 'confirmed' | 'overdue' | 'restricted'): Cell[] => [
    label,
    previous[key],
    now[key],
    now[key] - previous[key],
  ]
  const money = (value: number): Cell => ({ kind: 'fen', value })
  return {
    kind: 'table',
    sheet: '变化',
    columns: [
      column('指标', 'text', 52),
      column(monthInChinese(since), 'count', 30),
      column(monthInChinese(snapshot.month), 'count', 30),
      differences,
    ],
    rows: [
      [
        '上云率',
        { kind: 'permille', value: rateBefore },
        { kind: 'permille', value: rateNow },
        pointsBetween(rateBefore, rateNow),
      ],
      count('应迁移上云（个）', 'required'),
      count('已完成迁移确认（个）', 'confirmed'),
      count('逾期（个）', 'overdue'),
      count('运维经费受限（条）', 'restricted'),
      [
        '受限年运维经费（万元）',
        money(previous.restrictedFen),
        money(now.restrictedFen),
        { kind: 'fen-change', value: now.restrictedFen - previous.restrictedFen },
      ],
    ],
  }
}

function systemTable(changes: Changes): ReportTable {
  const listed = (what: string, systems: readonly ListedSystem[]) =>
    systems.map(({ code, name, unit }) => [what, code, name, unit])
  return {
    kind: 'table',
    sheet: '变化名单',
    columns: [
      column('变化', 'text', 36),
      column('系统编号', 'text', 0),
      column('系统名称', 'text', 70),
      column('单位', 'text', 50),
    ],
    rows: [
      ...listed('新确认迁移', changes.newlyConfirmed),
      ...listed('迁移确认撤回', changes.withdrawn),
      ...listed('新增逾期', changes.newlyOverdue),
      ...listed('逾期解除', changes.settled),
      ...listed('经费新增受限', changes.newlyStopped),
      ...listed('经费恢复', changes.restored),
    ],
  }
}
