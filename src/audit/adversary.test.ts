import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { newSm2PrivateKey, sm2PublicKeyOf } from '../platform/sm2.ts'
import { hexOf } from '../platform/sm3.ts'
import { compareExports } from './compare-exports.ts'
import { parseHeads } from './export-format.ts'
import { exportLog } from './export-log.ts'
import type { EntryFilter } from './filter.ts'
import { type SignedHead, signHead } from './heads.ts'
import { headKey, keepHeadsOutside } from './keep-heads-outside.ts'
import { hashOfLeaf } from './leaf.ts'
import { type EntryRow, entryColumns, leafOf } from './leaf-rows.ts'
import { record } from './record.ts'
import { signAuditHead } from './sign-audit-head.ts'
import { verifyExport } from './verify-export.ts'

/**
 * The adversary owns the database: disables what the migrations put in the way, and writes whatever they like.
 * Out of their reach: heads that somebody outside has kept, and the signing key unless a test says otherwise.
 */
const key = newSm2PrivateKey()
const publicKey = sm2PublicKeyOf(key)
let world: World
/** Kept by the auditor: one head of 5 entries, one of 11 (ten entries, and the signing of the first head). */
let outside: SignedHead[]

beforeEach(async () => {
  world = await makeWorld()
  outside = []
  for (const day of [1, 2]) {
    world.clock.set(`2026-11-2${day}T10:00:00+08:00`)
    await write(5, `day ${day}`)
    world.clock.set(`2026-11-2${day}T23:00:00+08:00`)
    outside.push(await sign())
  }
  expect(outside.map((head) => head.treeSize)).toEqual([5, 11])
  for (const table of ['entries', 'leaves', 'subtrees', 'batches', 'heads']) {
    await attack(`alter table audit_${table} disable trigger user`)
    await attack(`alter table audit_${table} no force row level security`)
    await attack(`alter table audit_${table} disable row level security`)
  }
})

const attack = (statement: string) => world.database.execute(sql.raw(statement))

async function write(count: number, reason: string): Promise<void> {
  const context = world.as('data-centre')
  await transact(context, (tx) =>
    record(
      context,
      tx,
      Array.from({ length: count }, (_, index) => ({
        operation: 'systems.import' as const,
        objectType: 'system',
        objectId: `LC-${index}`,
        after: { stage: 'trial', annualOperationsFen: 100_000 + index },
        reason,
      })),
    ),
  )
}

const signer = () => ({ ...world.as('job'), auditSigningKey: key })
const sign = () => transact(signer(), (tx) => signAuditHead(signer(), tx))

async function exported(filter: EntryFilter = {}): Promise<string> {
  let text = ''
  for await (const piece of (await exportLog(world.as('audit'), filter)).lines) text += piece
  return text
}

async function faultsOf(text: string, heads: readonly SignedHead[] = outside, keys = [publicKey]) {
  async function* lines() {
    for (const line of text.split('\n')) yield new TextEncoder().encode(line)
  }
  const { faults, notes } = await verifyExport(lines(), () => heads, keys)
  return {
    sequences: faults.map((fault) => fault.sequence),
    text: faults.map((f) => f.message).join('\n'),
    notes,
  }
}

/** Recomputes every leaf hash from what now stands in the entries, as an adversary who knows this code would. */
async function recompute(): Promise<void> {
  const rows = await world.database.execute<EntryRow & { sequence: number }>(sql`
    select ${entryColumns}, l.sequence::float8 as sequence from audit_leaves l
    join audit_entries e on e.jurisdiction_id = l.jurisdiction_id and e.id = l.entry_id order by l.sequence`)
  for (const row of rows)
    await attack(
      `update audit_leaves set hash = '\\x${hexOf(hashOfLeaf(leafOf(row, row.sequence)))}' where sequence = ${row.sequence}`,
    )
}

