import { and, asc, desc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import { jurisdictionsAs } from '../../identity/index.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { parseStored } from '../../platform/stored.ts'
import type { Pack, Rule } from '../../regulations/index.ts'
import { packOf, packOfData, ruleOfData, ruleSchema, withoutRegulation } from '../../regulations/index.ts'
import { ruleAdoptions, ruleEditions, supplementaryRules } from '../schema.ts'
import { hashOfJson, hashOfPack } from './rules-hash.ts'

/** A supplementary rule that judges, with the document it rests on. */
export interface SupplementInForce {
  id: number
  clause: string
  title: string
  documentNumber: string
  hash: string
  rule: Rule
}

/** What a jurisdiction is judged by on a day. */
export interface RulesInForce {
  /** The regulation as adopted, together with the supplementary rules: one pack to judge by. */
  pack: Pack
  /** The adopted edition of the regulation alone. */
  edition: { id: number | null; regulationId: string; version: string; hash: string; pack: Pack }
  /** In the order of their clauses; not in force on another day doesn't take them out: each has its own time in force. */
  supplements: SupplementInForce[]
  /** Of the edition and the supplementary rules together: what a verdict rests on. */
  hash: string
}

/**
 * In: a jurisdiction, the day judged, and the instant whose knowledge counts. Out: the edition adopted by then for that
 * day, with the supplementary rules approved by then. An edition adopted without signatures counts for every day; where
 * nothing was adopted yet, the one installed. Without a regulation, or before the day of its adoption, the rules are
 * those of `withoutRegulation`. Throws not-found when the jurisdiction's regulation has no rules at all.
 */
export async function rulesInForce(
  tx: Transaction,
  jurisdictionId: string,
  asOf: CalendarDate,
  knownAt: Date,
): Promise<RulesInForce> {
  const edition = await editionInForce(tx, jurisdictionId, asOf, knownAt)
  return joinRules(edition, await supplementsKnown(tx, jurisdictionId, asOf, knownAt))
}

/** In: an edition and supplementary rules. Out: what they are together. */
export function joinRules(
  edition: RulesInForce['edition'],
  supplements: readonly SupplementInForce[],
): RulesInForce {
  const hash = hashOfJson([edition.hash, ...supplements.map((supplement) => supplement.hash)])
  const { pack } = edition
  return {
    edition,
    supplements: [...supplements],
    hash,
    pack: {
      ...pack,
      version: `${pack.version} ${hash}`,
      rules: [...pack.rules, ...supplements.map(({ rule }) => rule)],
    },
  }
}

async function editionInForce(
  tx: Transaction,
  jurisdictionId: string,
  asOf: CalendarDate,
  knownAt: Date,
): Promise<RulesInForce['edition']> {
  const known = and(
    lte(ruleAdoptions.adoptedAt, knownAt),
    lte(ruleAdoptions.effectiveFrom, asOf),
    eq(ruleAdoptions.status, 'adopted'),
  )
  const [row] = await tx
    .select({ id: ruleEditions.id, hash: ruleEditions.hash, rules: ruleEditions.rules })
    .from(ruleAdoptions)
    .innerJoin(ruleEditions, eq(ruleEditions.id, ruleAdoptions.editionId))
    .where(and(eq(ruleAdoptions.jurisdictionId, jurisdictionId), or(known, ruleAdoptions.automatic)))
    // Of those known, what was decided last.
    .orderBy(desc(sql`${known}`), desc(ruleAdoptions.adoptedAt), desc(ruleAdoptions.id))
    .limit(1)
  if (row === undefined) {
    const adopted = await hasAdopted(tx, jurisdictionId)
    return {
      id: null,
      ...(adopted ? editionOf(withoutRegulation) : await installedEdition(tx, jurisdictionId)),
    }
  }
  const pack = packOfData(row.rules)
  return { id: row.id, regulationId: pack.id, version: pack.version, hash: row.hash, pack }
}

/** Whether an edition was ever adopted, for whatever day. */
async function hasAdopted(tx: Transaction, jurisdictionId: string): Promise<boolean> {
  const adopted = and(eq(ruleAdoptions.jurisdictionId, jurisdictionId), eq(ruleAdoptions.status, 'adopted'))
  return (await tx.$count(ruleAdoptions, adopted)) > 0
}

/** In: a pack. Out: it as an edition that nobody has adopted. */
export function editionOf(pack: Pack): Omit<RulesInForce['edition'], 'id'> {
  return { regulationId: pack.id, version: pack.version, hash: hashOfPack(pack), pack }
}

/** Whether a regulation judges at all. In: the edition of a day. */
export function isGoverned({ regulationId }: { regulationId: string }): boolean {
  return regulationId !== withoutRegulation.id
}

/** Out: the rules that the installed software brings for the jurisdiction's regulation. Throws not-found. */
export async function installedEdition(
  tx: Transaction,
  jurisdictionId: string,
): Promise<Omit<RulesInForce['edition'], 'id'>> {
  const here = jurisdictionsAs('here')
  const [jurisdiction] = await tx
    .select({ regulationId: here.regulationId })
    .from(here)
    .where(eq(here.id, jurisdictionId))
  if (jurisdiction?.regulationId === null) return editionOf(withoutRegulation)
  const pack = packOf(jurisdiction?.regulationId ?? '')
  if (pack === undefined)
    throw new AppError(
      'not-found',
      `本辖区适用的法规“${jurisdiction?.regulationId ?? ''}”还没有规则包，不能判定。请联系管理员。`,
    )
  return editionOf(pack)
}

async function supplementsKnown(
  tx: Transaction,
  jurisdictionId: string,
  asOf: CalendarDate,
  knownAt: Date,
): Promise<SupplementInForce[]> {
  const rows = await tx
    .select({
      id: supplementaryRules.id,
      clause: supplementaryRules.clause,
      definition: supplementaryRules.definition,
      rule: supplementaryRules.rule,
      hash: supplementaryRules.hash,
    })
    .from(supplementaryRules)
    .where(
      and(
        eq(supplementaryRules.jurisdictionId, jurisdictionId),
        eq(supplementaryRules.status, 'approved'),
        lte(supplementaryRules.approvedAt, knownAt),
        lte(supplementaryRules.forceFrom, asOf),
        or(isNull(supplementaryRules.forceUntil), gt(supplementaryRules.forceUntil, asOf)),
        or(
          isNull(supplementaryRules.repealedAt),
          gt(supplementaryRules.repealedAt, knownAt),
          gt(supplementaryRules.repealFrom, asOf),
        ),
      ),
    )
    .orderBy(asc(supplementaryRules.approvedAt), asc(supplementaryRules.id))
  return rows.map(({ id, clause, definition: { title, documentNumber }, rule, hash }) => ({
    id,
    clause,
    title,
    documentNumber,
    hash: hash ?? '',
    // An approved rule without its conditions is a damaged one.
    rule: ruleOfData(rule ?? parseStored(ruleSchema, `补充规则 ${clause}`, rule)),
  }))
}
