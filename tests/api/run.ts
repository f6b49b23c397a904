import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableOf } from '../../demo/console.ts'
import { askAll, installTools, type Outcome } from './schemathesis.ts'
import { startTarget } from './target.ts'

/**
 * `npm run test:api`: serves the demo and has schemathesis ask every operation of the API, with a key of each role and
 * without one. Prints for each how much was asked and what was found; fails when anything was.
 */
async function run(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-api-'))
  const logged: string[] = []
  try {
    const tools = await installTools(join(folder, 'tools'))
    const target = await startTarget(join(folder, 'data'), (message) => logged.push(message))
    try {
      const waiting = [...target.keys, ['without a key', null] as const]
      const outcomes: [string, Outcome][] = []
      const askNext = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const [role, key] = next
          const outcome = await askAll(tools, target.url, key, join(folder, role))
          outcomes.push([role, outcome])
          console.log(`… ${role}: ${outcome.cases} cases`)
          if (outcome.found > 0) console.log(outcome.said)
        }
      }
      // Two at once: each waits for the server half of the time.
      await Promise.all([askNext(), askNext()])
      console.log(summaryOf(outcomes))
      // Callers who are told to come later learn nothing: then this would have tried nothing.
      const told = logged.filter((message) => /"fault"|too-many-requests/.test(message))
      for (const message of told) console.log(message)
      return told.length === 0 && outcomes.every(([, { found }]) => found === 0)
    } finally {
      await target.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function summaryOf(outcomes: readonly [string, Outcome][]): string {
  return tableOf([
    ['key of', 'operations', 'cases', 'server errors', 'undocumented', 'breaks'],
    ...outcomes.map(([who, { operations, cases, serverErrors, undocumented, breaks }]) => [
      who,
      ...[operations, cases, serverErrors, undocumented, breaks].map(String),
    ]),
  ])
}

process.exitCode = (await run()) ? 0 : 1
