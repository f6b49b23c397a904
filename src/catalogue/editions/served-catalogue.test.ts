import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { afterFile } from '../../../tests/support/after-file.ts'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { createApp } from '../../app.ts'
import { loadAssets } from '../../platform/assets-folder.ts'
import { connect } from '../../platform/database.ts'
import { approveEdition, compileEdition, publishEdition, submitEdition } from '../index.ts'

let world: World
let bytes: Uint8Array
let other: ReturnType<typeof createApp>
let count = 0
beforeAll(async () => {
  world = await makeWorld()
  bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
  // Another instance of the same installation: connections and memory of its own.
  const { database, close } = connect(world.databaseUrl, { max: 2 })
  other = createApp({
    database: () => database,
    objects: () => world.objects,
    clock: world.clock,
    assets: await loadAssets(),
    publicOrigin: undefined,
    setUpToken: undefined,
    addressOf: () => null,
    log: (message) => world.logs.push(message),
  })
  afterFile(close)
})

async function publish(): Promise<string> {
  count += 1
  const number = `2026年第${count}版`
  const { editionId } = await compileEdition(world.as('data-centre'), { number, fileName: 'a.csv', bytes })
  await submitEdition(world.as('data-centre'), { editionId })
  await approveEdition(world.as('competent-bureau'), { editionId })
  await approveEdition(world.as('finance'), { editionId })
  await publishEdition(world.as('competent-bureau'), { editionId })
  return number
}

const paths = [`/api/v1/catalogue?jurisdiction=lingchuan`, '/catalogue']
const here = (path: string, init?: RequestInit) => world.fetch(path, init)
const there = async (path: string, init?: RequestInit) => other.request(`http://localhost${path}`, init)

describe('what the public reads', () => {
  it('is the newest edition: at once where it was published, within a second everywhere', async () => {
    for (let time = 0; time < 2; time += 1) {
      const number = await publish()
      const at = performance.now()
      for (const path of paths) expect(await (await here(path)).text(), path).toContain(number)
      for (const path of paths)
        for (;;) {
          if ((await (await there(path)).text()).includes(`${number}`)) break
          expect(performance.now() - at).toBeLessThan(1_000)
        }
    }
  })

  it('is the same answer, kept or not, with every header', async () => {
    for (const path of paths) {
      await publish()
      const full = await here(path)
      const kept = await here(path)
      const headers = (answer: Response) =>
        [...answer.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date')
      expect(headers(kept)).toEqual(headers(full))
      expect(kept.headers.get('x-request-id')).not.toBe(full.headers.get('x-request-id'))
      expect(await kept.text()).toBe(await full.text())
    }
  })

  it('is not sent again to who has it', async () => {
    const path = paths[0] ?? ''
    const tag = (await here(path)).headers.get('etag') ?? ''
    for (const known of [tag, `W/${tag}`, `"x", ${tag}`, '*'])
      expect((await here(path, { headers: { 'if-none-match': known } })).status).toBe(304)
    expect((await here(path, { headers: { 'if-none-match': '"x"' } })).status).toBe(200)
  })

  it('keeps no answer that was refused, and none of somebody signed in', async () => {
    for (let time = 0; time < 2; time += 1) {
      expect((await here('/api/v1/catalogue?jurisdiction=nowhere')).status).toBe(404)
      expect((await here('/api/v1/catalogue?jurisdiction=lingchuan&x=1')).status).toBe(400)
      expect((await here('/catalogue?level=9')).status).toBe(400)
    }
    const mine = await (await world.fetch('/catalogue', { as: 'data-centre' })).text()
    expect(mine).toContain('目录编制')
    expect(await (await here('/catalogue')).text()).not.toContain('目录编制')
    expect(await (await world.fetch('/catalogue', { as: 'data-centre' })).text()).toContain('目录编制')
  })
})
