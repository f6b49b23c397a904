import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { keepEdition } from './editions/adopt-first.ts'
import type { Pack } from './engine/rules.ts'
import { lingchuan2024 } from './packs/lingchuan-2024.ts'
import { ruleAdoptions } from './schema.ts'

/** A version before the installed one: it did not know 第二十九条, and 第七条 only warned. */
export const olderLingchuan: Pack = {
  ...lingchuan2024,
  version: '2024.1',
  rules: lingchuan2024.rules
    .filter(({ clause }) => clause !== 'LC-29')
    .map((rule) =>
      rule.clause === 'LC-7b'
        ? { ...rule, grounds: rule.grounds.map((ground) => ({ ...ground, effect: 'warned' as const })) }
        : rule,
    ),
}

/** Adopts a pack as a jurisdiction's first one, as an older version of the software would have done. */
export async function adoptOlder(context: Context, tx: Transaction, pack = olderLingchuan): Promise<void> {
  const { id } = await keepEdition(context, tx, pack)
  const now = context.clock.now()
  await tx.insert(ruleAdoptions).values({
    ...{ jurisdictionId: context.actor.jurisdictionId, editionId: id, effectiveFrom: pack.force.from },
    ...{ status: 'adopted', automatic: true, proposedAt: now, adoptedAt: now },
  })
}
