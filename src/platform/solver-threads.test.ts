import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IntegerProgramme } from './integer-programme.ts'
import { type SolverThreads, type SolverThreadsOptions, solverThreads } from './solver-threads.ts'

const easy: IntegerProgramme = {
  cost: [30, 50, 7],
  upper: [9, 9, 9],
  rows: [
    {
      lower: 17,
      upper: null,
      terms: [
        [0, 4],
        [1, 8],
        [2, 1],
      ],
    },
  ],
}
/** A market split: known to be out of reach of branching, however small it looks. */
const hard: IntegerProgramme = (() => {
  let state = 7
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 16) % 100
  }
  const items = 45
  const rows = Array.from({ length: 5 }, () => {
    const factors = Array.from({ length: items }, next)
    const half = Math.floor(factors.reduce((sum, each) => sum + each, 0) / 2)
    return { lower: half, upper: half, terms: factors.map((each, place): [number, number] => [place, each]) }
  })
  return { cost: Array.from({ length: items }, next), upper: Array.from({ length: items }, () => 1), rows }
})()

const started: SolverThreads[] = []
const threads = (options?: SolverThreadsOptions) => {
  const made = solverThreads(options)
  started.push(made)
  return made
}
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dengyun-solver-'))
})
afterAll(async () => {
  for (const each of started) await each.stop()
  await rm(folder, { recursive: true, force: true })
})
/** In: the source of a thread's program. Out: its address. */
async function program(name: string, source: string): Promise<URL> {
  const file = join(folder, `${name}.mjs`)
  await writeFile(file, source)
  return pathToFileURL(file)
}

describe('integer programmes in threads', () => {
  it('are solved to the proven optimum', async () => {
    expect(await threads().solve(easy, { seconds: 20 })).toEqual({
      values: [0, 2, 1],
      infeasible: false,
      atLeast: 107,
    })
    const none = { ...easy, upper: [1, 1, 1] }
    expect(await threads().solve(none, { seconds: 20 })).toEqual({
      values: null,
      infeasible: true,
      atLeast: null,
    })
  })

  it('are solved within any time that is left, whole milliseconds or not', async () => {
    expect((await threads().solve(easy, { seconds: 3.481_687_661 })).atLeast).toBe(107)
  })

  it('stop at the time limit, while the process goes on', async () => {
    const { solve } = threads()
    await solve(easy, { seconds: 20 })
    let ticks = 0
    const ticking = setInterval(() => (ticks += 1), 20)
    const begin = performance.now()
    const { values, infeasible } = await solve(hard, { seconds: 1 })
    clearInterval(ticking)
    expect([values, infeasible]).toEqual([null, false])
    expect(performance.now() - begin).toBeLessThan(3_000)
    expect(ticks).toBeGreaterThan(10)
    expect(await solve(easy, { seconds: 20 })).toMatchObject({ atLeast: 107 })
  })

  it('that never end are ended, and the next one is solved', async () => {
    const deaf = await program(
      'deaf',
      `import { parentPort } from 'node:worker_threads'
       parentPort.on('message', () => { for (;;); })`,
    )
    const { solve } = threads({ program: deaf, graceSeconds: 0.1, most: 1 })
    const begin = performance.now()
    const nothing = { values: null, infeasible: false, atLeast: null }
    expect(await Promise.all([1, 2, 3].map(() => solve(easy, { seconds: 0.3 })))).toEqual([
      nothing,
      nothing,
      nothing,
    ])
    expect(performance.now() - begin).toBeLessThan(2_000)
  })

  it('whose thread crashes say what to do, and the next one is solved', async () => {
    const crashing = await program(
      'crashing',
      `import { parentPort } from 'node:worker_threads'
       parentPort.on('message', ({ programme }) => {
         if (programme.cost.length === 1) process.exit(3)
         if (programme.cost.length === 2) throw new Error('broken')
         if (programme.cost.length === 3) parentPort.postMessage({ failed: 'out of memory' })
         else parentPort.postMessage({ answer: { values: [], infeasible: false, atLeast: 0 } })
       })`,
    )
    const { solve } = threads({ program: crashing, most: 1 })
    for (const size of [1, 2, 3]) {
      await expect(solve({ ...easy, cost: easy.cost.slice(0, size) }, { seconds: 20 })).rejects.toMatchObject(
        {
          code: 'solver-unavailable',
          message: expect.stringContaining('请重试一次'),
        },
      )
      expect(await solve({ ...easy, cost: [1, 1, 1, 1] }, { seconds: 20 })).toMatchObject({ atLeast: 0 })
    }
  })

  it('are given up when whoever asked has gone', async () => {
    const { solve } = threads({ most: 1 })
    await solve(easy, { seconds: 20 })
    const gone = new AbortController()
    const begin = performance.now()
    const running = solve(hard, { seconds: 20, signal: gone.signal })
    const waiting = solve(easy, { seconds: 20, signal: gone.signal })
    setTimeout(() => gone.abort(new Error('gone')), 200)
    await expect(running).rejects.toThrow('gone')
    await expect(waiting).rejects.toThrow('gone')
    await expect(solve(easy, { seconds: 20, signal: gone.signal })).rejects.toThrow('gone')
    expect(performance.now() - begin).toBeLessThan(5_000)
    expect(await solve(easy, { seconds: 20 })).toMatchObject({ atLeast: 107 })
  })
})
