export { matchingApi } from './api.ts'
export { CatalogueIndex } from './catalogue-index.ts'
export { catalogueIndexOf } from './catalogue-index-of.ts'
export { type CompetingOptions, matchWithin } from './competing/match-within.ts'
export { engineVersion } from './engine-version.ts'
export { bandwidthOf, isPerMachine } from './items.ts'
export { forgetPhrase, learnPhrase } from './learnt/learn-phrase.ts'
export { listLearntPhrases } from './learnt/read-learnt.ts'
export { learntPages } from './learnt/routes.tsx'
export { linesOfInput } from './lines-of-input.ts'
export { type Matched, type Matching, matchLines } from './match.ts'
export { match } from './match-json.ts'
export { type MatchingBasis, matchingBasis } from './matching-basis.ts'
export {
  type Alternative,
  certainties,
  kindInChinese,
  type Line,
  type Match,
  type Need,
  type OrderedItem,
  type Outcome,
  type Requirements,
  type StructuredLine,
  type TextLine,
} from './model.ts'
export {
  type LineInput,
  limits,
  lineFields,
  lineKinds,
  matchingInput,
  refuseContradictions,
} from './preview-input.ts'
export { previewMatching } from './preview-matching.ts'
export { systemSaidIn, wantedClauses } from './text/clauses.ts'
export { parseFigures } from './text/parse-text.ts'
export { trainClassifier } from './text/training/described.ts'
export { isEmpty, objectsOf } from './text/words.ts'
