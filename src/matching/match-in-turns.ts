/** Pure. */

import { AppError } from '../platform/errors.ts'
import { type Matched, matchesOf } from './match.ts'
import type { Matching } from './match-run.ts'
import type { Line, Match } from './model.ts'
import { totalOf } from './money.ts'

/** How long, and for how many lines, others wait while one request is matched; a clock may stand still meanwhile. */
const turn = { milliseconds: 8, lines: 100 }
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
  let began = performance.now()
  let matchedBefore = 0
  for (const match of matchesOf(matching, lines)) {
    matches.push(match)
    const now = performance.now()
    if (now - began < turn.milliseconds && matches.length - matchedBefore < turn.lines) continue
    if (now > deadline) throw tooLong(seconds, matches.length, lines.length)
    await new Promise((later) => setTimeout(later, 0))
    signal?.throwIfAborted()
    began = performance.now()
    matchedBefore = matches.length
  }
  return { lines: matches, monthlyFen: totalOf(matches.map(({ monthlyFen }) => monthlyFen)) }
}

const tooLong = (seconds: number, done: number, all: number) =>
  new AppError(
    'invalid-input',
    `这些需求算了 ${seconds} 秒还没有算完（${all} 行中算了 ${done} 行），已停止，数据没有改动。请分成几批再算。`,
    { errors: [{ path: 'lines', message: `${all} 行一次算不完，请分成几批` }] },
  )
