import { and, eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { dataOfRule } from '../../regulations/index.ts'
import { hashOfJson } from '../editions/rules-hash.ts'
import { supplementaryRules } from '../schema.ts'
import type { Definition } from './definition.ts'
import { ruleOf } from './rule-of.ts'

export type SupplementRow = typeof supplementaryRules.$inferSelect

/** In: an id. Out: the row, locked until the transaction ends. Throws not-found. */
export async function lockSupplement(tx: Transaction, id: number): Promise<SupplementRow> {
  const [row] = await tx.select().from(supplementaryRules).where(eq(supplementaryRules.id, id)).for('update')
  if (row === undefined) throw new AppError('not-found', '没有这条补充规则，可能已被删除。')
  return row
}

const statusWords = { draft: '编制中', submitted: '待批准', approved: '已批准' } as const

/** Throws conflict, saying in which state the rule is, unless it is in the one needed. */
export function requireStatus(row: SupplementRow, needed: SupplementRow['status'], action: string): void {
  if (row.status === needed) return
  throw new AppError(
    'conflict',
    `${row.clause}现在是“${statusWords[row.status]}”，只有“${statusWords[needed]}”的补充规则才能${action}。请刷新后再看。`,
  )
}

/** Changes a rule if it still is as it was found. Throws conflict when somebody else was faster. */
export async function changeSupplement(
  tx: Transaction,
  { id, status }: Pick<SupplementRow, 'id' | 'status'>,
  change: Partial<typeof supplementaryRules.$inferInsert>,
): Promise<void> {
  const [row] = await tx
    .update(supplementaryRules)
    .set(change)
    .where(and(eq(supplementaryRules.id, id), eq(supplementaryRules.status, status)))
    .returning({ id: supplementaryRules.id })
  if (row === undefined) throw new AppError('conflict', '另一个人刚刚改动了这条补充规则，请刷新后再试。')
}

/** In: a definition and its clause. Out: the rule as data and the hash of both: what is submitted and approved. */
export function frozen(definition: Definition, clause: string) {
  const rule = dataOfRule(ruleOf(definition, clause))
  return { rule, hash: hashOfJson({ clause, definition, rule }) }
}
