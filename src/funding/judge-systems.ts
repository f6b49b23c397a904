import { eq, type SQL, sql } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { jurisdictions } from '../identity/index.ts'
import { authorize, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { readWorkCalendar } from '../platform/work-calendar.ts'
import {
  basisOf,
  type Deadline,
  type Finding,
  type Fund,
  type FundVerdict,
  factsNeededBy,
  isInForce,
  judgeAt,
  momentOf,
  type Pack,
  packOf,
  type Verdict,
} from '../regulations/index.ts'
import { besides, columnsOfSystem, type FactRow, factRowSql, factsOfSystem } from './facts-of-system.ts'
import { refreshTotals } from './totals.ts'

export interface Judged {
  regulationId: string
  /** Systems of the jurisdiction. */
  judged: number
  /** New verdicts written. */
  changed: number
  /** False when the regulation is not in force on that day: then nothing was judged. */
  inForce: boolean
}

/** Systems fetched, judged and written at a time. */
const batch = 4000

/** A system whose basis is no longer that of its current verdict, and that verdict. */
interface Candidate extends FactRow, Record<string, unknown> {
  systemId: string
  organisationId: string
  newBasis: string
  verdictId: string | null
  verdictOrganisationId: string | null
  regulationId: string | null
  scope: Verdict['scope'] | null
  construction: FundVerdict | null
  operations: FundVerdict | null
  purchase: FundVerdict | null
  upgrade: FundVerdict | null
  findings: Finding[] | null
  deadlines: Deadline[] | null
}

/**
 * Judges every system of the jurisdiction as of a day, inside the caller's transaction, and writes the verdicts that
 * changed; the ones they replace stay, superseded. Twice on the same day changes nothing.
 */
export async function judgeSystems(context: Context, tx: Transaction, asOf: CalendarDate): Promise<Judged> {
  authorize(context, 'funding.judge')
  const { jurisdictionId } = context.actor
  const pack = await packOfJurisdiction(tx, jurisdictionId)
  const [counted] = await tx.execute<{ systems: string }>(
    sql`select count(*) as systems from systems where jurisdiction_id = ${jurisdictionId}`,
  )
  const systems = Number(counted?.systems ?? 0)
  if (!isInForce(pack.force, asOf)) return { regulationId: pack.id, judged: 0, changed: 0, inForce: false }

  const changed = await judgeCandidates(context, tx, pack, asOf)
  await refreshTotals(tx, jurisdictionId, asOf)
  await record(context, tx, [
    {
      operation: 'funding.judge',
      objectType: 'verdicts',
      objectId: asOf,
      after: { regulation: pack.id, packVersion: pack.version, judged: systems, changed },
    },
  ])
  return { regulationId: pack.id, judged: systems, changed, inForce: true }
}

async function packOfJurisdiction(tx: Transaction, jurisdictionId: string): Promise<Pack> {
  const [jurisdiction] = await tx
    .select({ regulationId: jurisdictions.regulationId })
    .from(jurisdictions)
    .where(eq(jurisdictions.id, jurisdictionId))
  const pack = jurisdiction === undefined ? undefined : packOf(jurisdiction.regulationId)
  if (pack === undefined)
    throw new AppError(
      'not-found',
      `本辖区适用的法规“${jurisdiction?.regulationId ?? ''}”还没有规则包，不能判定。请联系管理员。`,
    )
  return pack
}

async function judgeCandidates(
  context: Context,
  tx: Transaction,
  pack: Pack,
  asOf: CalendarDate,
): Promise<number> {
  const { jurisdictionId } = context.actor
  const calendar = await readWorkCalendar(tx)
  const judge = judgeAt(pack, asOf, calendar)
  const basis = basisOf(pack, calendar, columnsOfSystem('s'), momentOf(asOf, calendar), besides('s'))
  // One cursor: one plan for the whole register, a bounded number of rows in memory, and a fixed view of the
  // verdicts while new ones are written.
  await tx.execute(sql`declare candidates no scroll cursor for
    select s.*, v.id as "verdictId", v.organisation_id as "verdictOrganisationId", v.regulation_id as "regulationId",
      v.scope, v.construction, v.operations, v.purchase, v.upgrade, v.findings, v.deadlines
    from (select s.id as "systemId", s.organisation_id as "organisationId", ${factRowSql('s', factsNeededBy(pack))}, ${basis} as "newBasis"
      from systems s where s.jurisdiction_id = ${jurisdictionId}) s
    left join verdicts v on v.system_id = s."systemId" and v.superseded_at is null
    where v.basis is distinct from s."newBasis"`)
  let changed = 0
  for (;;) {
    const candidates = await tx.execute<Candidate>(sql`fetch ${sql.raw(String(batch))} from candidates`)
    if (candidates.length === 0) break
    const fresh: NewVerdict[] = []
    const same: { id: string; basis: string }[] = []
    for (const candidate of candidates) {
      const verdict = judge(factsOfSystem(candidate))
      if (candidate.verdictId !== null && isSame(candidate, verdict))
        same.push({ id: candidate.verdictId, basis: candidate.newBasis })
      else fresh.push({ candidate, verdict })
    }
    await keep(tx, same)
    await replace(context, tx, pack, asOf, fresh)
    changed += fresh.length
  }
  await tx.execute(sql`close candidates`)
  return changed
}

function isSame(candidate: Candidate, verdict: Verdict): boolean {
  const { funds } = verdict
  return (
    candidate.regulationId === verdict.regulation.id &&
    candidate.verdictOrganisationId === candidate.organisationId &&
    candidate.scope === verdict.scope &&
    candidate.construction === (funds?.construction ?? null) &&
    candidate.operations === (funds?.operations ?? null) &&
    candidate.purchase === (funds?.purchase ?? null) &&
    candidate.upgrade === (funds?.upgrade ?? null) &&
    equal(candidate.findings, verdict.findings) &&
    equal(candidate.deadlines, verdict.deadlines)
  )
}

/** Whether two values of JSON are the same, whatever the order of their keys. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const left = Object.entries(a).filter(([, value]) => value !== undefined)
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined))
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && equal(value, right.get(key)))
  )
}

interface NewVerdict {
  candidate: Candidate
  verdict: Verdict
}

/** The verdict stands; what it rests on has changed without changing it. */
async function keep(tx: Transaction, same: readonly { id: string; basis: string }[]): Promise<void> {
  if (same.length === 0) return
  await tx.execute(sql`update verdicts v set basis = r.basis
    from json_to_recordset(${JSON.stringify(same)}::json) as r(id bigint, basis text) where v.id = r.id`)
}

async function replace(
  context: Context,
  tx: Transaction,
  pack: Pack,
  asOf: CalendarDate,
  fresh: readonly NewVerdict[],
): Promise<void> {
  if (fresh.length === 0) return
  const now = context.clock.now().toISOString()
  const old = fresh.flatMap(({ candidate }) => candidate.verdictId ?? [])
  if (old.length > 0)
    await tx.execute(
      sql`update verdicts set superseded_at = ${now} where id = any (${`{${old.join(',')}}`}::bigint[])`,
    )
  // Many systems share their findings and deadlines: each text goes over once and is parsed once.
  const texts = new Map<string, number>()
  const textOf = (value: unknown): number => {
    const text = JSON.stringify(value)
    const known = texts.get(text)
    if (known !== undefined) return known
    texts.set(text, texts.size + 1)
    return texts.size
  }
  const column = (of: (verdict: NewVerdict) => string | number) => sql`${packed(fresh.map(of))}`
  const fund = (name: Fund) => column(({ verdict }) => verdict.funds?.[name] ?? '')
  const findings = column(({ verdict }) => textOf(verdict.findings))
  const deadlines = column(({ verdict }) => textOf(verdict.deadlines))
  await tx.execute(sql`
    with texts as materialized (
      select n, text::jsonb as value from ${unpacked(packed([...texts.keys()]))} with ordinality as t(text, n))
    insert into verdicts (system_id, jurisdiction_id, organisation_id, regulation_id, pack_version,
      scope, construction, operations, purchase, upgrade, findings, deadlines, basis, as_of, judged_at)
    select r.system_id::bigint, ${context.actor.jurisdictionId}, r.organisation_id::bigint, ${pack.id}, ${pack.version},
      r.scope, nullif(r.construction, ''), nullif(r.operations, ''), nullif(r.purchase, ''), nullif(r.upgrade, ''),
      f.value, d.value, r.basis, ${asOf}::date, ${now}::timestamptz
    from rows from (${sql.join(
      [
        column(({ candidate }) => candidate.systemId),
        column(({ candidate }) => candidate.organisationId),
        column(({ candidate }) => candidate.newBasis),
        column(({ verdict }) => verdict.scope),
        fund('construction'),
        fund('operations'),
        fund('purchase'),
        fund('upgrade'),
        findings,
        deadlines,
      ].map(unpacked),
      sql`, `,
    )}) as r(system_id, organisation_id, basis, scope, construction, operations, purchase, upgrade, findings, deadlines)
    join texts f on f.n = r.findings::bigint
    join texts d on d.n = r.deadlines::bigint`)
}

/** A column of values as one text, which PostgreSQL takes apart far faster than JSON or an array literal. */
function packed(values: readonly (string | number)[]): string {
  return values.join('\u001f')
}

function unpacked(text: string | SQL): SQL {
  return sql`unnest(string_to_array(${text}, chr(31)))`
}
