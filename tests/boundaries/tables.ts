import { is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import type { Code } from './code.ts'
import { isTest, type Violation } from './rules.ts'

const rule =
  'other slices read a table through what its owner offers (readable.ts, a function), and only the owner writes it'

/** In: code. Out: by table of the program, the slice that defines it. Throws when two define the same. */
export function ownersOf(code: readonly Code[]): Map<string, string> {
  const owners = new Map<string, string>()
  for (const { file, texts } of code.filter(({ file }) => file.startsWith('src/')))
    for (const { text, handedTo } of texts) {
      if (handedTo !== 'pgTable') continue
      const owner = owners.get(text) ?? sliceOf(file)
      if (owner !== sliceOf(file)) throw new Error(`${text} is defined in ${owner} and in ${file}`)
      owners.set(text, owner)
    }
  return owners
}

/** In: code and who owns which table. Out: where SQL of the program names a table of another slice. */
export function foreignTables(code: readonly Code[], owners: ReadonlyMap<string, string>): Violation[] {
  return code
    .filter(({ file }) => !file.startsWith('tests/') && !isTest(file))
    .flatMap(({ file, texts }) =>
      texts.flatMap(({ line, text, handedTo }) => {
        const whole = /^(?:raw|identifier|sql)$/.test(handedTo ?? '') ? alone.exec(text)?.[1] : undefined
        const tables = new Set([...(whole === undefined ? [] : [whole]), ...tablesNamedIn(text)])
        return [...tables].flatMap((table) => {
          const owner = owners.get(table)
          if (owner === undefined || owner === sliceOf(file)) return []
          return [{ from: `${file}:${line}`, to: `${table} of ${owner}`, rule }]
        })
      }),
    )
}

/** In: code. Out: tables with JSON that nothing checks when it is read; the audit log keeps whatever was changed. */
export function uncheckedJson(code: readonly Code[]): Violation[] {
  return code
    .filter(({ file, calls }) => file !== 'src/audit/schema.ts' && (calls.has('jsonb') || calls.has('json')))
    .filter(({ file, imports }) => file.startsWith('src/') && imports.includes('drizzle-orm/pg-core'))
    .map(({ file }) => ({
      from: file,
      to: 'jsonb',
      rule: 'JSON is kept in columns that check it by the schema of what was written: storedJson',
    }))
}

/** In: the faces of slices, as they are when imported, by file. Out: tables they hand out, so that others could write them. */
export function tablesHandedOut(faces: ReadonlyMap<string, object>): Violation[] {
  return [...faces].flatMap(([from, face]) =>
    Object.entries(face).flatMap(([to, value]) => (is(value, PgTable) ? [{ from, to, rule }] : [])),
  )
}

const table = '(?:public\\.)?"?([a-z_][a-z_0-9]*)"?'
/** What stands behind a column in a list: other words of SQL, or the type of a column that is being defined. */
const noAlias =
  'from|where|order|group|limit|asc|desc|then|else|end|and|or|is|in|' +
  'text|integer|bigint|smallint|boolean|date|numeric|json|jsonb|timestamptz'
const places = [
  `\\b(?:from|join|into|update|using|table|truncate|copy)\\s+(?:only\\s+)?\\(*\\s*${table}`,
  `,\\s*${table}\\s+(?:as\\s+)?(?!(?:${noAlias})\\b)[a-z_]`,
].map((place) => new RegExp(place, 'gi'))
/** SQL that is nothing but a table, perhaps with an alias: to be put into other SQL. */
const alone = new RegExp(`^\\s*${table}(?:\\s+(?:as\\s+)?\\w+)?\\s*$`, 'i')

/** In: text that may be SQL. Out: the names that stand where SQL names a table. */
export function tablesNamedIn(text: string): string[] {
  return places.flatMap((place) => [...text.matchAll(place)].flatMap(([, name]) => name?.toLowerCase() ?? []))
}

/** `src/systems/schema.ts` → `systems`; of a file in no slice its folder. */
function sliceOf(file: string): string {
  return /^src\/([^/]+)\//.exec(file)?.[1] ?? file.replace(/\/.*/, '')
}
