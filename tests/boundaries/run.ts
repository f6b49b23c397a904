import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { readCode } from './code.ts'
import {
  answersRequests,
  doesInputOutput,
  isPure,
  mayImportNode,
  missingOnWorkers,
  type Violation,
  violations,
} from './rules.ts'
import { foreignTables, ownersOf, tablesHandedOut, uncheckedJson } from './tables.ts'

const root = join(import.meta.dirname, '../..')
const code = readCode(root)

/** What runs when these files run: imports of values, own files and packages, as esbuild bundles them for Workers. */
async function reachable(
  entryPoints: string[],
  packages: 'bundle' | 'external',
  stopAt?: RegExp,
): Promise<Metafile['inputs']> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: join(root, 'dist/boundaries'),
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    logLevel: 'error',
    packages,
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    external: ['cloudflare:*', 'node:*'],
    plugins: [
      {
        name: 'as-wrangler-bundles',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^[a-z_0-9/]+$/ }, ({ path }) =>
            isBuiltin(path) ? { path, external: true } : null,
          )
          if (stopAt !== undefined) onResolve({ filter: stopAt }, ({ path }) => ({ path, external: true }))
          onLoad({ filter: /\/ui\/assets\/|\.wasm$/ }, () => ({ contents: '', loader: 'text' }))
        },
      },
    ],
  })
  return metafile.inputs
}

/** Node's modules that Workers would meet: in our own files any, in packages those that Workers lack. */
async function nodeOnWorkers(): Promise<Violation[]> {
  const inputs = await reachable(['src/worker.ts'], 'bundle')
  return Object.entries(inputs).flatMap(([from, { imports }]) =>
    imports.flatMap(({ path, external }) => {
      const edge = { from, to: path }
      if (external !== true || path.startsWith('cloudflare:') || mayImportNode(edge)) return []
      const fine = from.includes('node_modules/') && !missingOnWorkers.test(path)
      return fine
        ? []
        : [{ ...edge, rule: 'nothing of Node alone is reached from src/worker.ts or src/app.ts' }]
    }),
  )
}

/** What pure files reach in their own slice and in platform; other slices are known by their index.ts only. */
async function impure(): Promise<Violation[]> {
  const files = code.filter(isPure).map(({ file }) => file)
  const found = await Promise.all(
    files.map(async (file) => {
      const inputs = await reachable([file], 'external', /^\.\.\/.*\/index\.ts$/)
      return Object.entries(inputs).flatMap(([from, { imports }]) =>
        imports
          .filter(({ path }) => doesInputOutput(path))
          .map(({ path }) => ({
            from,
            to: path,
            rule: `${file} is pure: nothing that does I/O is reached from it`,
          })),
      )
    }),
  )
  return found.flat()
}

/** The faces of the slices, imported. */
async function faces(): Promise<Map<string, object>> {
  const files = code.map(({ file }) => file).filter((file) => /^src\/[^/]+\/index\.ts$/.test(file))
  return new Map(
    await Promise.all(files.map(async (file) => [file, await import(join(root, file))] as const)),
  )
}

const imports = code.flatMap(({ file: from, imports }) => imports.map((to) => ({ from, to })))
if (imports.length < 1000) throw new Error(`only ${imports.length} imports were found`)
const answering = new Set(code.filter(answersRequests).map(({ file }) => file))
const owners = ownersOf(code)
const found = [
  ...violations(imports, answering),
  ...(await nodeOnWorkers()),
  ...(await impure()),
  ...foreignTables(code, owners),
  ...uncheckedJson(code),
  ...tablesHandedOut(await faces()),
]
for (const { from, to, rule } of found) console.error(`${from} → ${to}\n    ${rule}`)
console.log(
  `${imports.length} imports, ${answering.size} files that answer requests, ` +
    `${code.filter(isPure).length} pure files, ${owners.size} tables; ${found.length} against the rules`,
)
process.exit(found.length === 0 ? 0 : 1)
