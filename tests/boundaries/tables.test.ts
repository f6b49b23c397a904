// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is planted is code
import { pgTable, text } from 'drizzle-orm/pg-core'
import { createVirtualFileSystem } from 'typescript/unstable/fs'
import { describe, expect, it } from 'vitest'
import { readable } from '../../src/platform/readable.ts'
import { readCode } from './code.ts'
import { answersRequests, isPure } from './rules.ts'
import { foreignTables, ownersOf, tablesHandedOut, tablesNamedIn, uncheckedJson } from './tables.ts'

const schemas = {
  'src/herbs/schema.ts': `export const herbs = pgTable('herbs', {})`,
  'src/jars/schema.ts': `export const jars = pgTable(\n  'jars', {})\nexport const lids = pgTable('jar_lids', {})`,
}

/** In: files of a project. Out: them, parsed. */
function plant(files: Record<string, string>) {
  const root = '/planted'
  const config = JSON.stringify({ compilerOptions: { noLib: true, noEmit: true, types: [] } })
  const inRoot = Object.entries(files).map(([file, source]) => [`${root}/${file}`, source] as const)
  return readCode(
    root,
    createVirtualFileSystem({ [`${root}/tsconfig.json`]: config, ...Object.fromEntries(inRoot) }),
  )
}

/** In: a file, and its source. Out: the tables of others that are found in it. */
function found(file: string, source: string): string[] {
  const code = plant({ ...schemas, [file]: source })
  return foreignTables(code, ownersOf(code)).map(({ from, to }) => `${from} ${to}`)
}

describe('the owner of a table', () => {
  it('is the slice that defines it, and only one', () => {
    expect([...ownersOf(plant(schemas))]).toEqual([
      ['herbs', 'herbs'],
      ['jars', 'jars'],
      ['jar_lids', 'jars'],
    ])
    const twice = { ...schemas, 'src/teas/schema.ts': `pgTable('herbs', {})` }
    expect(() => ownersOf(plant(twice))).toThrow('herbs is defined in')
  })

  it.each([
    ['a query', 'sql`select 1\n from   jars j where true`', 'jars'],
    [
      'a join behind something put in',
      'sql`select ${x} from ${y} a left join jar_lids b on true`',
      'jar_lids',
    ],
    ['a list', 'sql`select 1 from ${x}, jars as j where true`', 'jars'],
    [
      'a subquery',
      'tx.execute(sql`select (select name from jars where id = ${f(sql`exists (select from x)`)})`)',
      'jars',
    ],
    ['a template in a template', 'sql`select ${own ? sql`a` : sql`(select 1 from jars)`}`', 'jars'],
    ['a fragment that is the table alone', 'tables.push({ from: sql`jars j` })', 'jars'],
    ['a raw string', "sql.raw('select * from jars')", 'jars'],
    ['a raw name', "sql`select 1 from ${sql.raw('jars')}`", 'jars'],
    ['an identifier', "sql`select 1 from ${sql.identifier('jars')}`", 'jars'],
    ['quotes and a schema', 'sql`select 1 from public."jars"`', 'jars'],
    ['capitals', 'sql`SELECT 1 FROM Jars`', 'jars'],
    ['text for the driver', "client.unsafe('delete from jars')", 'jars'],
    ['an insert', 'sql`insert into jars (id) values (1)`', 'jars'],
    ['an update', 'sql`update jars set id = 1`', 'jars'],
    ['an update from', 'sql`update herbs h set id = 1 from jars j`', 'jars'],
  ])('is asked, not its table read: %s', (_what, source, table) => {
    expect(found('src/herbs/query.ts', source)).toEqual([expect.stringMatching(` ${table} of jars$`)])
    expect(found('jobs/query.ts', source)).toContainEqual(expect.stringMatching(` ${table} of jars$`))
    expect(found('src/jars/query.ts', source.replaceAll('herbs', 'jars'))).toEqual([])
  })

  it.each([
    ['its own tables', 'sql`select 1 from herbs h, herbs g`'],
    ['what the owner offers', "sql`select j.id from ${jarsAs('j')} join herbs on true`"],
    ['columns that are called like a table', 'sql`select a, jars, b, jars from herbs order by a, jars desc`'],
    [
      'columns that are being defined',
      'sql`select 1 from json_to_recordset(${x}) as r(a text, jars integer)`',
    ],
    ['what is no SQL', "record({ objectType: 'jars', text: 'two jars', into: 'jars' })"],
    ['comments', '// from jars\n/** from jars */\nsql`select 1 from herbs`'],
    ['imports', "import { jarsAs } from '../jars/index.ts'"],
  ])('need not be asked for %s', (_what, source) => {
    expect(found('src/herbs/query.ts', source)).toEqual([])
  })

  it('is not asked by tests', () => {
    const source = 'sql`delete from jars`'
    expect(found('src/herbs/query.test.ts', source)).toEqual([])
    expect(found('src/herbs/testing.ts', source)).toEqual([])
    expect(found('tests/bench/query.ts', source)).toEqual([])
  })

  it('says where, by line', () => {
    expect(found('src/herbs/query.ts', '\n\nconst a = sql`\nselect 1 from jars`')).toEqual([
      'src/herbs/query.ts:3 jars of jars',
    ])
  })

  it('hands out no table, by whatever name', () => {
    const jars = pgTable('jars', { id: text() })
    const jarsAs = readable(jars, { id: jars.id })
    expect(
      tablesHandedOut(new Map([['src/jars/index.ts', { cups: jars, jarsAs, one: jarsAs('one') }]])),
    ).toEqual([expect.objectContaining({ from: 'src/jars/index.ts', to: 'cups' })])
  })

  it('checks the JSON that it keeps', () => {
    const keeping = (column: string) =>
      `import { pgTable } from 'drizzle-orm/pg-core'\npgTable('tea', { a: ${column} })`
    const code = plant({
      'src/teas/schema.ts': keeping('jsonb().$type<string[]>()'),
      'src/herbs/leaf-schema.ts': keeping("storedJson('a', leaves, '叶')"),
      'src/audit/schema.ts': keeping('jsonb()'),
    })
    expect(uncheckedJson(code).map(({ from }) => from)).toEqual(['src/teas/schema.ts'])
  })

  it('reads every list of tables to its end', () => {
    expect(
      tablesNamedIn('select 1 from a x, b y, lateral (select 2 from c) z join (d inner join e on true)'),
    ).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd', 'e']))
  })
})

