import { beforeAll, describe, expect, it } from 'vitest'
import { publishSample } from '../../tests/support/scarce-catalogue.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { limits } from './line-input.ts'
import { matchInTurns } from './match-in-turns.ts'
import { matchingBasis } from './matching-basis.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world, { 'ECS-08': 60, 'ECS-09': 40 })
})

const ask = (lines: readonly object[], as?: 'department') =>
  world.fetch('/api/v1/matching/preview?jurisdiction=lingchuan', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lines: lines.map((line, id) => ({ id: `${id}`, ...line })) }),
    ...(as === undefined ? {} : { as }),
  })
const words = '需要两台云主机8核16G内存，挂载500G存储，部署业务系统和数据库，双机热备并接入政务外网，'
const wordy = (signs: number) => words.repeat(Math.ceil(signs / words.length)).slice(0, signs)

/** What this thread has had of a processor; milliseconds. Other processes on the machine don't count. */
function used(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Out: the longest turn of the event loop, in which nobody else is answered; milliseconds. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let before = used()
  const watch = setInterval(() => {
    const now = used()
    longest = Math.max(longest, now - before)
    before = now
  }, 1)
  await work()
  clearInterval(watch)
  return longest
}

describe('the largest previews that are allowed', () => {
  it.each([
    [
      'the longest lines',
      Array.from({ length: limits.texts / limits.text }, () => ({ text: wordy(limits.text) })),
    ],
    [
      'the most lines in words',
      Array.from({ length: limits.lines }, () => ({ text: wordy(limits.texts / limits.lines) })),
    ],
    [
      'the most lines in figures',
      Array.from({ length: limits.lines }, (_, id) => ({ vcpu: 1 + (id % 64), memoryGiB: 1 + (id % 256) })),
    ],
  ])(
    'let everybody else be answered: %s',
    async (_name, lines) => {
      await ask(lines.slice(0, 3), 'department')
      let answer = new Response()
      const longest = await longestTurn(async () => {
        answer = await ask(lines, 'department')
      })
      expect(answer.status).toBe(200)
      expect(longest).toBeLessThan(100)
    },
    120_000,
  )

  it('are the largest: more text in all is refused, in words', async () => {
    const lines = Array.from({ length: limits.texts / limits.text + 1 }, () => ({ text: wordy(limits.text) }))
    const answer = await ask(lines, 'department')
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('一次最多 60000 个字'),
    ])
  })

  it('end when they take too long, and when whoever asked has gone', async () => {
    const matching = await matchingBasis(world.as('department'))
    const lines = Array.from({ length: 300 }, (_, id) => ({ id: `${id}`, text: wordy(500) }))
    await expect(matchInTurns(matching, lines, { seconds: 0.02 })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('已停止'),
    })
    const gone = new AbortController()
    const asked = matchInTurns(matching, lines, { signal: gone.signal })
    setTimeout(() => gone.abort(new Error('gone')), 20)
    await expect(asked).rejects.toThrow('gone')
  })
})

describe('callers without a sign-in', () => {
  it('are limited by what they ask for from one network, others not', async () => {
    const lines = [{ vcpu: 4, memoryGiB: 8 }]
    const statuses = new Set<number>()
    for (let turn = 0; turn < 245; turn += 1) statuses.add((await ask(lines)).status)
    expect([...statuses]).toEqual([200, 429])
    const refused = await ask(lines)
    expect([refused.headers.get('retry-after'), await refused.text()]).toEqual([
      '60',
      expect.stringContaining('秒后再试'),
    ])
    expect((await ask(lines, 'department')).status).toBe(200)
  }, 60_000)
})
