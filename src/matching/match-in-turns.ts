/** Pure. */

import { AppError } from '../platform/errors.ts'
import { inTurns } from '../platform/turns.ts'
import { type Matched, matchesOf } from './match.ts'
import type { Matching } from './match-run.ts'
import type { Line, Match } from './model.ts'
import { totalOf } from './money.ts'

/** After which a request is given up. */
const maxSeconds = 20

/**
 * As matchLines, but lets others have their turn in between. Throws the signal's reason when whoever asked has gone,
 * and invalid-input when it takes too long.
 */
export async function matchInTurns(
  matching: Matching,
  lines: readonly Line[],
  { signal, seconds = maxSeconds }: { signal?: AbortSignal | undefined; seconds?: number } = {},
): Promise<Matched> {
  const deadline = performance.now() + seconds * 1_000
  const matches: Match[] = []
  const turn = inTurns({ signal })
  for (const match of matchesOf(matching, lines)) {
    matches.push(match)
    const others = turn()
    if (others === undefined) continue
    if (performance.now() > deadline) throw tooLong(seconds, matches.length, lines.length)
    await others
  }
  return { lines: matches, monthlyFen: totalOf(matches.map(({ monthlyFen }) => monthlyFen)) }
}

const tooLong = (seconds: number, done: number, all: number) =>
  new AppError(
    'invalid-input',
    `这些需求算了 ${seconds} 秒还没有算完（${all} 行中算了 ${done} 行），已停止，数据没有改动。请分成几批再算。`,
    { errors: [{ path: 'lines', message: `${all} 行一次算不完，请分成几批` }] },
  )
