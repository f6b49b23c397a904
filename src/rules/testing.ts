import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { dateOf } from '../platform/dates.ts'
import type { Pack } from '../regulations/engine/rules.ts'
import { lingchuan2024 } from '../regulations/packs/lingchuan-2024.ts'
import { keepEdition } from './editions/adopt-first.ts'
import { ruleAdoptions } from './schema.ts'
import type { Definition } from './supplements/definition.ts'

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
    jurisdictionId: context.actor.jurisdictionId,
    editionId: id,
    effectiveFrom: pack.force.from,
    status: 'adopted',
    automatic: true,
    proposedAt: now,
    adoptedAt: now,
  })
}

/** A rule on systems in a public cloud, plainly said. */
export const sampleDefinition: Definition = {
  version: 1,
  title: '陵川县政务信息系统运维经费管理补充规定',
  documentNumber: '陵数发〔2026〕12号',
  article: '第三条',
  demand: '部署在公有云的系统，暂停拨付运维经费。',
  from: dateOf('2026-10-01'),
  lastDay: null,
  event: null,
  when: { join: 'all', of: [{ block: 'hosting', among: ['public-cloud'] }] },
  unless: null,
  effect: 'suspended',
  funds: ['operations'],
  reason: '部署在公有云',
  remedy: { what: '迁入政务云', by: '系统所属单位', evidence: '迁移确认单' },
}
