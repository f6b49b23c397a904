export { matchingApi } from './api.ts'
export { type CompetingOptions, matchWithin } from './capacity.ts'
export { engineVersion } from './engine-version.ts'
export { bandwidthOf, isPerMachine } from './items.ts'
export { forgetPhrase, learnPhrase } from './learnt/learn-phrase.ts'
export { learntPages } from './learnt/pages.tsx'
export { listLearntPhrases } from './learnt/read-learnt.ts'
export { type Matched, type Matching, matchLines } from './match.ts'
export { match } from './match-json.ts'
export { type MatchingBasis, matchingBasis } from './matching-basis.ts'
export {
  type Alternative,
  certainties,
  type Demands,
  kindInChinese,
  type Line,
  type Match,
  type Need,
  type Outcome,
  type Pick,
  type StructuredLine,
  type TextLine,
} from './model.ts'
export { parseFigures } from './parse-text.ts'
export { Pools } from './pools.ts'
export { preparedPools } from './prepared-pools.ts'
export {
  type LineInput,
  limits,
  lineFields,
  lineKinds,
  matchingInput,
  refuseContradictions,
} from './preview-input.ts'
export { previewMatching } from './preview-matching.ts'
export { readLines } from './read-lines.ts'
export { learnSayings } from './sayings/described.ts'
export { systemSaidIn, wantedClauses } from './wanted.ts'
export { isEmpty, objectsOf } from './words.ts'
