/**
 * The audit log: appending on embedded PostgreSQL with fsync on and giving entries their place (at least 2,000 entries
 * a second), and checking a million exported entries offline (at most 20 s). Prints one JSON line a figure.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entryText, headerText, headText } from '../../src/audit/export-format.ts'
import { signHead } from '../../src/audit/heads.ts'
import { record, sequenceEntries } from '../../src/audit/index.ts'
import { hashOfLeaf, type Leaf } from '../../src/audit/leaf.ts'
import { GrowingTree } from '../../src/audit/tree.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { type Context, transact } from '../../src/platform/context.ts'
import { connect } from '../../src/platform/database.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { applyMigrations } from '../../src/platform/migrate.ts'
import { newSm2PrivateKey } from '../../src/platform/sm2.ts'
import { hexOf } from '../../src/platform/sm3.ts'
import { objectsOutOfReach } from '../support/test-job.ts'

const rounds = 5
const report = (figure: string, values: readonly number[], unit: string) => {
  const median = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  console.log(JSON.stringify({ figure, value: Number(median.toPrecision(3)), unit }))
}
const seconds = (since: number) => (performance.now() - since) / 1000

const after = (index: number) => ({
  name: `县政务服务管理系统 ${index}`,
  stage: 'trial',
  migrationDueOn: '2026-12-31',
  annualOperationsFen: 1_250_000 + index,
  dataSharing: true,
})

async function appending(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-bench-'))
  const embedded = await startEmbeddedPostgres(folder)
  await applyMigrations(embedded.url)
  const { database, close } = connect(embedded.url, { max: 10 })
  try {
    const context: Context = {
      actor: { kind: 'job', job: 'bench', jurisdictionId: 'lingchuan' },
      database,
      // The log keeps nothing in the object store.
      objects: objectsOutOfReach,
      clock: systemClock,
      requestId: 'bench',
      address: '10.0.0.1',
    }
    const change = (index: number) => ({
      operation: 'systems.import' as const,
      objectType: 'system',
      objectId: `LC-${index}`,
      before: after(index),
      after: after(index + 1),
      reason: '台账更新',
    })
    const alone: number[] = []
    const bulk: number[] = []
    const whole: number[] = []
    const placing: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const count = 6000
      let started = performance.now()
      await inParallel(10, count, (index) => transact(context, (tx) => record(context, tx, [change(index)])))
      alone.push(count / seconds(started))
      await transact(context, (tx) => sequenceEntries(context, tx))
      whole.push(count / seconds(started))
      started = performance.now()
      const many = Array.from({ length: 20_000 }, (_, index) => change(index))
      await transact(context, (tx) => record(context, tx, many))
      bulk.push(many.length / seconds(started))
      started = performance.now()
      await transact(context, (tx) => sequenceEntries(context, tx))
      placing.push(many.length / seconds(started))
    }
    report('audit: entries appended, one a transaction, 10 connections', alone, 'entries/s')
    report('audit: the same, and placed in the tree', whole, 'entries/s')
    report('audit: entries appended, 20,000 a transaction', bulk, 'entries/s')
    report('audit: entries placed in the tree', placing, 'entries/s')
  } finally {
    await close()
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function inParallel(width: number, count: number, work: (index: number) => Promise<void>) {
  let next = 0
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count) {
        const index = next
        next += 1
        await work(index)
      }
    }),
  )
}

function leafAt(sequence: number): Leaf {
  return {
    format: 1,
    jurisdiction: 'lingchuan',
    sequence,
    at: new Date(1_790_000_000_000 + sequence * 1000).toISOString(),
    actor: { kind: 'person', id: 12, name: '张三', keyId: null, roles: ['data-centre'] },
    organisation: { id: 3, name: '县大数据中心' },
    address: '10.1.2.3',
    requestId: '5b7e2c1a-3f4d-4f0e-9d4c-0a1b2c3d4e5f',
    operation: 'systems.import',
    object: { type: 'system', id: `LC-${sequence}` },
    reason: '台账更新',
    before: after(sequence),
    after: after(sequence + 1),
  }
}

/** An export of `count` entries with 300 signed heads, as the server writes it. */
async function writeExport(path: string, count: number): Promise<void> {
  const key = newSm2PrivateKey()
  const tree = new GrowingTree()
  const heads: string[] = []
  const hashes: string[] = []
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const hash = hashOfLeaf(leafAt(sequence))
    hashes.push(hexOf(hash))
    tree.append(hash)
    if (sequence % Math.ceil(count / 300) !== 0 && sequence !== count) continue
    const head = { jurisdiction: 'lingchuan', treeSize: sequence, root: hexOf(tree.root()) }
    heads.push(headText(signHead({ ...head, at: leafAt(sequence).at }, key)))
  }
  const file = createWriteStream(path)
  const root = hexOf(tree.root())
  const at = leafAt(count).at
  file.write(
    headerText({
      format: 1,
      jurisdiction: 'lingchuan',
      complete: true,
      filter: {},
      treeSize: count,
      root,
      at,
    }),
  )
  file.write(heads.join(''))
  for (let from = 0; from < count; from += 1000) {
    const block = hashes.slice(from, from + 1000)
    if (!file.write(block.map((hash, index) => entryText(leafAt(from + index + 1), hash)).join('')))
      await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}

async function verifying(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-bench-'))
  try {
    const path = join(folder, 'export.jsonl')
    await writeExport(path, 1_000_000)
    const main = fileURLToPath(new URL('../../src/audit-verify.ts', import.meta.url))
    const taken: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now()
      const child = spawn(process.execPath, ['--import', 'tsx', main, path], { stdio: 'ignore' })
      const [code] = await once(child, 'exit')
      if (code !== 0) throw new Error(`audit:verify ended with ${code}`)
      taken.push(seconds(started))
    }
    report('audit: 1,000,000 exported entries verified offline', taken, 's')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await appending()
await verifying()
