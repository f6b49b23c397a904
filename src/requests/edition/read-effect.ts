import {
  type Effect,
  type EffectTotal,
  effectOn,
  publishedEdition,
  readEdition,
  totalEffect,
} from '../../catalogue/index.ts'
import { authorize, type Context } from '../../platform/context.ts'
import { type ItemUse, itemUses } from '../item-uses.ts'

export interface EditionEffect {
  edition: { id: number; number: string }
  /** What changes, the largest sums first. */
  changed: readonly Effect<ItemUse>[]
  requests: EffectTotal
  resources: EffectTotal
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
  const uses = await itemUses(context)
  const after = new Map(edition.items.map((item) => [item.code, item]))
  const effects: Effect<ItemUse>[] = []
  for (const editionId of new Set(uses.map((use) => use.editionId))) {
    const matched = await publishedEdition(context, editionId)
    const before = matched?.byCode ?? new Map()
    effects.push(
      ...effectOn(
        uses.filter((use) => use.editionId === editionId),
        before,
        after,
      ),
    )
  }
  const of = (kind: ItemUse['kind']) => totalEffect(effects.filter((effect) => effect.kind === kind))
  const weight = ({ monthlyFen, afterFen }: Effect<ItemUse>) => Math.abs((afterFen ?? 0) - monthlyFen)
  return {
    edition: { id: edition.id, number: edition.number },
    changed: effects.filter(({ outcome }) => outcome !== 'same').sort((a, b) => weight(b) - weight(a)),
    requests: of('request'),
    resources: of('resource'),
  }
}