describe('an untouched log', () => {
  it('passes, whole and in extract, with the heads kept outside', async () => {
    expect(await faultsOf(await exported())).toMatchObject({ sequences: [], notes: [] })
    const extract = await exported({ objectId: 'LC-3' })
    expect(extract.match(/"leaf":/g)).toHaveLength(2)
    expect(await faultsOf(extract)).toMatchObject({ sequences: [] })
  })

  it('passes too after more was written, with or without a head for it', async () => {
    await write(3, 'day 3')
    expect((await faultsOf(await exported())).sequences).toEqual([])
    world.clock.set('2026-11-23T23:00:00+08:00')
    const third = await sign()
    expect((await faultsOf(await exported(), [...outside, third])).sequences).toEqual([])
    expect((await faultsOf(await exported({ objectId: 'LC-3' }), [...outside, third])).sequences).toEqual([])
  })

  it('says what was not proved', async () => {
    const { notes } = await faultsOf(await exported(), [], [])
    expect(notes.join('\n')).toMatch(/没有给出外部保存的链头[\s\S]*没有给出公钥/)
  })
})

describe('the adversary', () => {
  it('edits a row', async () => {
    await attack(`update audit_entries set after = jsonb_set(after, '{stage}', '"confirmed"')
      where id = (select entry_id from audit_leaves where sequence = 3)`)
    const { sequences, text } = await faultsOf(await exported())
    expect(sequences).toEqual([3])
    expect(text).toBe('第 3 条：内容与当时的指纹不符，这条记录被改动过。')
    expect((await faultsOf(await exported({ objectId: 'LC-2' }))).sequences).toEqual([3])
  })

  it.each([
    ['who', `actor_name = '别人'`],
    ['which role', `actor_roles = '{finance}'`],
    ['which organisation', 'organisation_id = organisation_id + 1'],
    ['when', `at = at + interval '1 second'`],
    ['from where', `address = '10.0.0.9'`],
    ['which request', `request_id = 'other'`],
    ['what', `operation = 'systems.read'`],
    ['to what', `object_id = 'LC-9'`],
    ['before', `before = '{"stage":"survey"}'`],
    ['why', `reason = 'other'`],
  ])('edits %s', async (_what, assignment) => {
    await attack(
      `update audit_entries set ${assignment} where id = (select entry_id from audit_leaves where sequence = 7)`,
    )
    // LC-1 of the second day: the first head's signing is entry 6.
    expect((await faultsOf(await exported())).sequences).toEqual([7])
  })

  it('edits a row and its hash', async () => {
    await attack(
      `update audit_entries set reason = 'other' where id = (select entry_id from audit_leaves where sequence = 9)`,
    )
    await recompute()
    const { sequences, text } = await faultsOf(await exported())
    expect(sequences[0]).toBe(6)
    expect(text).toContain('第 6 至 11 条：与')
    expect(text).toContain('改写、增删或重排后重新计算过')
    expect((await faultsOf(await exported({ objectId: 'LC-0' }))).sequences.length).toBeGreaterThan(0)
  })

  it('deletes the newest', async () => {
    await attack(
      `delete from audit_entries where id = (select entry_id from audit_leaves where sequence = 11)`,
    )
    await attack(`delete from audit_leaves where sequence = 11`)
    await attack(`update audit_batches set settled_entry_id = 1000`)
    const { sequences, text } = await faultsOf(await exported())
    expect(sequences).toContain(11)
    expect(text).toContain(
      '第 11 条：缺失。外部保存的链头（11 条，签于 2026-11-22 23:00）有 11 条，导出只有 10 条。',
    )
  })

  it('deletes the newest and every head that knew of them', async () => {
    await attack(
      `delete from audit_entries where id >= (select entry_id from audit_leaves where sequence = 6)`,
    )
    await attack(`delete from audit_leaves where sequence >= 6`)
    await attack(`delete from audit_heads where tree_size > 5`)
    const { sequences, text } = await faultsOf(await exported())
    expect(sequences).toEqual([6, null])
    expect(text).toContain('第 6 至 11 条：缺失')
    expect(text).toContain('出示的是旧链头')
    expect((await faultsOf(await exported({ objectId: 'LC-0' }))).sequences).toEqual([6, null])
  })

  it('deletes from the middle', async () => {
    await attack(
      `delete from audit_entries where id = (select entry_id from audit_leaves where sequence = 4)`,
    )
    const { sequences, text } = await faultsOf(await exported())
    expect(sequences[0]).toBe(4)
    expect(text).toContain('第 4 条：缺失，已从记录中删除。')
  })

  it('deletes from the middle and closes the gap', async () => {
    await attack(
      `delete from audit_entries where id = (select entry_id from audit_leaves where sequence = 4)`,
    )
    await attack(`delete from audit_leaves where sequence = 4`)
    await attack(`alter table audit_leaves drop constraint audit_leaves_sequence`)
    await attack(`update audit_leaves set sequence = -sequence where sequence > 4`)
    await attack(`update audit_leaves set sequence = -sequence - 1 where sequence < 0`)
    const closed = await faultsOf(await exported())
    expect(closed.sequences.slice(0, 7)).toEqual([4, 5, 6, 7, 8, 9, 10])
    await recompute()
    const recomputed = await faultsOf(await exported())
    expect(recomputed.sequences[0]).toBe(1)
    expect(recomputed.text).toContain('第 1 至 5 条：与')
  })

  it('reorders', async () => {
    await attack(`alter table audit_leaves drop constraint audit_leaves_entry`)
    await attack(`update audit_leaves l set entry_id = other.entry_id, hash = other.hash from audit_leaves other
      where l.sequence in (2, 3) and other.sequence in (2, 3) and l.sequence <> other.sequence`)
    const { sequences } = await faultsOf(await exported())
    expect(sequences.slice(0, 2)).toEqual([2, 3])
    await recompute()
    expect((await faultsOf(await exported())).text).toContain('第 1 至 5 条：与')
  })

  it('reorders the lines of an export', async () => {
    const lines = (await exported()).split('\n')
    const [second, third] = ['"sequence":2}', '"sequence":3}'].map((end) =>
      lines.findIndex((line) => line.includes(end)),
    )
    ;[lines[second ?? 0], lines[third ?? 0]] = [lines[third ?? 0] ?? '', lines[second ?? 0] ?? '']
    const { sequences, text } = await faultsOf(lines.join('\n'))
    expect(sequences.slice(0, 2)).toEqual([2, 2])
    expect(text).toContain('第 2 条：顺序颠倒或重复')
  })

  it('rewrites and recomputes all, and signs again with the stolen key: only the head outside tells', async () => {
    await attack(`update audit_entries set reason = 'as it never was'`)
    await attack(`delete from audit_heads`)
    await recompute()
    world.clock.set('2026-11-23T23:00:00+08:00')
    await sign()
    const forged = await exported()
    expect((await faultsOf(forged, [])).sequences).toEqual([])
    const { sequences, text } = await faultsOf(forged)
    expect(sequences[0]).toBe(1)
    expect(text).toContain('第 1 至 5 条：与外部保存的链头')
    // A line of the printed report is enough.
    const printed = outside.map((head) => ({ ...head, at: '', signature: null, publicKey: null }))
    expect((await faultsOf(forged, printed)).sequences[0]).toBe(1)
  })

  it('rewrites and recomputes all, and signs with a key of their own', async () => {
    await attack(`update audit_entries set reason = 'as it never was'`)
    await attack(`delete from audit_heads`)
    await recompute()
    world.clock.set('2026-11-23T23:00:00+08:00')
    const context = { ...world.as('job'), auditSigningKey: newSm2PrivateKey() }
    await transact(context, (tx) => signAuditHead(context, tx))
    const { text } = await faultsOf(await exported(), [])
    expect(text).toContain('签名无效，或不是用所给公钥对应的密钥签的')
  })

  it('serves two heads of one size', async () => {
    const [, last] = outside
    if (last === undefined) throw new Error('no head')
    const forged = signHead({ ...last, root: 'ab'.repeat(32) }, key)
    const { sequences, text } = await faultsOf(await exported(), [...outside, forged])
    expect(sequences).toContain(11)
    expect(text).toContain('向不同的人出示了不同的记录')
    expect((await faultsOf(await exported({ objectId: 'LC-1' }), [...outside, forged])).sequences).toContain(
      11,
    )
  })

  it('alters a head, or gives an old one a new date', async () => {
    for (const change of [
      `at = at + interval '1 day'`,
      'tree_size = tree_size + 1',
      `root = '\\x${'cd'.repeat(32)}'`,
    ]) {
      await attack(`update audit_heads set ${change} where tree_size = 5`)
      expect((await faultsOf(await exported(), [])).text).toContain('签名无效')
      await attack(`delete from audit_heads where signature = '${outside[0]?.signature}'`)
      await attack(`insert into audit_heads (jurisdiction_id, tree_size, root, at, signature, public_key)
        values ('lingchuan', 5, '\\x${outside[0]?.root}', '${outside[0]?.at}', '${outside[0]?.signature}', '${publicKey}')`)
    }
  })

  it('replays an old head as the newest', async () => {
    await attack(`delete from audit_heads where tree_size = 11`)
    const { sequences, text } = await faultsOf(await exported())
    expect(sequences).toEqual([null])
    expect(text).toContain('签于 2026-11-21 23:00，而外部保存的链头签于 2026-11-22 23:00：出示的是旧链头')
  })

  it('signs a later head over a shorter log', async () => {
    await attack(
      `delete from audit_entries where id >= (select entry_id from audit_leaves where sequence = 8)`,
    )
    await attack(`delete from audit_leaves where sequence >= 8`)
    world.clock.set('2026-11-23T23:00:00+08:00')
    await sign()
    const { text } = await faultsOf(await exported(), [])
    expect(text).toContain('记录被截短过')
  })
})

