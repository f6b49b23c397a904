import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import type { Fund, RulesInForce, Verdict } from '../regulations/index.ts'

/** A system just judged, ready to be written. */
export interface JudgedSystem extends Content {
  systemId: string
  organisationId: string
  basis: string
  /** Its verdict that stands; null: none yet. */
  verdictId: string | null
}

/** What a verdict says, as texts, and their hash. */
interface Content {
  scope: Verdict['scope']
  funds: Verdict['funds']
  findings: string
  deadlines: string
  content: string
}

/**
 * Out: what turns verdicts into texts, each with a hash that is the same just when regulation, organisation, scope,
 * funds, findings and deadlines are. Texts that systems share are hashed once.
 */
export function digester(): (verdict: Verdict, organisationId: string) => Content {
  const digests = new Map<string, string>()
  const digestOf = (text: string): string => {
    let digest = digests.get(text)
    if (digest === undefined) {
      if (digests.size > 50_000) digests.clear()
      digest = hashOf(text)
      digests.set(text, digest)
    }
    return digest
  }
  return ({ regulation, scope, funds, ...verdict }, organisationId) => {
    const findings = JSON.stringify(verdict.findings)
    const deadlines = JSON.stringify(verdict.deadlines)
    const effects =
      funds === undefined
        ? ''
        : `${funds.construction} ${funds.operations} ${funds.purchase} ${funds.upgrade}`
    const content = `${regulation.id} ${organisationId} ${scope} ${effects} ${digestOf(findings)} ${digestOf(deadlines)}`
    return { scope, funds, findings, deadlines, content }
  }
}

/** 64 bits of two FNV-1a with different offsets, in hexadecimal; not for security. */
function hashOf(text: string): string {
  let low = 0x811c9dc5
  let high = 0x9747b28c
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 13)
  }
  return (low >>> 0).toString(16).padStart(8, '0') + (high >>> 0).toString(16).padStart(8, '0')
}

/** These verdicts stand; what they rest on has changed without changing them. */
export async function keepVerdicts(tx: Transaction, same: readonly JudgedSystem[]): Promise<void> {
  if (same.length === 0) return
  await tx.execute(sql`update verdicts v set basis = r.basis::bigint
    from rows from (${unnested(same.map(({ verdictId }) => verdictId ?? ''))}, ${unnested(same.map(({ basis }) => basis))})
      as r(id, basis)
    where v.id = r.id::bigint`)
}

/** Supersedes the verdicts that stand and writes these in their place. */
export async function replaceVerdicts(
  context: Context,
  tx: Transaction,
  { edition, hash }: RulesInForce,
  asOf: CalendarDate,
  fresh: readonly JudgedSystem[],
): Promise<void> {
  if (fresh.length === 0) return
  const now = context.clock.now().toISOString()
  const old = fresh.flatMap(({ verdictId }) => verdictId ?? [])
  if (old.length > 0)
    await tx.execute(
      sql`update verdicts set superseded_at = ${now} where id = any (${`{${old.join(',')}}`}::bigint[])`,
    )
  // Many systems share their findings and deadlines: each text goes over once and is parsed once.
  const texts = new Map<string, number>()
  const numberOf = (text: string): string => {
    let number = texts.get(text)
    if (number === undefined) {
      number = texts.size + 1
      texts.set(text, number)
    }
    return String(number)
  }
  const fund = (name: Fund) => fresh.map(({ funds }) => funds?.[name] ?? '')
  const columns = [
    fresh.map(({ systemId }) => systemId),
    fresh.map(({ organisationId }) => organisationId),
    fresh.map(({ basis }) => basis),
    fresh.map(({ content }) => content),
    fresh.map(({ scope }) => scope),
    fund('construction'),
    fund('operations'),
    fund('purchase'),
    fund('upgrade'),
    fresh.map(({ findings }) => numberOf(findings)),
    fresh.map(({ deadlines }) => numberOf(deadlines)),
  ]
  await tx.execute(sql`
    with texts as materialized (
      select n, text::jsonb as value from ${unnested([...texts.keys()])} with ordinality as t(text, n))
    insert into verdicts (system_id, jurisdiction_id, organisation_id, regulation_id, pack_version,
      rules_hash, scope, construction, operations, purchase, upgrade, findings, deadlines, basis, content, as_of, judged_at)
    select r.system_id::bigint, ${context.actor.jurisdictionId}, r.organisation_id::bigint, ${edition.regulationId},
      ${edition.version}, ${hash}, r.scope, nullif(r.construction, ''), nullif(r.operations, ''), nullif(r.purchase, ''),
      nullif(r.upgrade, ''),       f.value, d.value, r.basis::bigint, r.content, ${asOf}::date, ${now}::timestamptz
    from rows from (${sql.join(columns.map(unnested), sql`, `)}) as r(system_id, organisation_id, basis, content,
      scope, construction, operations, purchase, upgrade, findings, deadlines)
    join texts f on f.n = r.findings::bigint
    join texts d on d.n = r.deadlines::bigint`)
}

/**
 * A column of values, sent as one text: PostgreSQL takes that apart far faster than JSON or an array literal.
 * The separator is a control character, which JSON never holds bare.
 */
function unnested(values: readonly string[]): SQL {
  return sql`unnest(string_to_array(${values.join('\u001f')}, chr(31)))`
}
