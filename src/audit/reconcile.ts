import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { authorize, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import {
  type Check,
  type CheckOutcome,
  type Difference,
  differenceColumns,
  digestOfRows,
  type KeptRows,
} from '../platform/reconciliation.ts'
import { holdRegister } from './hold-register.ts'
import { lastCompleteSql } from './open-differences.ts'
import type { ReconciledChecks, ReconciledDigests } from './reconciliation-model.ts'
import { record } from './record.ts'
import { reconciliations } from './schema.ts'

/** What a reconciliation came to. */
export interface Reconciled {
  id: number
  differing: number
  checks: ReconciledChecks
  digests: ReconciledDigests
}

/** The field of a difference that says that what is compared can't be read. */
export const damagedField = 'damaged'

/**
 * Compares everything that is kept in two places, and what is only ever added with the last digests of it; the outcome
 * goes into the record that the next head signs. While it runs nobody imports or judges in the jurisdiction.
 * In: the checks and kinds of rows of all slices. Out: what it came to.
 */
export async function reconcile(
  context: Context,
  tx: Transaction,
  checks: readonly Check[],
  kept: readonly KeptRows[],
): Promise<Reconciled> {
  authorize(context, 'audit.reconcile')
  const { jurisdictionId } = context.actor
  await holdRegister(tx, jurisdictionId)
  await tx.execute(sql`create temporary table reconciliation_found (check_name text, organisation_id bigint,
    system_id bigint, subject text, field text, expected text, found text) on commit drop`)
  const outcomes: ReconciledChecks = {}
  for (const check of [...checks, earlierRowsCheck(kept)]) {
    const before = await subjectsOf(tx, jurisdictionId, check.name)
    const { checked, differences } = await outcomeOf(context, tx, check, before)
    outcomes[check.name] = { checked, differing: await keep(tx, check.name, differences) }
  }
  const reconciled = await write(context, tx, { complete: true, checks: outcomes, digests: {} })
  await tx.execute(sql`insert into reconciliation_differences (reconciliation_id, jurisdiction_id, organisation_id,
      check_name, system_id, subject, field, expected, found)
    select ${reconciled.id}::bigint, ${jurisdictionId}, organisation_id, check_name, system_id, subject, field, expected, found
    from reconciliation_found`)
  await tx.execute(sql`drop table reconciliation_found`)
  return reconciled
}

/** What can't even be read is a difference, and keeps the other checks from nothing. */
async function outcomeOf(
  context: Context,
  tx: Transaction,
  check: Check,
  before: readonly string[],
): Promise<CheckOutcome> {
  try {
    return await check.run(context, tx, before)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'stored-data-damaged') throw error
    const of = { organisationId: null, systemId: null, subject: check.title }
    return { checked: 0, differences: [{ ...of, field: damagedField, expected: null, found: error.message }] }
  }
}

/** Takes the digests of all that is kept, into the record that the head signs next. Out: how many rows they cover. */
export async function recordDigests(
  context: Context,
  tx: Transaction,
  kept: readonly KeptRows[],
): Promise<{ kinds: number; rows: number }> {
  authorize(context, 'audit.reconcile')
  const { jurisdictionId } = context.actor
  await holdRegister(tx, jurisdictionId)
  const digests: ReconciledDigests = {}
  for (const { name, rows } of kept) digests[name] = await digestOfRows(tx, rows(jurisdictionId))
  await write(context, tx, { complete: false, checks: {}, digests })
  return {
    kinds: kept.length,
    rows: Object.values(digests).reduce((sum, digest) => sum + digest.rows, 0),
  }
}

/** What judging found altered on its way: recorded and blocking as if the reconciliation had found it. */
export async function recordDifferences(
  context: Context,
  tx: Transaction,
  check: string,
  differences: SQL,
): Promise<void> {
  const { jurisdictionId } = context.actor
  const columns = sql.raw(differenceColumns.join(', '))
  const [count] = await tx.execute<{ differing: number }>(
    sql`select count(*)::int as differing from (${differences}) d`,
  )
  const differing = count?.differing ?? 0
  if (differing === 0) return
  const { id } = await write(context, tx, {
    complete: false,
    checks: { [check]: { checked: differing, differing } },
    digests: {},
  })
  await tx.execute(sql`insert into reconciliation_differences (reconciliation_id, jurisdiction_id, check_name, ${columns})
    select ${id}::bigint, ${jurisdictionId}, ${check}, ${columns} from (${differences}) d`)
}

