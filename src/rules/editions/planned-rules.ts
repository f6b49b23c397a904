import { eq } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { packOfData } from '../../regulations/index.ts'
import { ruleEditions } from '../schema.ts'
import type { Definition } from '../supplements/definition.ts'
import type { Supplement } from '../supplements/model.ts'
import { ruleOf } from '../supplements/rule-of.ts'
import { frozen } from '../supplements/store.ts'
import type { Adoption, RuleEditions } from './read-editions.ts'
import { joinRules, type RulesInForce, rulesInForce } from './rules-in-force.ts'

/** The rules of a day as they are decided now, and as they would be. */
export interface PlannedRules {
  asOf: CalendarDate
  before: RulesInForce
  after: RulesInForce
}

/** In: a day, and the adoption that is proposed or the edition that would be. Out: the rules as they are, and with that edition. */
export async function rulesWithEdition(
  context: Context,
  tx: Transaction,
  asOf: CalendarDate,
  next: Adoption | RuleEditions['installed'],
): Promise<PlannedRules> {
  const { clock, actor } = context
  const before = await rulesInForce(tx, actor.jurisdictionId, asOf, clock.now())
  const edition = 'pack' in next ? { ...next, id: null } : await keptEdition(tx, next.hash)
  return { asOf, before, after: joinRules(edition, before.supplements) }
}

async function keptEdition(tx: Transaction, hash: string): Promise<RulesInForce['edition']> {
  const [row] = await tx.select().from(ruleEditions).where(eq(ruleEditions.hash, hash))
  if (row === undefined) throw new Error(`edition ${hash} is not kept`)
  return {
    id: row.id,
    regulationId: row.regulationId,
    version: row.version,
    hash,
    pack: packOfData(row.rules),
  }
}

/** In: a definition and its clause. Out: the rules without and with it on its first day in force, or today if that is later. */
export async function rulesWithSupplement(
  context: Context,
  tx: Transaction,
  definition: Definition,
  clause: string,
): Promise<PlannedRules> {
  const asOf = notBefore(context.clock.today(), definition.from)
  const { without, along } = await rulesAround(context, tx, asOf, definition, clause)
  return { asOf, before: without, after: along }
}

/** In: a rule whose repeal is asked for. Out: the rules with and without it on the day of the repeal, or today if that is later. */
export async function rulesWithoutSupplement(
  context: Context,
  tx: Transaction,
  { definition, clause, repeal }: Pick<Supplement, 'definition' | 'clause' | 'repeal'>,
): Promise<PlannedRules> {
  const today = context.clock.today()
  const asOf = notBefore(today, repeal?.from ?? today)
  const { without, along } = await rulesAround(context, tx, asOf, definition, clause)
  return { asOf, before: along, after: without }
}

function notBefore(today: CalendarDate, day: CalendarDate): CalendarDate {
  return day > today ? day : today
}

async function rulesAround(
  { clock, actor }: Context,
  tx: Transaction,
  asOf: CalendarDate,
  definition: Definition,
  clause: string,
): Promise<{ without: RulesInForce; along: RulesInForce }> {
  const { edition, supplements } = await rulesInForce(tx, actor.jurisdictionId, asOf, clock.now())
  const others = supplements.filter((supplement) => supplement.clause !== clause)
  const { title, documentNumber } = definition
  const { hash } = frozen(definition, clause)
  const supplement = { id: 0, clause, title, documentNumber, hash, rule: ruleOf(definition, clause) }
  return { without: joinRules(edition, others), along: joinRules(edition, [...others, supplement]) }
}
