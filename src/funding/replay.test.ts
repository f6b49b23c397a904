import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { approveCalendar, submitCalendar, uploadCalendar } from '../calendar/index.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { acceptImport, confirmImport, previewLedger } from '../systems/index.ts'
import { currentVerdict } from './current-verdict.ts'
import { judgeSystems } from './judge-systems.ts'
import { fundingRecounter } from './recounts/recounter.tsx'
import { renderVerdicts } from './render-verdicts.ts'
import { replayVerdict } from './replay.ts'
import { verdicts } from './schema.ts'
import { systemIdOf } from './system-id.ts'

let world: World
const systemCount = 40
const codes = Array.from({ length: systemCount }, (_, index) => `R-${index + 1}`)

const header =
  '系统编号,系统名称,主管单位,是否涉密,应迁移上云,要求完成时间,迁移确认时间,豁免有效期至,豁免文号,部署位置,数据共享是否达标,业务协同是否达标,建成时间,竣工验收时间,验收备案时间,建设投资（万元）'
const yesNo = fc.constantFrom('是', '否', '')
const day = (...days: string[]) => fc.constantFrom('无', '', ...days)
const row = fc.tuple(
  yesNo,
  day('2026-06-30', '2026-12-06', '2027-03-31'),
  day('2026-11-12'),
  fc.constantFrom('无,', ',', '2026-12-10,陵数函〔2026〕1号', '2027-06-30,陵数函〔2026〕2号'),
  fc.constantFrom('本单位机房', '公有云', '政务云', ''),
  yesNo,
  yesNo,
  fc.constantFrom('2019-05-01', '2025-06-10', '2026-06-05', ''),
  day('2026-10-26', '2026-11-25'),
  day('2026-11-30'),
  fc.constantFrom('45', '60', ''),
)

/** A ledger of every system at once, as one is sent round each month. */
async function importLedger(seed: number, upTo: string): Promise<void> {
  const rows = fc.sample(row, { numRuns: systemCount, seed })
  const lines = rows.map(
    (cells, index) => `${codes[index]},系统${index + 1},县财政局国库股,否,${cells.join(',')}`,
  )
  const bytes = new TextEncoder().encode([`统计截止：${upTo}`, header, ...lines].join('\n'))
  const as = world.as('data-centre')
  const preview = await previewLedger(as, { fileName: 'ledger.csv', bytes: new Uint8Array(bytes) })
  expect(preview.counts.rejected).toBe(0)
  const { status } = await confirmImport(as, preview.importId, { document: '陵数函〔2026〕3号复核单' })
  if (status === 'awaiting')
    await acceptImport(world.as('competent-bureau'), preview.importId, { seen: preview.digest })
}

const judge = () => {
  const job = world.as('job')
  return transact(job, (tx) => judgeSystems(job, tx, job.clock.today()))
}

beforeAll(async () => {
  world = await makeWorld({ now: '2026-12-01T09:00:00+08:00' })
  await importLedger(1, '2026-11-30')
  await judge()
  world.clock.set('2026-12-05T09:00:00+08:00')
  await judge()
  world.clock.set('2026-12-07T10:30:00.123+08:00')
  await importLedger(2, '2026-12-06')
  // Judged by the old facts on one day, by the new ones later on the same day and on others.
  await judge()
  world.clock.set('2026-12-12T09:00:00+08:00')
  // An older ledger comes late.
  await importLedger(3, '2026-11-15')
  await judge()
  const file = new TextEncoder().encode('日期,安排,名称,文号\n2027-01-01,休,元旦,国办发明电〔2026〕9号')
  const uploaded = await uploadCalendar(world.as('data-centre'), {
    year: 2027,
    fileName: '2027.csv',
    bytes: new Uint8Array(file),
  })
  if (!('editionId' in uploaded)) throw new Error('the calendar has faults')
  await submitCalendar(world.as('data-centre'), uploaded.editionId)
  world.clock.set('2026-12-14T09:00:00+08:00')
  await approveCalendar(world.as('competent-bureau'), uploaded.editionId, [fundingRecounter])
})

const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

