import { pageRouter } from '../platform/http.tsx'
import type { EffectOf } from './edition-page.tsx'
import { editionPages } from './edition-pages.tsx'
import { itemPages } from './item-pages.tsx'
import { publicPages } from './pages.tsx'
import { wishPages } from './wish-pages.tsx'

export { type Standing, standingOf } from './actions.ts'
export { catalogueApi } from './api.ts'
export { approveEdition } from './approve-edition.ts'
export { type ItemCells, ItemConflict, readItem, removeItem, saveItem } from './change-item.ts'
export { commentOnItem, type ItemComment } from './comments.ts'
export { type CompiledEdition, compileEdition } from './compile-edition.ts'
export { deleteDraft } from './delete-draft.ts'
export { diffEditions, type EditionDiff } from './diff.ts'
export { type Edition, listEditions, readEdition } from './edition-drafts.ts'
export { type Effect, type EffectTotal, effectOn, totalEffect, type Use } from './effect.ts'
export { FaultyRows, type RowFault } from './faults.ts'
export { keptAnswers } from './kept-answers.ts'
export type { Approval, Bureau, CatalogueItem, Category, EditionStatus, ResourcePool } from './model.ts'
export { poolsOf, unsaid } from './model.ts'
export { priceOf } from './pricing/index.ts'
export {
  type Publication,
  publishDueEditions,
  publishEdition,
  unscheduleEdition,
} from './publish-edition.ts'
export { editionInForce, type PublishedEdition, publishedEdition } from './published-editions.ts'
export { readTable } from './read-table.ts'
export {
  confirmReplacement,
  previewReplacement,
  type ReplacementPreview,
  replaceDraft,
  uploadReplacement,
} from './replace-draft.ts'
export { returnEdition } from './return-edition.ts'
export { type CatalogueQuery, searchItems } from './search.ts'
export { setTerms } from './set-terms.ts'
export { submitEdition } from './submit-edition.ts'
export {
  answerWish,
  fileWish,
  type Gap,
  gapsOf,
  listWishes,
  readWish,
  type Wish,
} from './wishes.ts'

/** In: how an edition's effect on requests and resources is shown. Out: all pages of the catalogue. */
export function cataloguePages(effectOf: EffectOf) {
  const pages = pageRouter()
  for (const part of [publicPages, itemPages, editionPages(effectOf), wishPages]) pages.route('/', part)
  return pages
}
