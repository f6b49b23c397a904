import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'

/** A system of the register under one of the names it has or had. */
interface Named {
  id: number
  organisationId: number
  /** Its name without what is easily added to one. */
  plain: string
}

/** Shorter ones are part of too many others. */
const minContained = 4
/** Compared at most with so many: of a name that half of the units have, the first are enough. */
const maxNamesakes = 20

/** In: a system's name. Out: what is left of it without signs, spaces, versions and phases. Pure. */
export function plainName(name: string): string {
  const letters = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  const bare = letters.replace(/(?:第?[一二三四五六七八九十\d]+期|v?\d+|新版|旧版|升级版|新)+$/u, '')
  return bare === '' ? letters : bare
}

/**
 * Out: what finds, for a system that the register doesn't have yet, those that it may be under another number: of the
 * same unit (null: one that the register doesn't have either, then of any) and of nearly the same name, former names
 * included. A stop isn't shaken off by registering a system once more.
 */
export async function readNamesakes(
  tx: Transaction,
  jurisdictionId: string,
): Promise<(name: string, organisationId: number | null) => number[]> {
  const rows = await tx.execute<{ id: string; organisationId: string; name: string }>(sql`
    select s.id, s.organisation_id as "organisationId", n.name
    from systems s cross join lateral (
      select s.name union
      select e.changed_values ->> 'name' from fact_entries e where e.system_id = s.id and e.changed_values ? 'name') n
    where s.jurisdiction_id = ${jurisdictionId} and n.name is not null
    order by s.id`)
  const byName = new Map<string, Named[]>()
  const byUnit = new Map<number, Named[]>()
  for (const row of rows) {
    const named = {
      id: Number(row.id),
      organisationId: Number(row.organisationId),
      plain: plainName(row.name),
    }
    push(byName, named.plain, named)
    push(byUnit, named.organisationId, named)
  }
  return (name, organisationId) => {
    const plain = plainName(name)
    const found =
      organisationId === null
        ? (byName.get(plain) ?? [])
        : (byUnit.get(organisationId) ?? []).filter((other) => isNearly(plain, other.plain))
    return [...new Set(found.map(({ id }) => id))].slice(0, maxNamesakes)
  }
}

function isNearly(a: string, b: string): boolean {
  if (a === b) return true
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a]
  return shorter.length >= minContained && longer.includes(shorter)
}

function push<Key>(lists: Map<Key, Named[]>, key: Key, named: Named): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [named])
  else list.push(named)
}
