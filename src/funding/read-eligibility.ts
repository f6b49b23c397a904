import type { Context } from '../platform/context.ts'
import { type FactName, liftingRemedyWords, type OfProject, type Verdict } from '../regulations/index.ts'
import type { CurrentVerdict } from './current-verdict.ts'
import type { Disagreement } from './disagreements.ts'
import { readLiftingRemedies } from './read-lifting-remedies.ts'
import { systemIdOf } from './system-id.ts'
import { verdictForMoney } from './verdict-for-money.ts'

interface Step {
  fact: FactName
  words: string
}

/** The verdict that stands, and what would lift it. */
export interface Eligibility {
  verdict: (Verdict & Pick<CurrentVerdict, 'asOf' | 'judgedOn'>) | null
  liftingRemedies: {
    clause: string | null
    effect: string
    /** Whose findings it lifts, where several projects build the system. */
    project?: OfProject
    words: string
    changes: Step[]
  }[]
  /** Whether all that is kept of the system agrees; false: no answer here is a ground to pay or to refuse. */
  agrees: boolean
  disagreements: Disagreement[]
}

/** In: a system's code. Throws not-found, for another department's system likewise. */
export async function readEligibility(context: Context, code: string): Promise<Eligibility> {
  const systemId = await systemIdOf(context, code)
  const { verdict, disagreements } = await verdictForMoney(context, systemId)
  const agrees = disagreements.length === 0
  if (verdict === null) return { verdict, liftingRemedies: [], agrees, disagreements }
  const { liftable } = await readLiftingRemedies(context, systemId)
  const { regulation, scope, funds, findings, deadlines, asOf, judgedOn, byProject } = verdict
  return {
    verdict: {
      regulation,
      scope,
      ...(funds === undefined ? {} : { funds }),
      findings: findings.map(({ read: _read, ...finding }) => finding),
      deadlines,
      ...(byProject === undefined ? {} : { byProject }),
      asOf,
      judgedOn,
    },
    liftingRemedies: liftable.flatMap(({ clause, effect, project, liftingRemedies }) =>
      liftingRemedies.map((liftingRemedy) => ({
        clause,
        effect,
        ...(project === null ? {} : { project }),
        words: liftingRemedyWords(liftingRemedy),
        changes: liftingRemedy.changes.map(({ fact, words }) => ({ fact, words })),
      })),
    ),
    agrees,
    disagreements,
  }
}
