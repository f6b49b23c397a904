/** Pure. */

import { emptyMatch, type Matching } from './match-run.ts'
import type { Line, Match, Served } from './model.ts'
import { scopeClauseOf } from './regulation-clauses.ts'

/** 等保 levels from this one on are not carried by a government cloud, whatever an item says of itself. */
const notCarriedFrom = 4
const levels = ['', '一级', '二级', '三级', '四级', '五级']

/**
 * In: a line, and a way to ask what would serve it at another level. Out: its match when no item may serve it
 * (classified, or 等保四级 and above), else null.
 */
export function ineligibility(
  { regulationId }: Matching,
  line: Line,
  servedAt: (level: number) => readonly Served[],
): Match | null {
  if (line.classified === true) {
    const scope = scopeClauseOf(regulationId)
    const basis = scope === null ? '' : `（${scope.article}）`
    return {
      ...emptyMatch(line.id),
      outcome: 'ineligible',
      clause: scope?.clause ?? null,
      reason: `涉密系统不在政务云承载范围，也不适用本办法${basis}，请按保密规定另行办理；其中不涉密的部分可以分出来单独申请。`,
    }
  }
  const level = line.protectionLevel ?? 0
  if (level < notCarriedFrom) return null
  const codes = servedAt(notCarriedFrom - 1).flatMap(({ items }) => items.map(({ code }) => code))
  const then = codes.length === 0 ? '' : `，即可由${[...new Set(codes)].join('、')}提供`
  return {
    ...emptyMatch(line.id),
    outcome: 'ineligible',
    reason: `等保${levels[level] ?? `${level}级`}不在政务云承载范围，最高承载${levels[notCarriedFrom - 1]}；经定级备案降到${levels[notCarriedFrom - 1]}${then}。`,
  }
}
