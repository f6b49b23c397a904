import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { type Database, transactAs } from '../../platform/database.ts'
import { jurisdictions } from '../schema.ts'
import { KnownJurisdictions } from './known-jurisdictions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const setUp = (database: Database, id: string) =>
  transactAs(database, 'sign-in', (tx) =>
    tx
      .insert(jurisdictions)
      .values({ id, name: `${id} 县`, regulationId: 'lingchuan-2024', createdAt: new Date() }),
  )

/** Counts the transactions somebody opens. */
function counting(database: Database) {
  const counted = { asked: 0 }
  const proxy = new Proxy(database, {
    get(target, name) {
      if (name === 'transaction') counted.asked += 1
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { database: proxy, counted }
}

describe('the jurisdictions an app knows', () => {
  it('are asked for once in ten seconds', async () => {
    let now = 1000
    const known = new KnownJurisdictions(() => now)
    const { database, counted } = counting(world.database)
    for (let time = 0; time < 5; time += 1) {
      expect((await known.list(database)).map(({ id }) => id)).toEqual([world.jurisdictionId])
      expect((await known.find(database, world.jurisdictionId))?.id).toBe(world.jurisdictionId)
    }
    expect(counted.asked).toBe(1)
    now += 10_000
    await known.list(database)
    expect(counted.asked).toBe(2)
  })

  it('include at once, by its id, one that another instance has set up, and soon in the list', async () => {
    let now = 1000
    const known = new KnownJurisdictions(() => now)
    await known.list(world.database)
    expect(await known.find(world.database, 'zz-new')).toBeNull()
    await setUp(world.database, 'zz-new')
    now += 1
    expect((await known.find(world.database, 'zz-new'))?.name).toBe('zz-new 县')
    expect((await known.list(world.database)).map(({ id }) => id)).toContain('zz-new')
    await setUp(world.database, 'zz-newer')
    now += 10_000
    expect((await known.list(world.database)).map(({ id }) => id)).toContain('zz-newer')
  })

  it('are asked for every time while there is none, so that set-up shows at once', async () => {
    const empty = await makeWorld({ empty: true })
    const known = new KnownJurisdictions(() => 1000)
    expect(await known.list(empty.database)).toEqual([])
    await setUp(empty.database, 'first')
    expect((await known.list(empty.database)).map(({ id }) => id)).toEqual(['first'])
  })
})

describe('a request without credentials', () => {
  it('opens no transaction of its own before its verb', async () => {
    await world.fetch('/healthz')
    await world.fetch('/nowhere')
    const original = world.database.transaction
    let asked = 0
    world.database.transaction = ((...work: Parameters<typeof original>) => {
      asked += 1
      return original.apply(world.database, work)
    }) as typeof original
    try {
      expect((await world.fetch(`/nowhere?jurisdiction=${world.jurisdictionId}`)).status).toBe(404)
      expect(asked).toBe(0)
      expect((await world.fetch('/nowhere?jurisdiction=atlantis')).status).toBe(404)
      expect(asked).toBe(1)
    } finally {
      world.database.transaction = original
    }
  })
})
