import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { addDays, type CalendarDate } from '../../platform/dates.ts'
import {
  type PlannedRules,
  rulesWithEdition,
  rulesWithoutSupplement,
  rulesWithSupplement,
} from '../editions/planned-rules.ts'
import { type RuleEditions, ruleEditionsOf, upgradeAwaits } from '../editions/read-editions.ts'
import type { Definition } from '../supplements/definition.ts'
import { type Supplement, supplementStateOf } from '../supplements/model.ts'
import { type Comparison, compareRules } from './compare-rules.ts'

/** Rules as they are and as they would be, and what that changes. */
export interface Preview {
  planned: PlannedRules
  comparison: Comparison
}

/** What the list of changed systems can be narrowed to; what isn't understood is left out. */
export const previewFilters = z.object({
  /** "operations.eligible.denied": one transition. */
  change: z.string().max(60).catch('').default(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1).default(1),
})
export type PreviewFilters = z.infer<typeof previewFilters>

/** Out: the comparison with the list narrowed to one transition; an unknown one narrows nothing. */
export function narrowed(
  { systems, transitions }: Comparison,
  { change }: PreviewFilters,
): Comparison['systems'] {
  const [fund, before, after] = change.split('.')
  if (!transitions.some((one) => one.fund === fund && one.before === before && one.after === after))
    return systems
  return systems.filter(({ changes }) =>
    changes.some((one) => one.fund === fund && one.before === before && one.after === after),
  )
}

/** In: a first day to be judged by the other edition (undefined: the proposed one, or tomorrow), and the regulation to be adopted where there is none. Out: where the editions stand, and what adopting would change; null: nothing awaits. */
export async function previewUpgrade(
  context: Context,
  from?: CalendarDate,
  regulationId?: string,
): Promise<{ editions: RuleEditions; preview: Preview | null }> {
  authorize(context, 'regulations.read')
  return transact(context, async (tx) => {
    const editions = await ruleEditionsOf(context, tx, regulationId)
    const { proposed } = editions
    if (proposed === null && !upgradeAwaits(editions)) return { editions, preview: null }
    const tomorrow = addDays(context.clock.today(), 1)
    const chosen = proposed?.effectiveFrom ?? from
    // A day that has come already is not to be judged by other rules.
    const asOf = chosen !== undefined && chosen > tomorrow ? chosen : tomorrow
    return {
      editions,
      preview: await compared(
        context,
        tx,
        await rulesWithEdition(context, tx, asOf, proposed ?? editions.installed),
      ),
    }
  })
}

/** In: a definition and its clause. Out: what it would change on its first day, or today if that is later. */
export async function previewDefinition(
  context: Context,
  definition: Definition,
  clause: string,
): Promise<Preview> {
  authorize(context, 'regulations.read')
  return transact(context, async (tx) =>
    compared(context, tx, await rulesWithSupplement(context, tx, definition, clause)),
  )
}

/** In: a rule as it stands. Out: what its approval or its repeal, whichever comes next, would change; null: nothing is pending. */
export async function previewSupplement(context: Context, supplement: Supplement): Promise<Preview | null> {
  authorize(context, 'regulations.read')
  const standing = supplementStateOf(supplement, context.clock.today())
  if (standing === 'draft' || standing === 'submitted')
    return previewDefinition(context, supplement.definition, supplement.clause)
  if (supplement.repeal === null || supplement.repeal.approved !== null) return null
  return transact(context, async (tx) =>
    compared(context, tx, await rulesWithoutSupplement(context, tx, supplement)),
  )
}

/** The list goes out as a file: audited. */
export async function recordExport(
  context: Context,
  objectId: string,
  { comparison }: Preview,
): Promise<void> {
  await transact(context, (tx) =>
    record(context, tx, [
      {
        operation: 'regulations.read',
        objectType: 'rule-comparison',
        objectId,
        after: { systems: comparison.systems.length },
      },
    ]),
  )
}

async function compared(context: Context, tx: Transaction, planned: PlannedRules): Promise<Preview> {
  return { planned, comparison: await compareRules(context, tx, planned) }
}
