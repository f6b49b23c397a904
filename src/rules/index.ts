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
  type RuleEditions,
  readRuleEditions,
  ruleEditionsOf,
  upgradeAwaits,
} from './editions/read-editions.ts'
export { hashOfJson, hashOfPack } from './editions/rules-hash.ts'
export {
  joinRules,
  type RulesInForce,
  rulesInForce,
  type SupplementInForce,
} from './editions/rules-in-force.ts'
export { signAdoption } from './editions/sign-adoption.ts'
export { withdrawAdoption } from './editions/withdraw-adoption.ts'
export {
  columnNamesOfFact,
  columnsOfFactAt,
  columnsOfSystem,
  type FactRow,
  factColumnNames,
  factRowSql,
  factsOfSystem,
} from './facts-of-system.ts'
export { rulesPages } from './routes.tsx'
export { documentsOfClauses } from './rulebook/read-rulebook.ts'
export { regulationsPages } from './rulebook/routes.tsx'
export { RuleCard } from './rulebook/rulebook-page.tsx'
export { supplementaryRules } from './schema.ts'
export {
  type AllowedSupplementSteps,
  allowedSupplementSteps,
  type SupplementAction,
} from './supplements/allowed-steps.ts'
export { approveSupplement } from './supplements/approve-supplement.ts'
export { type Definition, definitionSchema } from './supplements/definition.ts'
export { deleteSupplement } from './supplements/delete-supplement.ts'
export { draftSupplement } from './supplements/draft-supplement.ts'
export { emptyForm, enteredBy, formOf, pressed, readForm, type SupplementForm } from './supplements/form.ts'
export { SupplementFormBody } from './supplements/form-page.tsx'
export { type Supplement, supplementStateOf, supplementStates } from './supplements/model.ts'
export { listSupplements, readSupplement } from './supplements/read-supplements.ts'
export { approveRepeal, dropRepeal, proposeRepeal } from './supplements/repeal-supplement.ts'
export { returnSupplement } from './supplements/return-supplement.ts'
export { supplementPages } from './supplements/routes.tsx'
export { ruleOf } from './supplements/rule-of.ts'
export { submitSupplement } from './supplements/submit-supplement.ts'