/** What stood of a check before this reconciliation. */
async function subjectsOf(tx: Transaction, jurisdictionId: string, check: string): Promise<string[]> {
  const rows = await tx.execute<{ subject: string }>(sql`
    select distinct subject from reconciliation_differences
    where jurisdiction_id = ${jurisdictionId} and check_name = ${check}
      and reconciliation_id >= ${lastCompleteSql(sql`${jurisdictionId}`)}`)
  return rows.map(({ subject }) => subject)
}

/** Out: how many there are. */
async function keep(
  tx: Transaction,
  check: string,
  differences: CheckOutcome['differences'],
): Promise<number> {
  const columns = sql.raw(differenceColumns.join(', '))
  const rows = isRows(differences)
    ? sql`select ${columns} from jsonb_to_recordset(${JSON.stringify(differences.map(inSnakeCase))}::jsonb) as d (
        organisation_id bigint, system_id bigint, subject text, field text, expected text, found text)`
    : differences
  const written = await tx.execute(
    sql`insert into reconciliation_found (check_name, ${columns}) select ${check}, ${columns} from (${rows}) d`,
  )
  return written.count
}

function isRows(differences: CheckOutcome['differences']): differences is readonly Difference[] {
  return Array.isArray(differences)
}

function inSnakeCase({ organisationId, systemId, ...rest }: Difference) {
  return { organisation_id: organisationId, system_id: systemId, ...rest }
}

/** What is only ever added against its last digest: what that covered must still come to it. */
export function earlierRowsCheck(kept: readonly KeptRows[]): Check {
  return {
    name: 'earlier-rows',
    title: '只增不改的记录与上次摘要',
    fields: { digest: '摘要' },
    async run({ actor: { jurisdictionId } }, tx) {
      const [last] = await tx
        .select({ digests: reconciliations.digests })
        .from(reconciliations)
        .where(
          and(eq(reconciliations.jurisdictionId, jurisdictionId), sql`${reconciliations.digests} <> '{}'`),
        )
        .orderBy(desc(reconciliations.id))
        .limit(1)
      const differences: Difference[] = []
      let checked = 0
      for (const { name, title, appendOnly, rows } of kept) {
        const was = last?.digests[name]
        if (!appendOnly || was === undefined || was.through === null) continue
        const now = await digestOfRows(
          tx,
          sql`select * from (${rows(jurisdictionId)}) r where id <= ${was.through}::bigint`,
        )
        checked += was.rows
        if (now.digest === was.digest) continue
        const words = ({ rows: count, digest }: typeof now) => `${count} 条，${digest}`
        const of = { organisationId: null, systemId: null, subject: title }
        differences.push({ ...of, field: 'digest', expected: words(was), found: words(now) })
      }
      return { checked, differences }
    },
  }
}

async function write(
  context: Context,
  tx: Transaction,
  { complete, checks, digests }: { complete: boolean; checks: ReconciledChecks; digests: ReconciledDigests },
): Promise<Reconciled> {
  const differing = Object.values(checks).reduce((sum, outcome) => sum + outcome.differing, 0)
  const [row] = await tx
    .insert(reconciliations)
    .values({
      jurisdictionId: context.actor.jurisdictionId,
      at: context.clock.now(),
      complete,
      differing,
      checks,
      digests,
    })
    .returning({ id: reconciliations.id })
  if (row === undefined) throw new Error('insert returned no row')
  await record(context, tx, [
    {
      operation: 'audit.reconcile',
      objectType: 'reconciliation',
      objectId: String(row.id),
      after: { complete, differing, checks, digests },
    },
  ])
  return { id: row.id, differing, checks, digests }
}
