import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const execute = promisify(execFile)
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** What came of asking all operations with one key. */
export interface Outcome {
  operations: number
  cases: number
  serverErrors: number
  /** Answers, their types, headers and methods that the description doesn't name. */
  undocumented: number
  /** Answers that aren't as described, and whatever else was found. */
  breaks: number
  /** All of them. */
  found: number
  /** What schemathesis printed. */
  said: string
}

/** In: an empty folder's path. Out: the folder with schemathesis: this one, or what API_TOOLS names. */
export async function installTools(folder: string): Promise<string> {
  if (process.env.API_TOOLS !== undefined) return process.env.API_TOOLS
  const install = ['-m', 'pip', 'install', '--quiet', '--target', folder]
  const pinned = ['--require-hashes', '--only-binary', ':all:', '--requirement', beside('tools.txt')]
  await execute('python3', [...install, ...pinned])
  return folder
}

const description = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
const report = z.object({
  complete: z.boolean(),
  operations: z.object({ selected: z.int(), tested: z.int(), errored: z.int(), skipped: z.int() }),
  test_cases: z.object({ generated: z.int() }),
  failures: z.array(z.object({ type: z.string(), count: z.int() })),
  errors: z.array(z.unknown()),
})

/** In: where schemathesis stands, the server, a key or null, and a folder for its report. Out: what it found. */
export async function askAll(
  tools: string,
  url: string,
  key: string | null,
  folder: string,
): Promise<Outcome> {
  await mkdir(folder)
  const config = join(folder, 'schemathesis.toml')
  await writeFile(config, await configOf(url, key))
  const written = join(folder, 'report.json')
  const printed = await execute(
    join(tools, 'bin', 'schemathesis'),
    [
      ...['--config-file', config, '--no-color', 'run', `${url}/api/v1/openapi.json`],
      ...(key === null ? [] : ['--header', `Authorization: Bearer ${key}`]),
      ...['--report', 'json', '--report-json-path', written],
    ],
    {
      cwd: folder,
      maxBuffer: 2 ** 26,
      env: { ...process.env, PYTHONPATH: tools },
    },
  ).catch((failed: { stdout?: string; stderr?: string }) => failed)
  const said = `${printed.stdout ?? ''}${printed.stderr ?? ''}`
  const { complete, operations, test_cases, failures, errors } = report.parse(
    JSON.parse(await readFile(written, 'utf8').catch(() => Promise.reject(new Error(said)))),
  )
  const count = (of: (type: string) => boolean) =>
    failures.reduce((sum, { type, count }) => sum + (of(type) ? count : 0), 0)
  const serverErrors = count(isServerError)
  const undocumented = count(isUndocumented)
  const missed = complete ? operations.selected - operations.tested : 1
  const breaks = count((type) => !isServerError(type) && !isUndocumented(type)) + errors.length + missed
  const found = serverErrors + undocumented + breaks
  const cases = test_cases.generated
  return { operations: operations.tested, cases, serverErrors, undocumented, breaks, found, said }
}

const isServerError = (type: string) => type === 'ServerError'
const undescribed = ['UndefinedStatusCode', 'UndefinedContentType', 'MissingContentType', 'MissingHeaders']
const isUndocumented = (type: string) =>
  [...undescribed, 'UnsupportedMethodResponse', 'AllowHeaderMismatch'].includes(type)

/** Out: the configuration, with fewer cases for operations that this key may not use: who is refused is soon known. */
async function configOf(url: string, key: string | null): Promise<string> {
  const base = await readFile(beside('schemathesis.toml'), 'utf8')
  const answer = await fetch(`${url}/api/v1/openapi.json`)
  const names: string[] = []
  for (const [path, operations] of Object.entries(description.parse(await answer.json()).paths))
    for (const method of Object.keys(operations).map((each) => each.toUpperCase())) {
      // No row has such a number.
      const at = `${url}${path.replaceAll(/\{\w+\}/g, '999999999999')}`
      const { status } = await fetch(at, {
        method,
        ...(key === null ? {} : { headers: { authorization: `Bearer ${key}` } }),
      })
      if (status === 401 || status === 403) names.push(`${method} ${path}`)
    }
  if (names.length === 0) return base
  return `${base}
[[operations]]
include-name = ${JSON.stringify(names)}
generation.max-examples = 1
phases.coverage.enabled = false
`
}
