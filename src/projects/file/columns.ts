/** Pure. */

import { cellText, type Row } from '../../platform/spreadsheet/cells.ts'
import { type MilestoneStep, milestoneStepNames, type ProjectRole, projectRoles, stepKind } from '../model.ts'

/** What a column of a file of projects tells. */
export type Told =
  | { what: 'number' | 'name' | 'unit' | 'investment' | 'reason' }
  | { what: 'systems'; role: ProjectRole }
  | { what: 'day' | 'document' | 'money' | 'outcome' | 'until' | 'extension-reason'; step: MilestoneStep }

export interface FileColumn {
  title: string
  /** An example, as the template shows what is meant. */
  hint: string
  told: Told
}

function columnsOfStep(step: MilestoneStep): FileColumn[] {
  const { title, money } = stepKind(step)
  return [
    { title, hint: '2026-03-20', told: { what: 'day', step } },
    ...(step === 'accepted'
      ? [{ title: '竣工验收结果', hint: '通过 或 未通过', told: { what: 'outcome', step } as const }]
      : []),
    ...(step === 'acceptance-extended'
      ? [
          { title: '验收延至', hint: '2026-12-31', told: { what: 'until', step } as const },
          { title: '验收延期理由', hint: '', told: { what: 'extension-reason', step } as const },
        ]
      : []),
    ...(money === undefined
      ? []
      : [{ title: `${money}（万元）`, hint: '98.5', told: { what: 'money', step } as const }]),
    { title: `${title}文号`, hint: '', told: { what: 'document', step } },
  ]
}

/** Every column that a file of projects can have. */
export const fileColumns: readonly FileColumn[] = [
  { title: '项目编号', hint: '不填由程序编号', told: { what: 'number' } },
  { title: '项目名称', hint: '', told: { what: 'name' } },
  { title: '牵头单位', hint: '系统所属单位全称；不填为本单位', told: { what: 'unit' } },
  { title: '估算投资（万元）', hint: '98.5', told: { what: 'investment' } },
  ...Object.entries(projectRoles).map(
    ([role, title]): FileColumn => ({
      title: `${title}的系统编号`,
      hint: '几个的用、分开',
      told: { what: 'systems', role: role as ProjectRole },
    }),
  ),
  ...milestoneStepNames.flatMap(columnsOfStep),
  { title: '先后颠倒的理由', hint: '节点先后与常序不合的要写', told: { what: 'reason' } },
]

const plain = (title: string) => title.normalize('NFKC').replace(/\s|\([^()]*\)/g, '')
const byTitle = new Map(
  fileColumns.flatMap((column) =>
    (column.told.what === 'day' ? ['', '日期', '时间', '日'] : ['']).map(
      (ending) => [`${plain(column.title)}${ending}`, column] as const,
    ),
  ),
)

/** In: a row. Out: the columns that it names as a header, by place, and titles that no column has. */
export function columnsNamed({ columns, cells }: Row): { at: Map<FileColumn, number>; unknown: string[] } {
  const at = new Map<FileColumn, number>()
  const unknown: string[] = []
  for (const [index, cell] of cells.entries()) {
    const title = cellText(cell)
    const column = byTitle.get(plain(title))
    if (column === undefined || at.has(column)) unknown.push(title.trim())
    else at.set(column, columns[index] ?? index)
  }
  return { at, unknown }
}
