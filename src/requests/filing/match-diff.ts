/** Pure. */

import { type Fen, fenOf } from '../../platform/money.ts'
import type { FrozenMatch } from './frozen-match.ts'

export interface LineDiff {
  lineId: string
  before: { items: string; monthlyFen: Fen }
  after: { items: string; monthlyFen: Fen }
}
/** What another edition does to a request. */
export interface MatchDiff {
  before: { edition: string; monthlyFen: Fen }
  after: { edition: string; monthlyFen: Fen }
  /** After less before, a month. */
  changeFen: Fen
  /** Lines whose items, outcome or price differ. */
  lines: LineDiff[]
}

/** In: two matches of the same lines. Out: where they differ, and by how much money a month. */
export function compareMatches(before: FrozenMatch, after: FrozenMatch): MatchDiff {
  const was = new Map(before.lines.map((line) => [line.id, line]))
  const lines = after.lines.flatMap((line): LineDiff[] => {
    const old = was.get(line.id)
    const then = { items: said(old), monthlyFen: old?.monthlyFen ?? fenOf(0) }
    const now = { items: said(line), monthlyFen: line.monthlyFen }
    const same = then.items === now.items && then.monthlyFen === now.monthlyFen
    return same ? [] : [{ lineId: line.id, before: then, after: now }]
  })
  return {
    before: { edition: before.edition.number, monthlyFen: before.monthlyFen },
    after: { edition: after.edition.number, monthlyFen: after.monthlyFen },
    changeFen: fenOf(after.monthlyFen - before.monthlyFen),
    lines,
  }
}

function said(line: FrozenMatch['lines'][number] | undefined): string {
  if (line === undefined) return ''
  const items = line.items.map(({ code, quantity }) => `${code}×${quantity}`).join('，')
  return items === '' ? line.reason : items
}
