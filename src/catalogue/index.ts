import { pageRouter } from '../platform/http.tsx'
import { editionPages } from './editions/edition-routes.tsx'
import type { ImpactOf } from './editions/one-edition-page.tsx'
import { itemPages } from './items/item-routes.tsx'
import { publicPages } from './items/public-routes.tsx'
import { unlistedNeedPages } from './unlisted-needs/routes.tsx'

export { catalogueApi } from './api.ts'
export { type AllowedEditionSteps, allowedEditionSteps } from './editions/allowed-steps.ts'
export { approveEdition } from './editions/approve-edition.ts'
export { commentOnItem, type ItemComment } from './editions/comments.ts'
export { type CompiledEdition, compileEdition } from './editions/compile-edition.ts'
export { deleteDraft } from './editions/delete-draft.ts'
export { diffEditions, type EditionDiff } from './editions/diff.ts'
export {
  type CatalogueEdition,
  listCatalogueEditions,
  readCatalogueEdition,
} from './editions/edition-drafts.ts'
export {
  type ImpactTotal,
  impactOn,
  type PricedUse,
  type PriceImpact,
  totalImpact,
} from './editions/price-impact.ts'
export {
  type Publication,
  publishDueEditions,
  publishEdition,
  unscheduleEdition,
} from './editions/publish-edition.ts'
export { editionInForce, type PublishedEdition, publishedEdition } from './editions/published-editions.ts'
export {
  confirmReplacement,
  previewReplacement,
  type ReplacementPreview,
  replaceDraft,
  uploadReplacement,
} from './editions/replace-draft.ts'
export { responseCache } from './editions/response-cache.ts'
export { returnEdition } from './editions/return-edition.ts'
export { setTerms } from './editions/set-terms.ts'
export { submitEdition } from './editions/submit-edition.ts'
export { type ItemCells, ItemConflict, readItem, removeItem, saveItem } from './items/change-item.ts'
export { FaultyRows, type RowFault } from './items/faults.ts'
export { readTable } from './items/read-table.ts'
export { type CatalogueQuery, searchItems } from './items/search.ts'
export type { Approval, Bureau, CatalogueItem, Category, EditionStatus, ResourcePool } from './model.ts'
export { optionalDefaults, poolsOf } from './model.ts'
export { priceOf } from './pricing/index.ts'
export {
  answerUnlistedNeed,
  fileUnlistedNeed,
  groupUnlistedNeeds,
  listUnlistedNeeds,
  readUnlistedNeed,
  type UnlistedNeed,
  type UnlistedNeedGroup,
} from './unlisted-needs/unlisted-needs.ts'

/** In: how an edition's effect on requests and resources is shown. Out: all pages of the catalogue. */
export function cataloguePages(effectOf: ImpactOf) {
  const pages = pageRouter()
  for (const part of [publicPages, itemPages, editionPages(effectOf), unlistedNeedPages])
    pages.route('/', part)
  return pages
}
