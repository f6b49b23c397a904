import { deadlineWords as wordsOfDeadline } from './engine/words.ts'
import { packOf, packs } from './packs/index.ts'

export { regulationsApi } from './api.ts'
export { adoptFirst } from './editions/adopt-first.ts'
export { type ChangedRules, changedRules } from './editions/changed-rules.ts'
export {
  type PlannedRules,
  rulesWithEdition,
  rulesWithoutSupplement,
  rulesWithSupplement,
} from './editions/planned-rules.ts'
export { proposeAdoption } from './editions/propose-adoption.ts'
export {
  type Adoption,
  awaitedSignatures,
  type Editions,
  editionsOf,
  readEditions,
  upgradeAwaits,
} from './editions/read-editions.ts'
export { hashOfJson } from './editions/rules-hash.ts'
export {
  joinRules,
  type RulesInForce,
  rulesInForce,
  type SupplementInForce,
} from './editions/rules-in-force.ts'
export { signAdoption } from './editions/sign-adoption.ts'
export { withdrawAdoption } from './editions/withdraw-adoption.ts'
export { digestSql } from './engine/digest-sql.ts'
export { factsNeededBy, judgeAt } from './engine/judge.ts'
export { type Moment, momentOf } from './engine/moment.ts'
export { dataOfPack, type PackData, parsePack } from './engine/rule-data.ts'
export { isInForce, type Pack } from './engine/rules.ts'
export { type Columns, sqlOf } from './engine/sql.ts'
export { fundSql, missingOnFundSql, scopeSql, statesSql } from './engine/states-sql.ts'
export { assertInForce, evaluate } from './evaluate.ts'
export { factLabel, factValueWords } from './fact-words.ts'
export * from './facts.ts'
export {
  type Lever,
  type Liftable,
  leversOf,
  leverWords,
  type Restoring,
  restoringOf,
  stepsWords,
} from './levers.ts'
export * from './model.ts'
export { packOf } from './packs/index.ts'
export { regulationsPages } from './pages.tsx'
export { documentsOfClauses } from './read-rulebook.ts'
export { RuleCard } from './rulebook-page.tsx'
export { type Steps, type SupplementAction, stepsOf } from './supplements/actions.ts'
export { approveSupplement } from './supplements/approve-supplement.ts'
export { type Definition, definitionSchema } from './supplements/definition.ts'
export { deleteSupplement } from './supplements/delete-supplement.ts'
export { draftSupplement } from './supplements/draft-supplement.ts'
export {
  emptyForm,
  enteredBy,
  formOf,
  pressed,
  readForm,
  type SupplementForm,
} from './supplements/form.ts'
export { SupplementFormBody } from './supplements/form-page.tsx'
export { type Supplement, standingOf, standings } from './supplements/model.ts'
export { listSupplements, readSupplement } from './supplements/read-supplements.ts'
export { approveRepeal, dropRepeal, proposeRepeal } from './supplements/repeal-supplement.ts'
export { returnSupplement } from './supplements/return-supplement.ts'
export { ruleOf } from './supplements/rule-of.ts'
export { submitSupplement } from './supplements/submit-supplement.ts'

/** In: a regulation and a clause that sets a period. Out: the period in Chinese, with the article that prints it. */
export function deadlineWords(regulationId: string, clause: string): string {
  const rule = packOf(regulationId)?.rules.find((candidate) => candidate.clause === clause)
  return (rule?.deadlines ?? []).map(wordsOfDeadline).join('；') || clause
}

/** Regulations a jurisdiction can be judged by, for choosing one. */
export const regulationOptions: readonly { value: string; label: string }[] = packs.map(
  ({ id, title, documentNumber }) => ({ value: id, label: `${title}（${documentNumber}）` }),
)
