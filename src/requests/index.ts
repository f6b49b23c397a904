export { requestsApi } from './api.ts'
export { type ItemUse, itemUses } from './item-uses.ts'
export { type CompetingOptions, matchWithin } from './matching/capacity.ts'
export { type Matched, type Matching, matchLines } from './matching/match.ts'
export type {
  Alternative,
  Demands,
  Line,
  Match,
  Need,
  Outcome,
  Pick,
  StructuredLine,
  TextLine,
} from './matching/model.ts'
export { Pools } from './matching/pools.ts'
export { requestsPages } from './pages.tsx'
export { preparedPools } from './prepared-pools.ts'
export { previewMatching } from './preview-matching.ts'
export { type RequestTasks, requestTasks } from './request-tasks.ts'
export { trackResources } from './resources/track-resources.ts'
export { type UnmetLine, unmetLines } from './unmet-lines.ts'
