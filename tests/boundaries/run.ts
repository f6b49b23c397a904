import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { build, type Metafile } from 'esbuild'
import {
  doesInputOutput,
  type Import,
  isPure,
  mayImportNode,
  missingOnWorkers,
  type Violation,
  violations,
} from './rules.ts'

const root = join(import.meta.dirname, '../..')
const own = (path: string) => relative(root, path).split(sep).join('/')

/** Every import of the project as the compiler resolves it, those of types included. */
async function allImports(): Promise<Import[]> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '--noEmit', '--traceResolution'], {
    cwd: root,
    maxBuffer: 1 << 30,
  }).catch((error: { stdout: string }) => error)
  const imports: Import[] = []
  let asked: { name: string; from: string } | null = null
  for (const line of stdout.split('\n')) {
    const question = /^======== Resolving module '(.+)' from '(.+)'\. ========$/.exec(line)
    if (question !== null) asked = { name: question[1] ?? '', from: own(question[2] ?? '') }
    const answer = /^======== Module name '.+' was (?:successfully resolved to '([^']+)'|not resolved)/.exec(
      line,
    )
    if (answer === null || asked === null) continue
    const { name, from } = asked
    if (/^(src|jobs|demo|tests)\//.test(from))
      imports.push({ from, to: name.startsWith('.') && answer[1] !== undefined ? own(answer[1]) : name })
    asked = null
  }
  if (imports.length < 100)
    throw new Error(`tsc told of ${imports.length} imports only:\n${stdout.slice(0, 2000)}`)
  return imports
}

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
  const files = (await readdir(join(root, 'src'), { recursive: true }))
    .map((file) => `src/${file.split(sep).join('/')}`)
    .filter(isPure)
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

const [imports, node, io] = await Promise.all([allImports(), nodeOnWorkers(), impure()])
const found = [...violations(imports), ...node, ...io]
for (const { from, to, rule } of found) console.error(`${from} → ${to}\n    ${rule}`)
console.log(`${imports.length} imports, ${found.length} against the rules`)
process.exit(found.length === 0 ? 0 : 1)
