import { eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { dataOfRule } from '../../regulations/index.ts'
import { hashOfJson } from '../editions/rules-hash.ts'
import { supplementaryRules } from '../schema.ts'
import type { Definition } from './definition.ts'
import { type SupplementStatus, type SupplementStep, supplementMachine } from './model.ts'
import { ruleOf } from './rule-of.ts'

export type SupplementRow = typeof supplementaryRules.$inferSelect

/** In: an id. Out: the row, locked until the transaction ends. Throws not-found. */
export async function lockSupplement(tx: Transaction, id: number): Promise<SupplementRow> {
  const [row] = await tx.select().from(supplementaryRules).where(eq(supplementaryRules.id, id)).for('update')
  if (row === undefined) throw new AppError('not-found', '没有这条补充规则，可能已被删除。')
  return row
}

/**
 * Takes a step with a rule if it still is in the state it was found in. Out: the state it is in now.
 * Throws conflict when the step can't be taken in that state, or somebody else was faster.
 */
export async function changeSupplement(
  tx: Transaction,
  found: SupplementRow,
  step: SupplementStep,
  change: Omit<Partial<typeof supplementaryRules.$inferInsert>, 'status'>,
): Promise<SupplementStatus> {
  const [row] = await tx
    .update(supplementaryRules)
    .set({ ...change, status: statusAfter(supplementMachine, step, found) })
    .where(stillAs(supplementaryRules, found))
    .returning({ status: supplementaryRules.status })
  return row?.status ?? overtaken(supplementMachine, found)
}

/** In: a definition and its clause. Out: the rule as data and the hash of both: what is submitted and approved. */
export function frozen(definition: Definition, clause: string) {
  const rule = dataOfRule(ruleOf(definition, clause))
  return { rule, hash: hashOfJson({ clause, definition, rule }) }
}
