import type { Context } from '../platform/context.ts'
import { type FactName, liftingRemedyWords, type Verdict } from '../regulations/index.ts'
import { type CurrentVerdict, currentVerdict } from './current-verdict.ts'
import { readLiftingRemedies } from './read-lifting-remedies.ts'
import { systemIdOf } from './system-id.ts'

interface Step {
  fact: FactName
  words: string
}

/** The verdict that stands, and what would lift it. */
export interface Eligibility {
  verdict: (Verdict & Pick<CurrentVerdict, 'asOf' | 'judgedOn'>) | null
  liftingRemedies: { clause: string | null; effect: string; words: string; changes: Step[] }[]
}

/** In: a system's code. Throws not-found, for another department's system likewise. */
export async function readEligibility(context: Context, code: string): Promise<Eligibility> {
  const systemId = await systemIdOf(context, code)
  const verdict = await currentVerdict(context, systemId)
  if (verdict === null) return { verdict, liftingRemedies: [] }
  const { liftable } = await readLiftingRemedies(context, systemId)
  const { regulation, scope, funds, findings, deadlines, asOf, judgedOn } = verdict
  return {
    verdict: {
      regulation,
      scope,
      ...(funds === undefined ? {} : { funds }),
      findings: findings.map(({ read: _read, ...finding }) => finding),
      deadlines,
      asOf,
      judgedOn,
    },
    liftingRemedies: liftable.flatMap(({ clause, effect, liftingRemedies }) =>
      liftingRemedies.map((liftingRemedy) => ({
        clause,
        effect,
        words: liftingRemedyWords(liftingRemedy),
        changes: liftingRemedy.changes.map(({ fact, words }) => ({ fact, words })),
      })),
    ),
  }
}
