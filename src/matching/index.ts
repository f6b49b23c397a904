/**
 * Which catalogue items serve what is requested, at the lowest proven price, or why none does: `matchingBasis` has what
 * lines are matched with, `linesOfInput` the lines, `matchWithin` matches them; `parseRequest` reads words without a
 * catalogue, `learnPhrase` keeps what reviewers decide that words mean.
 */

export { catalogueIndexOf } from './catalogue-index-of.ts'
export { matchWithin } from './competing/match-within.ts'
export { bandwidthOf, isPerMachine } from './items.ts'
export { learnPhrase } from './learnt/learn-phrase.ts'
export {
  type LineInput,
  limits,
  lineFields,
  lineKinds,
  refuseContradictions,
  refuseTooMuchText,
} from './line-input.ts'
export { linesOfInput } from './lines-of-input.ts'
export { engineVersion, type Matched } from './match.ts'
export { matchJson } from './match-json.ts'
export { type MatchingBasis, matchingBasis } from './matching-basis.ts'
export { type Alternative, certainties, kindInChinese, type Match, type Outcome } from './model.ts'
export { storedLine, storedMatch } from './stored-match.ts'
export { parseFigures } from './text/parse-figures.ts'
export { parseRequest } from './text/parse-request.ts'
