import { and, asc, eq, inArray } from 'drizzle-orm'
import { jurisdictionsAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { Rule } from '../../regulations/index.ts'
import { type RulesInForce, rulesInForce } from '../editions/rules-in-force.ts'
import { supplementaryRules } from '../schema.ts'
import { ruleOf } from '../supplements/rule-of.ts'

/** An approved supplementary rule as everybody may read it. */
export interface PublishedSupplement {
  title: string
  documentNumber: string
  rule: Rule
  /** In force today. */
  inForce: boolean
}

/** What the 对照本 says of the asker's jurisdiction besides the regulation. */
export interface Rulebook {
  jurisdictionName: string
  rules: RulesInForce
  /** Also those to come and those that have ended: verdicts of their time cite them. */
  supplements: PublishedSupplement[]
}

/** In: a regulation. Out: by what the asker's jurisdiction is judged; null when it has another regulation. */
export async function readRulebook(context: Context, regulationId: string): Promise<Rulebook | null> {
  authorize(context, 'regulations.preview')
  const { clock, actor } = context
  return transact(context, async (tx) => {
    const here = jurisdictionsAs('here')
    const [jurisdiction] = await tx
      .select({ name: here.name })
      .from(here)
      .where(and(eq(here.id, actor.jurisdictionId), eq(here.regulationId, regulationId)))
    if (jurisdiction === undefined) return null
    const rules = await rulesInForce(tx, actor.jurisdictionId, clock.today(), clock.now())
    const rows = await tx
      .select({ clause: supplementaryRules.clause, definition: supplementaryRules.definition })
      .from(supplementaryRules)
      .where(eq(supplementaryRules.status, 'approved'))
      .orderBy(asc(supplementaryRules.id))
    return {
      jurisdictionName: jurisdiction.name,
      rules,
      supplements: rows.map(({ clause, definition }) => ({
        title: definition.title,
        documentNumber: definition.documentNumber,
        rule: ruleOf(definition, clause),
        inForce: rules.supplements.some((supplement) => supplement.clause === clause),
      })),
    }
  })
}

/** In: clauses that a verdict cites. Out: of those that are supplementary rules, the document each rests on. */
export async function documentsOfClauses(
  tx: Transaction,
  jurisdictionId: string,
  clauses: readonly string[],
): Promise<Map<string, { title: string; documentNumber: string }>> {
  const own = clauses.filter((clause) => clause.startsWith('SUP-'))
  if (own.length === 0) return new Map()
  const rows = await tx
    .select({ clause: supplementaryRules.clause, definition: supplementaryRules.definition })
    .from(supplementaryRules)
    .where(
      and(eq(supplementaryRules.jurisdictionId, jurisdictionId), inArray(supplementaryRules.clause, own)),
    )
  return new Map(
    rows.map(({ clause, definition: { title, documentNumber } }) => [clause, { title, documentNumber }]),
  )
}