describe('what the code of a file tells of it', () => {
  const codeOf = (file: string, source: string) => {
    const [code] = plant({ [file]: source })
    if (code === undefined) throw new Error('nothing was parsed')
    return code
  }

  it.each([
    [
      'src/jars/steps-api.ts',
      "import { apiRouter } from '../platform/http.tsx'\napiRouter().openapi(route, answer)",
    ],
    ['src/jars/jar-json.ts', "import { z } from '@hono/zod-openapi'\nexport const jar = z.object({})"],
    ['src/jars/more.ts', 'export const route = createRoute({ method: "get" })'],
    ['src/jars/all.ts', 'export const pages = pageRouter()'],
    ['src/jars/jar-page.tsx', 'export const a = 1'],
  ])('%s answers requests', (file, source) => {
    expect(answersRequests(codeOf(file, source))).toBe(true)
  })

  it('a verb, a test and the tests’ own pages do not', () => {
    expect(answersRequests(codeOf('src/jars/fill-jar.ts', "import { z } from 'zod'\nz.object({})"))).toBe(
      false,
    )
    expect(answersRequests(codeOf('src/jars/api.test.ts', 'app.openapi(route)'))).toBe(false)
  })

  it.each([
    ['src/jars/model.ts', '', true],
    ['src/jars/lids/model.ts', '', true],
    ['src/regulations/changes.ts', '', true],
    ['src/regulations/engine/rule.ts', '', true],
    ['src/jars/pricing/price.ts', '', true],
    ['src/platform/spreadsheet/zip.ts', '', true],
    ['src/jars/words.ts', '/** Pure. */\n\nexport const a = 1', true],
    ['src/jars/words.ts', 'export const a = 1\n/** Pure. */\n', false],
    ['src/jars/fill-jar.ts', '', false],
    ['src/jars/pricing/price.test.ts', '', false],
    ['src/jars/model.test.ts', '/** Pure. */\n', false],
    ['src/jars/context/fill.ts', '', false],
  ])('%s is pure: %#', (file, source, pure) => {
    expect(isPure({ file, source })).toBe(pure)
  })

  it('has types, values and what is imported late among its imports', () => {
    const source =
      "import type { A } from './a.ts'\nexport { b } from '../b/index.ts'\nconst c = await import('./c.ts')"
    expect(codeOf('src/jars/all.ts', source).imports).toEqual([
      'src/jars/a.ts',
      'src/b/index.ts',
      'src/jars/c.ts',
    ])
  })
})