describe('an export with more in it than an export says', () => {
  const head = (text: string) => text.replace('{"head":{', '{"head":{"note":"x",')
  const changes: [string, (text: string) => string][] = [
    [
      'a leaf twice, the false one first',
      (text) => text.replace(/"leaf":(\{.*"sequence":3\})\}/, '"leaf":{"at":"2020"},"leaf":$1}'),
    ],
    [
      'a leaf twice, the false one last',
      (text) => text.replace(/"leaf":(\{.*"sequence":3\})\}/, '"leaf":$1,"leaf":{"at":"2020"}}'),
    ],
    [
      'a key twice in what was changed',
      (text) => text.replace('"after":{"annual', '"after":{"annualOperationsFen":1,"annual'),
    ],
    ['a hash twice', (text) => text.replace('\n{"hash":"', `\n{"hash":"${'0'.repeat(64)}","hash":"`)],
    ['a field beside the leaf', (text) => text.replace('"sequence":3}}', '"sequence":3},"note":"x"}')],
    ['a field before the hash', (text) => text.replace('\n{"hash"', '\n{"aside":1,"hash"')],
    ['a field in a leaf', (text) => text.replace('"sequence":3}', '"sequence":3,"verified":true}')],
    ['a field in an actor', (text) => text.replace('"actor":{"id"', '"actor":{"deputy":"x","id"')],
    ['spaces', (text) => text.replace('"sequence":3}', '"sequence": 3}')],
    ['a number written otherwise', (text) => text.replace('"sequence":3}', '"sequence":3.0}')],
    ['a field in a head', head],
    ['a head twice in its line', (text) => text.replace(/\n\{"head":(.*)\}\n/, '\n{"head":{},"head":$1}\n')],
    ['a line of its own', (text) => text.replace('\n{"hash"', '\n{"remark":"x"}\n{"hash"')],
  ]
  it.each(changes)('is refused: %s', async (_, change) => {
    const text = await exported()
    expect(change(text)).not.toBe(text)
    expect((await faultsOf(change(text))).sequences).not.toEqual([])
  })

  it('is no export when its first line is not exactly one', async () => {
    const text = await exported()
    for (const changed of [
      text.replace('{"export":{', '{"export":{"note":1,'),
      text.replace('{"export":', '{"export":{},"export":'),
      ` ${text}`,
    ])
      await expect(faultsOf(changed)).rejects.toThrow('这不是登云导出的审计记录')
  })
})