describe('replaying', () => {
  it('now gives the current verdict, of every system', async () => {
    for (const code of codes) {
      const { past, proof, differences } = await replayVerdict(world.as('audit'), code, {})
      const current = await currentVerdict(world.as('audit'), await systemIdOf(world.as('audit'), code))
      expect(plain({ ...past.verdict, regulation: null })).toEqual(
        plain({
          regulation: null,
          scope: current?.scope,
          funds: current?.funds,
          findings: current?.findings,
          deadlines: current?.deadlines,
        }),
      )
      expect(proof).toMatchObject({ same: true, reasons: [] })
      expect(differences).toEqual([])
    }
  })

  it('at the instant of every verdict gives what was written then', async () => {
    const rows = await transact(world.as('audit'), async (tx) => {
      const all = await tx.select().from(verdicts)
      const said = await renderVerdicts(tx, all)
      return all.map((stored, index) => ({ stored, said: said[index] }))
    })
    expect(rows.length).toBeGreaterThan(systemCount * 3)
    const ids = new Map<number, string>()
    for (const code of codes) ids.set(await systemIdOf(world.as('audit'), code), code)
    for (const { stored, said } of rows) {
      const code = ids.get(stored.systemId) ?? ''
      const { past, proof } = await replayVerdict(world.as('audit'), code, {
        asOf: stored.asOf,
        knownAt: stored.judgedAt,
      })
      const { scope, funds, findings, deadlines } = past.verdict
      expect(plain({ scope, funds, findings, deadlines })).toEqual(plain(said))
      expect(past.verdict.funds?.operations).toBe(stored.operations)
      expect(proof).toMatchObject({ verdictId: stored.id, same: true })
    }
  }, 60_000)

  it('keeps apart what held and what was known', async () => {
    const before = await replayVerdict(world.as('audit'), 'R-1', {
      asOf: dateOf('2026-12-06'),
      knownAt: new Date('2026-12-05T12:00:00+08:00'),
    })
    const after = await replayVerdict(world.as('audit'), 'R-1', {
      asOf: dateOf('2026-12-06'),
      knownAt: new Date('2026-12-08T12:00:00+08:00'),
    })
    expect(before.past.known.recordings).toBe(1)
    expect(after.past.known.recordings).toBe(2)
    // The same recording, on a day before it held.
    const earlier = await replayVerdict(world.as('audit'), 'R-1', {
      asOf: dateOf('2026-12-05'),
      knownAt: new Date('2026-12-08T12:00:00+08:00'),
    })
    expect(earlier.past.known.facts).toEqual(before.past.known.facts)
    expect(before.past.coversTo).toBe('2026-12-31')
    expect(before.present.coversTo).toBe('2027-12-31')
  })

  it('says why it differs from what was written: a fact that was recorded afterwards', async () => {
    let different = 0
    for (const code of codes) {
      const { proof } = await replayVerdict(world.as('audit'), code, {
        asOf: dateOf('2026-12-06'),
        knownAt: new Date('2026-12-07T10:30:00.122+08:00'),
      })
      expect(proof?.asOf).not.toBe('2026-12-07')
      const later = await replayVerdict(world.as('audit'), code, {
        asOf: dateOf('2026-12-06'),
        knownAt: new Date('2026-12-08T00:00:00+08:00'),
      })
      if (later.proof?.same !== false) continue
      different += 1
      expect(later.proof.reasons.join()).toMatch(/2026-12-07 10:30登记/)
    }
    expect(different).toBeGreaterThan(systemCount / 2)
  })

  it('knows nothing of a day before the first recording', async () => {
    const { past, proof } = await replayVerdict(world.as('audit'), 'R-1', { asOf: dateOf('2026-11-01') })
    expect(past.known.recordings).toBe(0)
    expect(past.verdict.scope).toBe('undetermined')
    expect(proof).toBeNull()
  })

  it('is a page, with the facts that differ, who recorded them when, and the proof', async () => {
    const html = await (
      await world.fetch('/systems/R-1/replay?asOf=2026-12-05&knownAt=2026-12-05T12:00', { as: 'department' })
    ).text()
    expect(html).toContain('重演')
    expect(html).toContain('与当时写下的结论一致')
    expect(html).toContain('县大数据中心经办')
    expect(html).toMatch(/不同的事实/)
    const plainPage = await world.fetch('/systems/R-1/replay', { as: 'finance' })
    expect(plainPage.status).toBe(200)
    const link = /\/systems\/R-1\/replay\?verdict=(\d+)/.exec(html)?.[1] ?? ''
    const written = await (await world.fetch(`/systems/R-1/replay?verdict=${link}`, { as: 'audit' })).text()
    expect(written).toContain('与当时写下的结论一致')
    expect((await world.fetch(`/systems/R-2/replay?verdict=${link}`, { as: 'audit' })).status).toBe(404)
    const wrong = await world.fetch('/systems/R-1/replay?asOf=2026-13-05', { as: 'audit' })
    expect(wrong.status).toBe(400)
    expect(await wrong.text()).toContain('年间存在的日期')
    const early = await world.fetch('/systems/R-1/replay?asOf=2020-01-05', { as: 'audit' })
    expect(early.status).toBe(422)
    expect(await early.text()).toContain('不在施行期内')
    const future = await world.fetch('/systems/R-1/replay?asOf=2027-01-05', { as: 'audit' })
    expect(future.status).toBe(400)
    expect((await world.fetch('/systems/NONE/replay', { as: 'audit' })).status).toBe(404)
  })

  it('is answered to other systems', async () => {
    const response = await world.fetch(
      '/api/v1/systems/R-1/replay?asOf=2026-12-05&knownAt=2026-12-05T04:00:00Z',
      { as: 'finance' },
    )
    expect(response.status).toBe(200)
    const answer = z
      .object({
        asOf: z.literal('2026-12-05'),
        verdict: z.object({ findings: z.array(z.unknown()) }),
        rules: z.object({ version: z.string(), hash: z.string() }),
        calendar: z.object({ coversTo: z.literal('2026-12-31') }),
        facts: z.array(z.object({ fact: z.string(), words: z.string() })),
        written: z.object({ same: z.literal(true), reasons: z.array(z.string()) }),
      })
      .parse(await response.json())
    expect(answer.facts.map(({ fact }) => fact)).toContain('migratedOn')
    expect((await world.fetch('/api/v1/systems/R-1/replay?asOf=x', { as: 'finance' })).status).toBe(400)
  })
})
