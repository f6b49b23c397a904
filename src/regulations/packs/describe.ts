import { deadlineWords } from '../engine/words.ts'
import { packOf, packs } from './index.ts'

/** In: a regulation and a clause that sets a period. Out: the period in Chinese, with the article that prints it. */
export function clauseDeadlineWords(regulationId: string, clause: string): string {
  const rule = packOf(regulationId)?.rules.find((candidate) => candidate.clause === clause)
  return (rule?.deadlines ?? []).map(deadlineWords).join('；') || clause
}

/** Regulations a jurisdiction can be judged by, for choosing one. */
export const regulationOptions: readonly { value: string; label: string }[] = packs.map(
  ({ id, title, documentNumber }) => ({ value: id, label: `${title}（${documentNumber}）` }),
)
