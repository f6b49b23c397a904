import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { type Context, transact } from '../platform/context.ts'
import { databaseErrorCode, transactAs } from '../platform/database.ts'
import { bytesOfHex, hexOf } from '../platform/sm3.ts'
import { proveConsistency, proveEntry } from './proofs.ts'
import { type AuditedChange, record } from './record.ts'
import { sequenceEntries } from './sequence-entries.ts'
import { readNodes, treeSizeOf } from './stored-tree.ts'
import { GrowingTree, rootByInclusion, rootOf, rootsByConsistency } from './tree.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const change = (objectId: string, more: Partial<AuditedChange> = {}): AuditedChange => ({
  operation: 'systems.import',
  objectType: 'system',
  objectId,
  ...more,
})

const write = (context: Context, changes: readonly AuditedChange[]) =>
  transact(context, (tx) => record(context, tx, changes))

const sequence = (most?: number) =>
  transact(world.as('job'), (tx) => sequenceEntries(world.as('job'), tx, most))

async function leaves(): Promise<{ sequence: number; object_id: string; hash: Uint8Array }[]> {
  return transact(world.as('job'), (tx) =>
    tx.execute<{ sequence: number; object_id: string; hash: Uint8Array }>(sql`
      select l.sequence::float8 as sequence, e.object_id, l.hash from audit_leaves l
      join audit_entries e on e.jurisdiction_id = l.jurisdiction_id and e.id = l.entry_id
      where l.jurisdiction_id = ${world.jurisdictionId} order by l.sequence`),
  )
}

describe('an entry', () => {
  it('says who, in which role and organisation, when, from where, what, before and after, why, in which request', async () => {
    const context = { ...world.as('data-centre'), address: '10.1.2.3' }
    await write(context, [
      change('LC-001', {
        before: { stage: null, 备注: '旧' },
        after: { stage: 'survey' },
        reason: '台账更新',
      }),
    ])
    await sequence()
    const proved = await proveEntry(
      world.as('audit'),
      await transact(world.as('job'), (tx) => treeSizeOf(tx, 'lingchuan')),
    )
    expect(proved.leaf).toEqual({
      format: 1,
      jurisdiction: 'lingchuan',
      sequence: proved.treeSize,
      at: '2026-11-21T02:00:00.000Z',
      actor: {
        kind: 'person',
        id: context.actor.kind === 'person' ? context.actor.id : 0,
        name: '县大数据中心经办',
        keyId: null,
        roles: ['data-centre'],
      },
      organisation: { id: world.organisations['data-centre'], name: '县大数据中心' },
      address: '10.1.2.3',
      requestId: context.requestId,
      operation: 'systems.import',
      object: { type: 'system', id: 'LC-001' },
      reason: '台账更新',
      before: { stage: null, 备注: '旧' },
      after: { stage: 'survey' },
    })
    expect(proved.holds).toBe(true)
  })

  it('is part of the write: it goes when that is rolled back, and takes it along when it fails', async () => {
    const context = world.as('data-centre')
    const count = async () => (await leaves()).length
    await sequence()
    const before = await count()
    await expect(
      transact(context, async (tx) => {
        await record(context, tx, [change('never')])
        throw new Error('the verb failed')
      }),
    ).rejects.toThrow('the verb failed')
    const organisation = sql`insert into organisations (jurisdiction_id, name) values ('lingchuan', '不该有的单位')`
    await expect(
      transact(context, async (tx) => {
        await tx.execute(organisation)
        await record(context, tx, [change('x', { after: { token: 'hunter2' } })])
      }),
    ).rejects.toThrow('audit: token')
    const kept = await transact(context, (tx) =>
      tx.execute(sql`select from organisations where name = '不该有的单位'`),
    )
    expect(kept).toHaveLength(0)
    await sequence()
    expect(await count()).toBe(before)
  })

  it('keeps what PostgreSQL can’t: NUL and half surrogates become U+FFFD', async () => {
    await write(world.as('data-centre'), [change('odd', { after: { text: 'a\0b\ud800c😀' }, reason: 'x\0' })])
    const { treeSize } = await sequence()
    const { leaf, holds } = await proveEntry(world.as('audit'), treeSize)
    expect([leaf.after, leaf.reason, holds]).toEqual([{ text: 'a\ufffdb\ufffdc😀' }, 'x\ufffd', true])
  })

  it('never holds a secret: the write fails, and the message does not say it', async () => {
    for (const after of [
      { password: 'hunter2' },
      { passwordHash: 'hunter2' },
      { deep: [{ session_token: 'hunter2' }] },
      { 初始口令: 'hunter2' },
      { apiKey: 'hunter2' },
      { totpSecret: 'hunter2' },
      { recoveryCodes: ['hunter2'] },
      { note: 'scrypt$65536$8$2$hunter2' },
      { hash: 'hunter2' },
    ]) {
      const failed = await write(world.as('data-centre'), [change('x', { after })]).then(
        () => 'written',
        (error: unknown) => String(error),
      )
      expect(failed).toMatch(/audit: .* not recorded/)
      expect(failed).not.toContain('hunter2')
    }
    // That one was changed is no secret, nor is the digest of a published catalogue.
    await write(world.as('data-centre'), [
      change('x', { after: { passwordChanged: true, contentHash: 'ab' } }),
    ])
  })
})

