import {
  type CatalogueItem,
  type ImpactTotal,
  impactOn,
  type PriceImpact,
  publishedEdition,
  readCatalogueEdition,
  totalImpact,
} from '../../catalogue/index.ts'
import { authorize, type Context } from '../../platform/context.ts'
import { type ItemUse, itemUses } from './item-uses.ts'
import { type Sized, withSizes } from './requested-sizes.ts'

/** What an edition does to one use, with the item's name and unit as it was matched. */
export type UseImpact = PriceImpact<Sized<ItemUse>> & { item: string; unit: string }

/** The uses of one kind: each line's item of a request, or each resource. */
export interface KindImpact extends ImpactTotal {
  /** Requests or resources; a request counts once. */
  all: number
  /** Of these, those with a use that changes. */
  affected: number
}

export interface EditionImpact {
  edition: { id: number; number: string }
  /** What changes, the largest sums first. */
  changed: readonly UseImpact[]
  requests: KindImpact
  resources: KindImpact
}

/**
 * What an edition, in any state, would do to every open request and running resource, in fen a month. Each use is
 * compared with the edition that it was matched with. Throws not-found.
 */
export async function readEditionImpact(
  context: Context,
  input: { editionId: number },
): Promise<EditionImpact> {
  authorize(context, 'catalogue.read-drafts')
  const edition = await readCatalogueEdition(context, input)
  const effects = await effectsOf(context, new Map(edition.items.map((item) => [item.code, item])))
  const weight = ({ monthlyFen, afterFen }: UseImpact) => Math.abs((afterFen ?? 0) - monthlyFen)
  return {
    edition: { id: edition.id, number: edition.number },
    changed: effects.filter(({ outcome }) => outcome !== 'same').sort((a, b) => weight(b) - weight(a)),
    requests: totalOf(effects, 'request'),
    resources: totalOf(effects, 'resource'),
  }
}

async function effectsOf(context: Context, after: ReadonlyMap<string, CatalogueItem>): Promise<UseImpact[]> {
  const uses = await itemUses(context)
  const before = new Map<number, ReadonlyMap<string, CatalogueItem>>()
  for (const id of new Set(uses.map(({ editionId }) => editionId)))
    before.set(id, (await publishedEdition(context, id))?.byCode ?? new Map())
  const sized = await withSizes(context, uses, ({ editionId, code }) => before.get(editionId)?.get(code))
  return [...before].flatMap(([id, byCode]) =>
    impactOn(
      sized.filter(({ editionId }) => editionId === id),
      byCode,
      after,
    ).map((effect) => {
      const was = byCode.get(effect.code)
      return {
        ...effect,
        item: was === undefined ? '' : `${was.name} ${was.specification}`,
        unit: was?.unit ?? '',
      }
    }),
  )
}

function totalOf(effects: readonly UseImpact[], kind: ItemUse['kind']): KindImpact {
  const ofKind = effects.filter((effect) => effect.kind === kind)
  const count = (some: readonly UseImpact[]) => new Set(some.map(({ id }) => id)).size
  const affected = count(ofKind.filter(({ outcome }) => outcome !== 'same'))
  return { ...totalImpact(ofKind), all: count(ofKind), affected }
}
