export { digestSql } from './engine/digest-sql.ts'
export { factsNeeded } from './engine/evaluate.ts'
export { type EvaluationContext, evaluationContextOf } from './engine/evaluation-context.ts'
export { evaluatorFor, factsNeededBy, fundsOfFindings } from './engine/evaluator.ts'
export {
  all,
  any,
  type Expression,
  happened,
  happenedBefore,
  happenedFrom,
  hostedIn,
  investmentFrom,
  no,
  not,
  passed,
  running,
  someOrder,
} from './engine/expressions.ts'
export { eventPhrases, flagPhrases } from './engine/fact-phrases.ts'
export { type ReasonSlot, type ReasonTemplate, reasonOf } from './engine/reason-template.ts'
export {
  dataOfPack,
  dataOfRule,
  type PackData,
  packOfData,
  packSchema,
  type RuleData,
  ruleOfData,
  ruleSchema,
} from './engine/rule-data.ts'
export { conditionsOf, isInForce, type LegalBasis, type Pack, type Rule } from './engine/rules.ts'
export { type Columns, sqlOf } from './engine/sql.ts'
export { fundSql, missingOnFundSql, scopeSql, statesSql } from './engine/states-sql.ts'
export { type Stop, stopsFor } from './engine/stops.ts'
export { deadlineMetWords, deadlineWords, reasonWords, type Wording, wordsOf } from './engine/words.ts'
export { assertInForce, evaluate } from './evaluate.ts'
export { factLabel, factValueWords, hostingWords, labelOfFact, orderKindWords } from './fact-words.ts'
export * from './facts.ts'
export {
  type DateName,
  dateNames,
  type FactName,
  type Facts,
  type FlagName,
  factOf,
  flagNames,
  hostings,
  orderKinds,
} from './facts.ts'
export { calendarDay, factsInput } from './facts-input.ts'
export {
  type Liftable,
  type LiftingRemedy,
  liftingRemediesOf,
  liftingRemedyWords,
  type Restoring,
  restoringOf,
  stepsWords,
} from './lifting-remedies.ts'
export * from './model.ts'
export {
  citationOf,
  type Effect,
  effects,
  type Fund,
  funds,
  type Verdict,
} from './model.ts'
export { type Case, inOrder } from './packs/case.ts'
export { casesOf } from './packs/cases.ts'
export { articleOfClause } from './packs/clause-articles.ts'
export { clauseDeadlineWords, regulationOptions } from './packs/describe.ts'
export { packOf, packs } from './packs/index.ts'
export { withoutRegulation } from './packs/without-regulation.ts'
export { storedDeadlines, storedFindings } from './stored-verdict.ts'
export { type JudgedUnder, uniteStops, uniteVerdicts } from './unite-verdicts.ts'
export { effectTones, verdictTones } from './verdict-tones.ts'
