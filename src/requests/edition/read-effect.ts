import {
  type CatalogueItem,
  type Effect,
  type EffectTotal,
  effectOn,
  publishedEdition,
  readEdition,
  totalEffect,
} from '../../catalogue/index.ts'
import { authorize, type Context } from '../../platform/context.ts'
import { type Sized, withSizes } from '../asked-sizes.ts'
import { type ItemUse, itemUses } from '../item-uses.ts'

/** What an edition does to one use, with the item's name and unit as it was matched. */
export type UseEffect = Effect<Sized<ItemUse>> & { item: string; unit: string }

/** The uses of one kind: each line's item of a request, or each resource. */
export interface KindEffect extends EffectTotal {
  /** Requests or resources; a request counts once. */
  all: number
  /** Of these, those with a use that changes. */
  affected: number
}

export interface EditionEffect {
  edition: { id: number; number: string }
  /** What changes, the largest sums first. */
  changed: readonly UseEffect[]
  requests: KindEffect
  resources: KindEffect
}

/**
 * What an edition, in any state, would do to every open request and running resource, in fen a month. Each use is
 * compared with the edition that it was matched with. Throws not-found.
 */
export async function readEditionEffect(
  context: Context,
  input: { editionId: number },
): Promise<EditionEffect> {
  authorize(context, 'catalogue.read-drafts')
  const edition = await readEdition(context, input)
  const effects = await effectsOf(context, new Map(edition.items.map((item) => [item.code, item])))
  const weight = ({ monthlyFen, afterFen }: UseEffect) => Math.abs((afterFen ?? 0) - monthlyFen)
  return {
    edition: { id: edition.id, number: edition.number },
    changed: effects.filter(({ outcome }) => outcome !== 'same').sort((a, b) => weight(b) - weight(a)),
    requests: totalOf(effects, 'request'),
    resources: totalOf(effects, 'resource'),
  }
}

async function effectsOf(context: Context, after: ReadonlyMap<string, CatalogueItem>): Promise<UseEffect[]> {
  const uses = await itemUses(context)
  const before = new Map<number, ReadonlyMap<string, CatalogueItem>>()
  for (const id of new Set(uses.map(({ editionId }) => editionId)))
    before.set(id, (await publishedEdition(context, id))?.byCode ?? new Map())
  const sized = await withSizes(context, uses, ({ editionId, code }) => before.get(editionId)?.get(code))
  return [...before].flatMap(([id, byCode]) =>
    effectOn(
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

function totalOf(effects: readonly UseEffect[], kind: ItemUse['kind']): KindEffect {
  const ofKind = effects.filter((effect) => effect.kind === kind)
  const count = (some: readonly UseEffect[]) => new Set(some.map(({ id }) => id)).size
  const affected = count(ofKind.filter(({ outcome }) => outcome !== 'same'))
  return { ...totalEffect(ofKind), all: count(ofKind), affected }
}
