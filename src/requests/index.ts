export { requestsApi } from './api.ts'
export { keepPool } from './capacity/keep-pool.ts'
export { effectSummary } from './edition/effect-summary.tsx'
export { type EditionEffect, readEditionEffect } from './edition/read-effect.ts'
export { approveRequest } from './filing/approve-request.ts'
export { cancelRequest } from './filing/cancel-request.ts'
export type { DraftInput } from './filing/draft-input.ts'
export { editChoices } from './filing/edit-choices.ts'
export { fileRequest } from './filing/file-request.ts'
export { handOver } from './filing/hand-over.ts'
export { listRequests, requestFilters } from './filing/list-requests.ts'
export { confirmMatch } from './filing/match-request.ts'
export { readPasted } from './filing/paste-lines.ts'
export { provisionRequest } from './filing/provision-request.ts'
export { readRequest } from './filing/read-request.ts'
export { returnRequest } from './filing/return-request.ts'
export { reviewRequest } from './filing/review-request.ts'
export { submitRequest } from './filing/submit-request.ts'
export { type ItemUse, itemUses } from './item-uses.ts'
export { forgetPhrase, learnPhrase } from './learnt/learn-phrase.ts'
export { listLearntPhrases } from './learnt/read-learnt.ts'
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
export { learnSayings } from './matching/sayings/described.ts'
export { requestsPages } from './pages.tsx'
export { preparedPools } from './prepared-pools.ts'
export { previewMatching } from './preview-matching.ts'
export { type RequestTasks, requestTasks } from './request-tasks.ts'
export { askChange } from './resources/ask-change.ts'
export { confirmUsage } from './resources/confirm-usage.ts'
export { listResources, resourceFilters } from './resources/list-resources.ts'
export { previewUsage } from './resources/preview-usage.ts'
export { trackResources } from './resources/track-resources.ts'
export { type UnmetLine, unmetLines } from './unmet-lines.ts'
