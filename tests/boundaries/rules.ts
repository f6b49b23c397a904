import { slices } from '../../src/slices.ts'
import type { Code } from './code.ts'

/** One import: both files from the project's root with `/`; a package or `node:*` is named as it is written. */
export interface Import {
  from: string
  to: string
}

export interface Violation extends Import {
  rule: string
}

/** By slice: it may import slices of a lower rank, through their index.ts. */
const ranks: Readonly<Record<string, number>> = Object.fromEntries(
  slices.map(({ name, rank }) => [name, rank]),
)

interface Rule {
  /** What is demanded, in words for the reader of the report. */
  says: string
  /** In: also the files that answer requests. */
  forbids(edge: Import, answering: ReadonlySet<string>): boolean
}

const partOf = (file: string) => /^src\/([^/]+)\//.exec(file)?.[1]
const isSlice = (part: string | undefined): part is string => part !== undefined && part !== 'platform'
export const isTest = (file: string) =>
  /(\.(test|arbitrary|fixture)|\/testing)\.tsx?$/.test(file) || file.startsWith('tests/')
const isSchema = (file: string) => /^src\/[^/]+\/([^/]+\/)?(\w+-)?schema\.ts$/.test(file)

const rules: Rule[] = [
  {
    says: 'every slice stands in src/slices.ts',
    forbids: ({ from }) => isSlice(partOf(from)) && ranks[partOf(from) ?? ''] === undefined,
  },
  {
    says: 'platform imports no slice',
    forbids: ({ from, to }) => partOf(from) === 'platform' && !isTest(from) && isSlice(partOf(to)),
  },
  {
    says: 'slices are imported through their index.ts (schema.ts may import schema.ts, src/slices.ts their slice.ts)',
    forbids: ({ from, to }) =>
      !isTest(from) &&
      isSlice(partOf(to)) &&
      partOf(from) !== partOf(to) &&
      !to.endsWith('/index.ts') &&
      !(from === 'src/slices.ts' && /^src\/[^/]+\/slice\.ts$/.test(to)) &&
      !(isSchema(from) && isSchema(to)),
  },
  {
    says: 'slices depend downwards, by rank',
    forbids: ({ from, to }) => {
      const [above, below] = [partOf(from), partOf(to)]
      if (isTest(from) || !isSlice(above) || !isSlice(below) || above === below) return false
      return (ranks[above] ?? 0) <= (ranks[below] ?? 0)
    },
  },
  {
    says: 'slices and platform do not import entries, jobs (but slice.ts its own), the demo or tests',
    forbids: ({ from, to }) =>
      partOf(from) !== undefined &&
      !isTest(from) &&
      isOwn(to) &&
      partOf(to) === undefined &&
      !isData(to) &&
      !(/^src\/[^/]+\/slice\.ts$/.test(from) && to.startsWith('jobs/')),
  },
  {
    says: 'only tests import what was made for tests',
    forbids: ({ from, to }) => !isTest(from) && isOwn(to) && isTest(to) && !to.startsWith('tests/'),
  },
  {
    says: 'what answers requests (JSON routes, pages) renders what verbs return: no drizzle-orm, no postgres',
    forbids: ({ from, to }, answering) => answering.has(from) && /^(drizzle-orm|postgres)(\/|$)/.test(to),
  },
]

function isOwn(file: string): boolean {
  return /^(src|jobs|demo|tests)\//.test(file)
}

function isData(file: string): boolean {
  return file.endsWith('.json')
}

/** In: every import of the project, types included, and the files that answer requests. Out: imports that break a rule. */
export function violations(imports: readonly Import[], answering = new Set<string>()): Violation[] {
  return imports.flatMap((edge) =>
    rules.filter((rule) => rule.forbids(edge, answering)).map((rule) => ({ ...edge, rule: rule.says })),
  )
}

/** Whether a file answers requests: it renders, describes JSON, or registers routes, whatever it is called. */
export function answersRequests({ file, imports, calls }: Pick<Code, 'file' | 'imports' | 'calls'>): boolean {
  return (
    file.startsWith('src/') &&
    !isTest(file) &&
    (file.endsWith('.tsx') ||
      imports.includes('@hono/zod-openapi') ||
      ['openapi', 'createRoute', 'apiRouter', 'pageRouter'].some((call) => calls.has(call)))
  )
}

/** Folders whose files are pure. */
const pureFolders =
  /^src\/(regulations|[^/]+\/(.+\/)?(engine|packs|pricing|words|lint|text|cover|competing|spreadsheet))\//

/**
 * Whether a file is pure, so that nothing that does I/O may be reached from it: every `model.ts`, what lies in a pure
 * folder, and what says so in its first line.
 */
export function isPure({ file, source }: Pick<Code, 'file' | 'source'>): boolean {
  const says = source.startsWith('/** Pure. */\n')
  if (isTest(file) || !file.endsWith('.ts')) return false
  return says || /^src\/.*\/model\.ts$/.test(file) || pureFolders.test(file)
}

/** Whether a module does I/O: the database, sockets, files, object stores, HTTP. Building SQL as a value does not. */
export function doesInputOutput(module: string): boolean {
  return (
    /^(node:|drizzle-orm\/|postgres$|@aws-sdk\/|hono|@hono\/)/.test(module) ||
    /^src\/platform\/(database|context|jobs|migrate|storage|objects-.*|http\/.+|embedded-postgres)\.tsx?$/.test(
      module,
    )
  )
}

/** What of Node the app may import itself: Workers have scrypt in node:crypto. */
export function mayImportNode({ from, to }: Import): boolean {
  return from === 'src/identity/sign-in/passwords.ts' && to === 'node:crypto'
}

/** Modules of Node that Workers lack, whoever imports them. */
export const missingOnWorkers =
  /^(node:)?(child_process|cluster|dgram|fs|fs\/promises|http2|inspector|repl|v8|vm|worker_threads)$/