describe('an export held against an earlier one', () => {
  const read = (text: string) =>
    async function* () {
      for (const line of text.split('\n')) if (line !== '') yield new TextEncoder().encode(line)
    }
  const compare = (now: string, earlier: string) => compareExports(read(now), read(earlier))
  const forge = async () => {
    await attack(`delete from audit_heads`)
    await recompute()
    world.clock.set('2026-11-23T23:00:00+08:00')
    await sign()
  }

  it('only grew: no fault, whichever of the two is an extract', async () => {
    const [earlier, part] = [await exported(), await exported({ objectId: 'LC-3' })]
    await write(3, 'later')
    expect(await compare(await exported(), earlier)).toEqual({ compared: 12, faults: [] })
    expect(await compare(await exported(), part)).toEqual({ compared: 2, faults: [] })
    expect(await compare(await exported({ objectId: 'LC-3' }), earlier)).toEqual({ compared: 2, faults: [] })
  })

  it('names the entry that was rewritten, with what it said, though everything was recomputed and signed anew', async () => {
    const earlier = await exported()
    await attack(`update audit_entries set reason = 'as it never was', after = '{"stage":"confirmed"}'
      where id = (select entry_id from audit_leaves where sequence = 4)`)
    await forge()
    const forged = await exported()
    expect((await faultsOf(forged, [])).sequences).toEqual([])
    const { faults } = await compare(forged, earlier)
    expect(faults.filter(({ sequence }) => (sequence ?? 0) <= 11)).toEqual([
      {
        sequence: 4,
        message: expect.stringMatching(
          /^第 4 条：与早先的导出不同.*改动后原为 .*trial.*现为 .*confirmed.*理由原为 "day 1"，现为 "as it never was"/,
        ),
      },
    ])
  })

  it('names what was taken out or put in', async () => {
    const earlier = await exported()
    await attack(
      `delete from audit_entries where id = (select entry_id from audit_leaves where sequence = 12)`,
    )
    await attack(`delete from audit_leaves where sequence = 12`)
    const { faults } = await compare((await exported()).replace('"treeSize":12', '"treeSize":11'), earlier)
    expect(faults).toEqual([{ sequence: 12, message: '第 12 条：早先的导出里有，现在没有了。' }])
    const shorter = earlier
      .split('\n')
      .filter((line) => !line.includes('"sequence":7}'))
      .join('\n')
    expect((await compare(earlier, shorter)).faults).toEqual([
      { sequence: 7, message: '第 7 条：早先的导出里没有这一条，是后来插进去的。' },
    ])
  })

  it('is of the same jurisdiction', async () => {
    const text = await exported()
    const { faults } = await compare(
      text,
      text.replace('"jurisdiction":"lingchuan"', '"jurisdiction":"yuncheng"'),
    )
    expect(faults).toMatchObject([{ message: expect.stringContaining('另一辖区') }])
  })
})

describe('heads kept outside the database', () => {
  it('are written once each, as files that the check takes, after they were signed', async () => {
    const context = signer()
    const keep = () => transact(context, (tx) => keepHeadsOutside(context, tx))
    expect(await keep()).toBe(2)
    expect(await keep()).toBe(0)
    const files = await Promise.all(outside.map((head) => world.objects.get(headKey(head))))
    const kept = files.flatMap((bytes) =>
      parseHeads(new TextDecoder().decode(bytes ?? undefined), 'lingchuan'),
    )
    expect(kept).toEqual(outside)
    await attack(`update audit_entries set reason = 'as it never was'`)
    await attack(`delete from audit_heads`)
    await recompute()
    world.clock.set('2026-11-23T23:00:00+08:00')
    await sign()
    expect((await faultsOf(await exported(), kept)).text).toContain('第 1 至 5 条：与外部保存的链头')
  })
})
