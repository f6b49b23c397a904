import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allOf } from '../../tests/support/all-of.ts'
import { startS3 } from '../../tests/support/s3.ts'
import { makeWorld, populate, type World } from '../../tests/support/world.ts'
import { listJurisdictions } from '../identity/index.ts'
import type { Context } from '../platform/context.ts'
import { transactAs } from '../platform/database.ts'
import { type ObjectStore, putByContent } from '../platform/objects.ts'
import { s3ObjectStore } from '../platform/objects-s3.ts'
import { slices } from '../slices.ts'
import { previewLedger } from '../systems/index.ts'
import { collectObjects, type Naming } from './collect-objects.ts'
import { keepHeadsOutside } from './keep-heads-outside.ts'
import { sequenceEntries } from './sequence-entries.ts'
import { signAuditHead } from './sign-audit-head.ts'

const naming: Naming = {
  columns: slices.flatMap(({ objectReferences }) => objectReferences ?? []),
  jurisdictions: listJurisdictions,
}
const text = new TextEncoder()
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()

let s3: Awaited<ReturnType<typeof startS3>>
beforeAll(async () => {
  s3 = await startS3({ signed: false })
})
afterAll(() => s3.stop())

const collectAs = (context: Context) =>
  transactAs(context.database, { jurisdictionId: context.actor.jurisdictionId, organisations: 'all' }, (tx) =>
    collectObjects(context, tx, naming),
  )
const preview = (context: Context, name: string) =>
  previewLedger(context, {
    fileName: 'ledger.csv',
    bytes: text.encode(`系统编号,系统名称,主管单位\nLC-1,${name},县财政局国库股\n`),
  })
const put = (store: ObjectStore, content: string) =>
  putByContent(store, text.encode(content), 'txt', 'text/plain')
const keysOf = async (store: ObjectStore, prefix: string) =>
  (await allOf(store.list(prefix))).map(({ key }) => key)

describe.each([
  ['folder', (world: World) => world.objects],
  ['bucket over the S3 protocol', () => s3ObjectStore(s3.config)],
])('objects that no row names, in a %s', (_kind, storeOf) => {
  let world: World
  let store: ObjectStore
  const as = (who: 'job' | 'data-centre', jurisdictionId?: string): Context => {
    const context = { ...world.as(who), objects: store }
    return jurisdictionId === undefined
      ? context
      : { ...context, actor: { ...context.actor, jurisdictionId, organisationIds: [] } as Context['actor'] }
  }
  beforeAll(async () => {
    world = await makeWorld({ jurisdictionId: 'aa', now: hours(0) })
    await populate(world.database, 'zz', '另一县')
    store = storeOf(world)
  })

  it('are deleted after 48 hours, and counted in the record; what rows of any jurisdiction name stays, and so do heads', async () => {
    await preview(as('data-centre'), '甲')
    await preview({ ...as('data-centre'), actor: { ...as('data-centre').actor, jurisdictionId: 'zz' } }, '乙')
    const named = await keysOf(store, 'sha256-')
    expect(named).toHaveLength(4)
    await transactAs(world.database, { jurisdictionId: 'aa', organisations: 'all' }, (tx) =>
      sequenceEntries(as('job'), tx),
    )
    await transactAs(world.database, { jurisdictionId: 'aa', organisations: 'all' }, (tx) =>
      signAuditHead(as('job'), tx),
    )
    await transactAs(world.database, { jurisdictionId: 'aa', organisations: 'all' }, (tx) =>
      keepHeadsOutside(as('job'), tx),
    )
    const lost = await put(store, '没有记录')
    // As a process leaves it that is killed while it writes.
    const half = `${lost}.0b9f5a5e-1111-4222-8333-444444444444`
    await store.put(half, text.encode('没有'), 'text/plain')

    world.clock.set(hours(47))
    expect(await collectAs(as('job'))).toEqual({ deleted: 0, foreignHead: null })
    world.clock.set(hours(49))
    expect(await collectAs(as('job', 'zz'))).toEqual({ deleted: 0, foreignHead: null })
    expect(await collectAs(as('job'))).toEqual({ deleted: 2, foreignHead: null })
    expect((await keysOf(store, 'sha256-')).sort()).toEqual(named.sort())
    expect(await keysOf(store, 'audit-head-')).toHaveLength(1)
    expect(await collectAs(as('job'))).toEqual({ deleted: 0, foreignHead: null })

    const entries = await transactAs(world.database, { jurisdictionId: 'aa', organisations: 'all' }, (tx) =>
      tx.execute(sql`select after from audit_entries where operation = 'audit.collect-objects'`),
    )
    expect(entries).toEqual([{ after: { deletedObjects: 2 } }])
  })

  it('stay when they are put again before they would be deleted, and when a row names them meanwhile', async () => {
    const [again, other] = [await put(store, '又存一次'), await put(store, '没有再存')]
    world.clock.set(hours(49))
    const now = Date.now()
    let heads = 0
    const racing: ObjectStore = {
      put: (...args) => store.put(...args),
      get: (key) => store.get(key),
      delete: (key) => store.delete(key),
      list: (prefix) => store.list(prefix),
      // The last that is asked before deleting: by then somebody has put it again, two days after the first time.
      async head(key) {
        heads += 1
        const head = await store.head(key)
        if (key !== again || head === null) return head
        await store.put(key, text.encode('又存一次'), 'text/plain')
        const renewed = (await store.head(key))?.putAt.getTime() ?? 0
        expect(renewed).toBeGreaterThanOrEqual(Math.trunc(now / 1_000) * 1_000)
        return { ...head, putAt: new Date(renewed + 48 * 3_600_000) }
      },
    }
    expect(await collectAs({ ...as('job'), objects: racing })).toEqual({ deleted: 1, foreignHead: null })
    expect(heads).toBe(2)
    expect(await store.get(other)).toBeNull()
    expect(await store.get(again)).not.toBeNull()
  })

  it('stay where the store has a head that this database never published', async () => {
    const lost = await put(store, '也许是别人的')
    const foreign = 'audit-head-elsewhere-20261121t000000000z-9.json'
    await store.put(foreign, text.encode('{}'), 'application/json')
    world.clock.set(hours(49))
    expect(await collectAs(as('job'))).toEqual({ deleted: 0, foreignHead: foreign })
    expect(await store.head(lost)).not.toBeNull()
  })

  it('are nobody’s to delete but the job’s', async () => {
    await expect(collectAs(as('data-centre'))).rejects.toMatchObject({ code: 'forbidden' })
  })
})
