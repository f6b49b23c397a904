import { describe, expect, it } from 'vitest'
import { slices } from '../../src/slices.ts'
import { architectureFile, architecturePicture } from '../boundaries/architecture.ts'
import {
  allWords,
  documents,
  files,
  headingsOf,
  isEndOfPath,
  isInGit,
  linked,
  named,
  placesIn,
  read,
  wordsOf,
} from './read-documents.ts'

const { scripts, dependencies, devDependencies, engines } = JSON.parse(read('package.json')) as Record<
  'scripts' | 'dependencies' | 'devDependencies' | 'engines',
  Record<string, string>
>
const libraries = Object.keys({ ...dependencies, ...devDependencies })
const code = documents.flatMap(({ inline, block }) => [...inline, ...block])
const inline = documents.flatMap((document) => document.inline)

/** What a document names as a pattern, or of others. */
const patterns = new Set(['verb-thing.ts', 'read-thing.ts', 'thing.test.ts'])
const namesOfOthers = new Set(['insecureHTTPParser'])
const wordsInCapitals = new Set(['BYPASSRLS', 'FILE', 'HEAD', 'HEADS', 'HEX', 'NAME', 'POST'])

describe('what the documents name', () => {
  it('is commands that there are', () => {
    const run = named(code, /\bnpm run ([\w:-]+)/g)
    const short = named(code, /\bnpm (test|start)\b/g)
    expect([...run, ...short].filter(({ text }) => scripts[text] === undefined)).toEqual([])
    const tools = named(code, /\bnpx ([@\w/-]+)/g)
    expect(tools.filter(({ text }) => !libraries.includes(text))).toEqual([])
    expect(named(code, /\bbash ([\w./-]+)/g).filter(({ text }) => !isInGit(text))).toEqual([])
    expect(run.length + tools.length).toBeGreaterThan(20)
  })

  it('is files and folders that git has', () => {
    const fromRoot = named(code, /(?<![\w./:])((?:src|tests|docs|drizzle|jobs|demo|\.ci)\/[\w./*-]*)/g)
    expect(fromRoot.filter(({ text }) => !(text.includes('*') ? isEndOfPath(text) : isInGit(text)))).toEqual(
      [],
    )
    const short = named(
      inline,
      /^((?:[\w*…-][\w.*…-]*\/)*[\w*…-][\w.*…-]*\.(?:tsx?|js|css|sql|md|toml|json|csv|txt))$/g,
    )
    const missing = short.filter(({ text }) => !patterns.has(text) && !isEndOfPath(text.replaceAll('…', '*')))
    expect(missing).toEqual([])
    expect(fromRoot.length + short.length).toBeGreaterThan(200)
  })

  it('is functions and other names that stand in the code', () => {
    const words = allWords()
    const names = named(inline, /^([a-z]+[A-Z]\w*)$/g)
    expect(names.filter(({ text }) => !words.has(text) && !namesOfOthers.has(text))).toEqual([])
    expect(names.length).toBeGreaterThan(50)
  })

  it('is environment variables that are read', () => {
    const sources = files.filter((file) => /^(src|tests|demo)\/.+\.tsx?$/.test(file)).map(read)
    const readBySource = named(
      sources.map((text) => ({ at: '', text })),
      /process\.env\.([A-Z_]+)/g,
    ).map(({ text }) => text)
    const known = [
      ...configured(),
      ...readBySource,
      ...(read('wrangler.toml').match(/[A-Z][A-Z0-9_]{3,}/g) ?? []),
      ...(Object.values(scripts)
        .join(' ')
        .match(/(?<=\$\{)[A-Z_]+/g) ?? []),
    ]
    const isKnown = (name: string) =>
      name.endsWith('*') ? known.some((each) => each.startsWith(name.slice(0, -1))) : known.includes(name)
    const variables = [
      ...named(inline, /^([A-Z][A-Z0-9_]{3,}\*?)$/g),
      ...named(code, /(?<![\w-])([A-Z][A-Z0-9_]{3,})=/g),
      ...named(inline, /^([A-Z][A-Z0-9_]+)\//g),
    ]
    expect(variables.filter(({ text }) => !isKnown(text) && !wordsInCapitals.has(text))).toEqual([])
    expect(variables.length).toBeGreaterThan(30)
  })

  it('is files that git has in comments of the code as well', () => {
    const source = files.filter((file) => /\.(tsx?|toml)$/.test(file))
    const comments = source.flatMap((file) =>
      named(
        read(file)
          .split('\n')
          .map((text, index) => ({ at: `${file}:${index + 1}`, text })),
        /(?:\/\*\*|^\s*\*|\/\/|^#)(.*)/g,
      ),
    )
    const paths = named(comments, /(?<![\w/.])((?:[\w-]+\/)*[\w-]+\.(?:tsx?|sql|md|json|toml|css))\b/g)
    expect(paths.filter(({ text }) => !isEndOfPath(text))).toEqual([])
    const run = named(comments, /\bnpm run ([\w:-]+)/g)
    expect(run.filter(({ text }) => scripts[text] === undefined)).toEqual([])
    expect(paths.length).toBeGreaterThan(20)
  })

  it('is links that lead somewhere', () => {
    for (const { file, prose } of [
      ...documents,
      { file: 'CHANGELOG.md', prose: [{ at: 'CHANGELOG.md', text: read('CHANGELOG.md') }] },
    ])
      for (const { at, text: link } of named(prose, /\]\(([^)]+)\)/g)) {
        const target = linked(file, link)
        if (target === null) continue
        expect([at, link, isInGit(target.file)]).toEqual([at, link, true])
        if (target.heading !== null)
          expect([at, headingsOf(target.file)]).toEqual([at, expect.arrayContaining([target.heading])])
      }
  })

  it('is excerpts of the code as it stands', () => {
    const { block, prose } = documentOf('CONTRIBUTING.md')
    expect(block.length).toBeGreaterThan(20)
    const shown = prose.flatMap(({ text }) => /`(src\/[^`]+)`:$/.exec(text)?.[1] ?? [])
    const lines = new Set(
      shown.flatMap((file) =>
        read(file)
          .split('\n')
          .map((line) => line.trim()),
      ),
    )
    expect(block.filter(({ text }) => !/^\s*(\/\/ …)?$/.test(text) && !lines.has(text.trim()))).toEqual([])
  })
})

/** Out: the variables that the configuration reads. */
function configured(): string[] {
  return [...read('src/platform/config.ts').matchAll(/^ {4}([A-Z][A-Z0-9_]+): z/gm)].map(
    ([, name = '']) => name,
  )
}

function documentOf(file: string) {
  const document = documents.find((each) => each.file === file)
  if (document === undefined) throw new Error(`no document ${file}`)
  return document
}

describe('CONTRIBUTING', () => {
  it('says what to do about every rule that npm run boundaries can print', () => {
    const guards = ['rules', 'tables', 'run'].map((name) => read(`tests/boundaries/${name}.ts`)).join('\n')
    const rules = [...guards.matchAll(/(?:says:|rule:|const rule =)\s+'([^']+)'/g)].map(
      ([, says = '']) => says,
    )
    const [, table = ''] = read('CONTRIBUTING.md').split('| it says | do |')
    const said = [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell = '']) => cell)
    expect(rules.filter((rule) => !said.some((cell) => rule.startsWith(cell)))).toEqual([])
    expect(rules.length).toBeGreaterThan(8)
  })
})

describe('docs/security.md', () => {
  const lines = documentOf('docs/security.md').prose

  it('names tests, by file and title, that are there', () => {
    const record = documentOf('docs/decisions/0007-identity.md').prose
    const tests = [...lines, ...record].flatMap(({ at, text }) =>
      [...text.matchAll(/`((?:src|tests)\/[^`]+\.test\.tsx?)` "([^"]+)"/g)].map(
        ([, file = '', title = '']) => ({
          at,
          file,
          title,
        }),
      ),
    )
    const missing = tests.filter(({ file, title }) => !isInGit(file) || !read(file).includes(`('${title}`))
    expect(missing).toEqual([])
    expect(tests.length).toBeGreaterThan(80)
  })

  it('calls no point met without a test, by file and title, that would fail', () => {
    const met = lines.filter(({ text }) => / \| met(?: \(level 3\))? \| /.test(text))
    expect(met.length).toBeGreaterThan(80)
    expect(met.filter(({ text }) => !/`(?:src|tests)\/[^`]+\.test\.tsx?` "/.test(text))).toEqual([])
  })
})

describe('README', () => {
  it('names every variable that the configuration reads, and every slice', () => {
    const said = new Set(documentOf('README.md').inline.map(({ text }) => text))
    expect(configured().filter((name) => !said.has(name))).toEqual([])
    expect(slices.filter(({ name }) => !read('README.md').includes(`src/${name}/`))).toEqual([])
  })

  it('says which Node is needed as package.json does', () => {
    expect(read('README.md')).toContain(`Node ${engines.node?.replace('>=', '')} or newer`)
  })
})

describe('the decision records', () => {
  const records = files.filter((file) => /^docs\/decisions\/\d{4}-.+\.md$/.test(file)).sort()
  const numberOf = (file: string) => Number(/(\d{4})-/.exec(file)?.[1])

  it('are numbered without a hole, with a date and a status, and stand in the index', () => {
    expect(records.map(numberOf)).toEqual(records.map((_, place) => place + 1))
    const index = [...read('docs/decisions/README.md').matchAll(/^\| (\d+) \| \[.+\]\((.+)\) \| (\w+)/gm)]
    const said = records.map((file) => {
      const [, number, day, status] =
        /^# (\d+)\. .+\n\nDate: (\d{4}-\d\d-\d\d)\. Status: (accepted|superseded(?= by record \d))/.exec(
          read(file),
        ) ?? []
      expect([file, day]).toEqual([file, expect.any(String)])
      return [number, file.replace('docs/decisions/', ''), status]
    })
    expect(index.map(([, ...row]) => row)).toEqual(said)
  })

  it('are there where something refers to one', () => {
    const sources = files.filter((file) => /\.(tsx?|md)$/.test(file))
    const references = sources.flatMap((file) =>
      [...read(file).matchAll(/\brecords? (\d{1,2})\b(?! [a-z]+s\b)/g)].map(([, number]) => ({
        file,
        number: Number(number),
      })),
    )
    expect(references.filter(({ number }) => number < 1 || number > records.length)).toEqual([])
    expect(references.length).toBeGreaterThan(3)
  })

  it('explain every library', () => {
    const cells = [...read('docs/decisions/0006-libraries.md').matchAll(/^\| [^|]+ \| ([^|]+) \|/gm)].map(
      ([, cell = '']) => cell,
    )
    const explained: readonly string[] = cells.join(' ').match(/[@\w/-]+/g) ?? []
    expect(libraries.filter((name) => !name.startsWith('@types/') && !explained.includes(name))).toEqual([])
    const rows = cells.filter((cell) => cell !== 'library' && !/^-+$/.test(cell))
    expect(rows.filter((cell) => !libraries.some((name) => cell.includes(name)))).toEqual([])
  })
})

describe('glossary and architecture', () => {
  it.each(['docs/glossary.md', 'docs/architecture.md'])('%s names places that exist', (file) => {
    const places = placesIn(documentOf(file))
    const missing = places.flatMap(({ at, file: source, names }) => {
      if (!isInGit(source)) return [`${at}: no ${source}`]
      const words = wordsOf(source)
      return names.filter((name) => !words.has(name)).map((name) => `${at}: no ${name} in ${source}`)
    })
    expect(missing).toEqual([])
    expect(places.length).toBeGreaterThan(30)
  })

  it('has a place for every term, a section for every slice, and Chinese that users can meet', () => {
    const glossary = read('docs/glossary.md')
    expect(slices.filter(({ name }) => !glossary.includes(`src/${name}/`))).toEqual([])
    const rows = glossary.split('\n').filter((line) => /^\| (?!中文|---)/.test(line))
    expect(rows.filter((row) => !/\| `src\/[^`]+` `\w+`[^|]* \|$/.test(row))).toEqual([])
    const source = files
      .filter((file) => /^src\/.+\.tsx?$/.test(file) && !file.includes('.test.'))
      .map(read)
      .join('\n')
    const terms = rows.flatMap((row) => (row.split('|')[1] ?? '').replace(/（[^）]*）/g, '').split(/[、；]/))
    expect(terms.map((term) => term.trim()).filter((term) => !source.includes(term))).toEqual([])
  })

  it('shows the slices as they import each other: else run npm run picture', () => {
    const drawn = architecturePicture()
    expect(read('docs/images/architecture.svg') === drawn, architectureFile).toBe(true)
    for (const { name } of slices) expect(drawn).toContain(`>${name}</text>`)
  })
})

describe('CHANGELOG', () => {
  it('has the version of package.json, with its day', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string }
    expect(read('CHANGELOG.md')).toMatch(
      new RegExp(`^## ${version.replaceAll('.', '\\.')}, \\d{4}-\\d\\d-\\d\\d$`, 'm'),
    )
  })
})
