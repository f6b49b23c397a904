export { approveEdition } from './editions/approve-edition.ts'
export { awaitedEditions } from './editions/awaited-editions.ts'
export { commentOnItem } from './editions/comments.ts'
export { compileEdition } from './editions/compile-edition.ts'
export { deleteDraft } from './editions/delete-draft.ts'
export {
  type CatalogueEdition,
  listCatalogueEditions,
  readCatalogueEdition,
} from './editions/edition-drafts.ts'
export { type ImpactTotal, impactOn, type PriceImpact, totalImpact } from './editions/price-impact.ts'
export { publishDueEditions, publishEdition, unscheduleEdition } from './editions/publish-edition.ts'
export { editionInForce, type PublishedEdition, publishedEdition } from './editions/published-editions.ts'
export {
  confirmReplacement,
  previewReplacement,
  replaceDraft,
  uploadReplacement,
} from './editions/replace-draft.ts'
export { returnEdition } from './editions/return-edition.ts'
export { responseCache } from './editions/served-catalogue.ts'
export { setTerms } from './editions/set-terms.ts'
export { submitEdition } from './editions/submit-edition.ts'
export { ItemConflict, readItem, removeItem, saveItem } from './items/change-item.ts'
export type { CatalogueItem, ResourcePool } from './model.ts'
export { poolsOf } from './model.ts'
export { priceOf } from './pricing/index.ts'
export {
  answerUnlistedNeed,
  fileUnlistedNeed,
  groupUnlistedNeeds,
  listUnlistedNeeds,
  readUnlistedNeed,
  type UnlistedNeedGroup,
} from './unlisted-needs/unlisted-needs.ts'