describe('the log', () => {
  it('numbers entries 1, 2, 3 … in the order of commits, without a gap for what was rolled back', async () => {
    const context = world.as('data-centre')
    let committed = () => {}
    let recorded = () => {}
    const hasRecorded = new Promise<void>((done) => {
      recorded = done
    })
    const mayCommit = new Promise<void>((done) => {
      committed = done
    })
    const slow = transact(context, async (tx) => {
      await record(context, tx, [change('slow')])
      recorded()
      await mayCommit
    })
    await hasRecorded
    await transact(context, async (tx) => {
      await record(context, tx, [change('given up')])
      throw new Error('rolled back')
    }).catch(() => {})
    await write(context, [change('quick')])
    // Doesn't wait for the open transaction, and doesn't forget it either.
    await sequence()
    expect((await leaves()).at(-1)?.object_id).toBe('quick')
    await write(context, [change('quicker')])
    await sequence()
    committed()
    await slow
    await sequence()
    const all = await leaves()
    expect(all.slice(-3).map((leaf) => leaf.object_id)).toEqual(['quick', 'quicker', 'slow'])
    expect(all.map((leaf) => leaf.sequence)).toEqual(all.map((_, index) => index + 1))
  })

  it('holds under many writers and sequencers at once: every entry once, and no deadlock', async () => {
    const before = (await leaves()).length
    const writers = Array.from({ length: 40 }, (_, index) =>
      transact(world.as('data-centre'), async (tx) => {
        const context = world.as('data-centre')
        await record(context, tx, [change(`a${index}`)])
        await record(context, tx, [change(`b${index}`), change(`c${index}`)])
        if (index % 4 === 0) throw new Error('rolled back')
      }).catch((error: unknown) => expect(String(error)).toContain('rolled back')),
    )
    await Promise.all([...writers, ...Array.from({ length: 10 }, () => sequence(7))])
    await sequence()
    const all = await leaves()
    expect(all.length - before).toBe(90)
    expect(new Set(all.slice(before).map((leaf) => leaf.object_id)).size).toBe(90)
    expect(all.map((leaf) => leaf.sequence)).toEqual(all.map((_, index) => index + 1))
  })

  it('has the root of its leaves at every size, over several tiers of stored subtrees', async () => {
    const many = Array.from({ length: 1300 }, (_, index) => change(`n${index}`))
    for (let from = 0; from < many.length; from += 173) {
      await write(world.as('data-centre'), many.slice(from, from + 173))
      await sequence(100)
    }
    await sequence()
    const all = await leaves()
    const tree = new GrowingTree()
    await transact(world.as('job'), async (tx) => {
      for (const [index, leaf] of all.entries()) {
        tree.append(leaf.hash)
        const size = index + 1
        if (size % 97 !== 0 && size % 256 > 1) continue
        const nodes = await readNodes(tx, 'lingchuan', all.length, [size])
        expect(hexOf(rootOf(nodes.read, size))).toBe(hexOf(tree.root()))
      }
    })
    for (const [from, to] of [
      [1, all.length],
      [256, 257],
      [257, 1024],
      [700, all.length],
    ] as const) {
      const { fromRoot, toRoot, proof } = await proveConsistency(world.as('audit'), from, to)
      const roots = rootsByConsistency(from, to, bytesOfHex(fromRoot), proof.map(bytesOfHex))
      expect([hexOf(roots?.fromRoot ?? tree.root()), hexOf(roots?.toRoot ?? tree.root())]).toEqual([
        fromRoot,
        toRoot,
      ])
    }
    for (const [place, size] of [
      [1, all.length],
      [256, 300],
      [257, 257],
      [all.length, all.length],
    ] as const) {
      const { hash, root, proof, holds } = await proveEntry(world.as('audit'), place, size)
      expect(holds).toBe(true)
      const led = rootByInclusion(bytesOfHex(hash), place - 1, size, proof.map(bytesOfHex))
      expect(hexOf(led ?? tree.root())).toBe(root)
    }
  })
})

describe('nothing inside shortens the record', () => {
  const tables = ['audit_entries', 'audit_leaves', 'audit_subtrees', 'audit_batches', 'audit_heads']

  it('the app’s role has no right to', async () => {
    for (const table of tables) {
      for (const statement of [
        `update ${table} set jurisdiction_id = 'x'`,
        `delete from ${table}`,
        `truncate ${table}`,
      ]) {
        const code = await transactAs(
          world.database,
          { jurisdictionId: 'lingchuan', organisations: 'all' },
          (tx) => tx.execute(sql.raw(statement)),
        ).then(() => 'done', databaseErrorCode)
        expect([statement, code]).toEqual([statement, '42501'])
      }
    }
  })

  it('nor does the owner by mistake, or by a statement smuggled in', async () => {
    for (const table of tables) {
      for (const statement of [`delete from ${table}`, `truncate ${table}`]) {
        const code = await world.database.execute(sql.raw(statement)).then(() => 'done', databaseErrorCode)
        expect([statement, code]).toEqual([statement, '42501'])
      }
    }
  })

  it('and other jurisdictions and departments see none of it', async () => {
    const seen = (visibility: Parameters<typeof transactAs>[1]) =>
      transactAs(world.database, visibility, (tx) =>
        tx.execute<{ entries: number; leaves: number }>(sql`
          select (select count(*)::int from audit_entries) as entries, (select count(*)::int from audit_leaves) as leaves`),
      )
    expect(await seen({ jurisdictionId: 'elsewhere', organisations: 'all' })).toEqual([
      { entries: 0, leaves: 0 },
    ])
    expect(await seen({ jurisdictionId: 'lingchuan', organisations: [1] })).toEqual([
      { entries: 0, leaves: 0 },
    ])
  })
})
