import { desc, eq, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import { planForWholeTables } from '../platform/plan-for-whole-tables.ts'
import { type Check, type Difference, type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { factColumnNames } from '../rules/index.ts'
import { recordedSinceSql, systemsWithFactsAs } from '../systems/index.ts'
import { judgedSystemsSql } from './judged-systems-sql.ts'
import { hashOfRulebook, readRulebooks } from './rulebooks.ts'
import { judgements, rulebooks, verdicts } from './schema.ts'
import { verdictDifferencesSql, verdictFields } from './verdict-differences-sql.ts'

/** Out: the last judging of a jurisdiction; null: never. */
export async function lastJudgement(tx: Transaction, jurisdictionId: string) {
  const [row] = await tx
    .select()
    .from(judgements)
    .where(eq(judgements.jurisdictionId, jurisdictionId))
    .orderBy(desc(judgements.id))
    .limit(1)
  return row ?? null
}

/**
 * 资格结论 against what they were made of: each says what the last judging has to say of the facts beside it, and of
 * the register; systems of which something was recorded since wait for the next judging.
 */
export const verdictsCheck: Check = {
  name: 'verdicts',
  title: '资格结论与重新判定',
  fields: verdictFields,
  async run({ actor: { jurisdictionId } }, tx) {
    const last = await lastJudgement(tx, jurisdictionId)
    if (last === null) return { checked: 0, differences: [] }
    const { rulebookId, asOf, judgedAt, judged } = last
    const book = (await readRulebooks(tx, [rulebookId])).get(rulebookId)
    if (book === undefined) throw new Error(`rulebook ${rulebookId} of a judgement is not there`)
    await planForWholeTables(tx)
    const facts = sql.join(
      factColumnNames.map((name) => sql.identifier(name)),
      sql`, `,
    )
    const register = sql`(select * from ${systemsWithFactsAs('r')}
      where r.jurisdiction_id = ${jurisdictionId} and r.id not in ${recordedSinceSql(jurisdictionId, judgedAt)})`
    const beside = sql`(select system_id as id, organisation_id, ${facts} from verdicts
      where jurisdiction_id = ${jurisdictionId} and superseded_at is null and rulebook_id is not null
        and judged_at <= ${judgedAt.toISOString()}::timestamptz)`
    // Tables of their own: PostgreSQL judges on several cores only for `create table as`.
    for (const [name, systems] of [
      ['judged_by_register', register],
      ['judged_by_facts', beside],
    ] as const) {
      await tx.execute(sql`create temporary table ${sql.identifier(name)} on commit drop as
        ${judgedSystemsSql(systems, book.pack, book.calendar, asOf)}`)
    }
    return {
      checked: judged,
      differences: sql`${verdictDifferencesSql(sql`judged_by_register`)}
        union ${verdictDifferencesSql(sql`judged_by_facts`)}`,
    }
  },
}

/** 判定规则: each is what its hash says. */
export const rulebooksCheck: Check = {
  name: 'rulebooks',
  title: '判定规则与指纹',
  fields: { hash: '指纹' },
  async run({ actor: { jurisdictionId } }, tx) {
    const rows = await tx.select().from(rulebooks).where(eq(rulebooks.jurisdictionId, jurisdictionId))
    const differences = rows.flatMap(({ id, pack, calendar, hash }): Difference[] => {
      const found = hashOfRulebook(pack, calendar)
      if (found === hash) return []
      return [
        { organisationId: null, systemId: null, subject: String(id), field: 'hash', expected: hash, found },
      ]
    })
    return { checked: rows.length, differences }
  },
}

/** Of what the nightly digests are taken. */
export const fundingKept: readonly KeptRows[] = [
  keptRows(verdicts, {
    name: 'verdicts',
    title: '现行资格结论',
    appendOnly: false,
    order: sql`${verdicts.id}`,
    where: sql`${verdicts.supersededAt} is null`,
  }),
  keptRows(judgements, {
    name: 'judgements',
    title: '历次判定',
    appendOnly: true,
    order: sql`${judgements.id}`,
  }),
  keptRows(rulebooks, {
    name: 'rulebooks',
    title: '判定规则',
    appendOnly: true,
    order: sql`${rulebooks.id}`,
  }),
]
