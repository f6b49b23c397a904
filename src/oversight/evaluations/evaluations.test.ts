import { beforeAll, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { pdf } from '../../evidence/files.fixture.ts'
import { attachEvidence } from '../../evidence/index.ts'
import { type Context, transact } from '../../platform/context.ts'
import type { Role } from '../../platform/permissions.ts'
import { confirmImport, newestRecordings, previewLedger, systemByCode } from '../../systems/index.ts'
import { draftDetermination } from '../determinations/draft-determination.ts'
import { signDetermination } from '../determinations/sign-determination.ts'
import { readEvaluation } from './read-evaluations.ts'
import { confirmEvaluation, draftEvaluation } from './record-evaluation.ts'
import { confirmRectified, dropRectified, proposeRectified } from './rectify-evaluation.ts'
import { dropWithdrawal, proposeWithdrawal, withdrawEvaluation } from './withdraw-evaluation.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ now: '2026-12-10T10:00:00+08:00' })
  await importSystem('A-1,国库系统,县财政局国库股')
  await importSystem('B-1,林业系统,县林业局')
})

async function importSystem(row: string): Promise<void> {
  const bytes = new TextEncoder().encode(`统计截止：2026-10-01\n系统编号,系统名称,主管单位\n${row}`)
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  await confirmImport(world.as('data-centre'), importId)
}

const factsOf = async (code: string) => {
  const found = await transact(world.as('competent-bureau'), (tx) => systemByCode(tx, code))
  if (found === null) throw new Error(`no system ${code}`)
  const { evaluatedOn, evaluationMet, evaluationRectifiedOn } = found.row
  return { evaluatedOn, evaluationMet, evaluationRectifiedOn }
}
/** What the page says that is read right before. */
const read = async (id: number) => {
  const { version } = await readEvaluation(world.as('competent-bureau'), id)
  return { id, version }
}
const confirm = async (context: Context, id: number) => confirmEvaluation(context, await read(id))
const rectify = async (context: Context, id: number) => confirmRectified(context, await read(id))

const base = {
  system: 'A-1',
  kind: 'operation',
  evaluatedOn: '2026-11-10',
  met: false,
  details: '使用率过低。',
  document: '运数评〔2026〕1号',
}
const held = async (more: object = {}) => {
  const id = await draftEvaluation(world.as('bureau-handler'), { ...base, ...more })
  await confirm(world.as('competent-bureau'), id)
  return id
}

it('counts once another person has confirmed it, and is rectified by two people', async () => {
  const id = await draftEvaluation(world.as('bureau-handler'), base)
  expect(await factsOf('A-1')).toEqual({
    evaluatedOn: null,
    evaluationMet: null,
    evaluationRectifiedOn: null,
  })
  await expect(readEvaluation(world.as('department'), id)).rejects.toMatchObject({ code: 'not-found' })
  await confirm(world.as('competent-bureau'), id)
  const unmet = { evaluatedOn: '2026-11-10', evaluationMet: false, evaluationRectifiedOn: 'infinity' }
  expect(await factsOf('A-1')).toEqual(unmet)
  const rectified = { id, on: '2026-12-01', document: '运数评〔2026〕2号' }
  await expect(
    proposeRectified(world.as('bureau-handler'), { ...rectified, on: '2026-11-09' }),
  ).rejects.toMatchObject({
    errors: [{ path: 'on' }],
  })
  await proposeRectified(world.as('competent-bureau'), rectified)
  await expect(rectify(world.as('competent-bureau'), id)).rejects.toMatchObject({
    code: 'forbidden',
  })
  await dropRectified(world.as('bureau-handler'), { ...(await read(id)), reason: '再核对。' })
  await proposeRectified(world.as('bureau-handler'), rectified)
  expect(await factsOf('A-1')).toEqual(unmet)
  await rectify(world.as('competent-bureau'), id)
  expect(await factsOf('A-1')).toEqual({ ...unmet, evaluationRectifiedOn: '2026-12-01' })
})

it('of several on the operation the latest counts, whenever it was recorded; other kinds say nothing to the law', async () => {
  await held({ evaluatedOn: '2026-12-05', met: true, document: '运数评〔2026〕3号' })
  await held({ evaluatedOn: '2026-10-20', met: false, document: '运数评〔2026〕4号' })
  await held({ kind: 'spot-check', evaluatedOn: '2026-12-08', met: false, document: '运数评〔2026〕5号' })
  expect(await factsOf('A-1')).toMatchObject({ evaluatedOn: '2026-12-05', evaluationMet: true })
})

it('found late isn’t lost under a declaration that the register of evaluations is complete', async () => {
  const id = await draftDetermination(world.as('bureau-handler'), {
    about: 'evaluations',
    details: '已经核对。',
    document: '运数声〔2026〕1号',
    holdsFrom: '2026-12-01',
  })
  await signDetermination(world.as('competent-bureau'), { id, version: 1 })
  expect((await factsOf('B-1')).evaluatedOn).toBe('infinity')
  await held({ system: 'B-1', evaluatedOn: '2026-11-20', met: true, document: '运数评〔2026〕6号' })
  expect(await factsOf('B-1')).toMatchObject({ evaluatedOn: '2026-11-20', evaluationMet: true })
})

it('that was a mistake is withdrawn by two people: the one before counts again, the record stays', async () => {
  await importSystem('C-1,档案系统,县财政局国库股')
  const own = { system: 'C-1' }
  await held({ ...own, evaluatedOn: '2026-10-10', met: true, document: '运数评〔2026〕11号' })
  const wrong = await held({ ...own, evaluatedOn: '2026-11-10', document: '运数评〔2026〕12号' })
  // Recorded late, so that what was known on 10 November was written anew because of it.
  const late = await held({ ...own, evaluatedOn: '2026-10-20', document: '运数评〔2026〕13号' })
  expect(await factsOf('C-1')).toMatchObject({ evaluatedOn: '2026-11-10', evaluationMet: false })
  await proposeWithdrawal(world.as('competent-bureau'), { id: wrong, reason: '评的是另一个系统。' })
  const competent = world.as('competent-bureau')
  await expect(withdrawEvaluation(competent, await read(wrong))).rejects.toMatchObject({ code: 'forbidden' })
  const seen = await read(wrong)
  await dropWithdrawal(world.as('bureau-handler'), { ...seen, reason: '再核对。' })
  await proposeWithdrawal(world.as('bureau-handler'), { id: wrong, reason: '评的是邻县的系统。' })
  await expect(withdrawEvaluation(competent, seen)).rejects.toMatchObject({ code: 'conflict' })
  expect(await factsOf('C-1')).toMatchObject({ evaluatedOn: '2026-11-10' })
  await withdrawEvaluation(competent, await read(wrong))
  expect(await factsOf('C-1')).toMatchObject({ evaluatedOn: '2026-10-20', evaluationMet: false })
  const recordings = await transact(competent, async (tx) =>
    newestRecordings(tx, (await systemByCode(tx, 'C-1'))?.row.id ?? 0, 50),
  )
  const standing = recordings.find(({ isVoid, values }) => !isVoid && 'evaluatedOn' in values)
  expect([standing?.source.id, standing?.document]).toEqual([late, '运数评〔2026〕13号'])
  expect((await readEvaluation(world.as('department'), wrong)).status).toBe('withdrawn')
  await expect(confirmEvaluation(competent, await read(wrong))).rejects.toMatchObject({ code: 'conflict' })
  await proposeWithdrawal(world.as('bureau-handler'), { id: late, reason: '也评错了。' })
  await withdrawEvaluation(competent, await read(late))
  expect(await factsOf('C-1')).toMatchObject({ evaluatedOn: '2026-10-10', evaluationMet: true })
})

it('withdrawn where it was the only one leaves what the declaration says, or nothing', async () => {
  await importSystem('C-2,林权系统,县林业局')
  const id = await held({ system: 'C-2', evaluatedOn: '2026-12-05', document: '运数评〔2026〕14号' })
  await proposeWithdrawal(world.as('bureau-handler'), { id, reason: '评的是另一个系统。' })
  await withdrawEvaluation(world.as('competent-bureau'), await read(id))
  expect((await factsOf('C-2')).evaluatedOn).toBe('infinity')
})

it('is confirmed, and its rectification, as it was read', async () => {
  const id = await held({ evaluatedOn: '2026-12-06', document: '运数评〔2026〕15号' })
  const stale = await read(id)
  await proposeRectified(world.as('bureau-handler'), { id, on: '2026-12-07', document: '运数评〔2026〕16号' })
  for (const step of [confirmRectified, dropRectified])
    await expect(
      step(world.as('competent-bureau'), {
        ...stale,
        ...(step === dropRectified ? { reason: '再看。' } : {}),
      }),
    ).rejects.toMatchObject({ code: 'conflict' })
  await rectify(world.as('competent-bureau'), id)
})

it('has evidence, that of its rectification too, seen by its unit and by no other', async () => {
  const id = await held({ evaluatedOn: '2026-12-07', document: '运数评〔2026〕17号' })
  const subject = { kind: 'evaluation', id }
  const attach = (role: Role, fileName: string) =>
    attachEvidence(world.as(role), { fileName, bytes: pdf(`/ID ${fileName.length}`), subject })
  await attach('bureau-handler', '评价报告.pdf')
  await attach('department', '整改情况说明.pdf')
  const { evidence } = await readEvaluation(world.as('department'), id)
  expect(evidence.map(({ title }) => title)).toEqual(['评价报告', '整改情况说明'])
  await expect(attach('finance', '意见.pdf')).rejects.toMatchObject({ code: 'forbidden' })
  const elsewhere = await held({ system: 'B-1', evaluatedOn: '2026-12-07', document: '运数评〔2026〕18号' })
  const others = { fileName: '说明.pdf', bytes: pdf(), subject: { kind: 'evaluation', id: elsewhere } }
  await expect(attachEvidence(world.as('department'), others)).rejects.toMatchObject({ code: 'not-found' })
})

it('is confirmed by nobody who recorded it, and of no day to come', async () => {
  const own = await draftEvaluation(world.as('competent-bureau'), base)
  await expect(confirm(world.as('competent-bureau'), own)).rejects.toMatchObject({
    code: 'forbidden',
  })
  const draft = (more: object) => draftEvaluation(world.as('bureau-handler'), { ...base, ...more })
  await expect(draft({ evaluatedOn: '2026-12-11' })).rejects.toMatchObject({
    errors: [{ path: 'evaluatedOn' }],
  })
  await expect(draft({ system: 'X-9' })).rejects.toMatchObject({ code: 'not-found' })
  await expect(draft({ document: '' })).rejects.toMatchObject({ errors: [{ path: 'document' }] })
})

it('has a list, a form and a page that shows what confirming does', async () => {
  const id = await draftEvaluation(world.as('bureau-handler'), { ...base, document: '运数评〔2026〕7号' })
  for (const path of ['/oversight/evaluations', '/oversight/evaluations/new', `/oversight/evaluations/${id}`])
    expect([path, (await world.fetch(path, { as: 'competent-bureau' })).status]).toEqual([path, 200])
  const unsaid = await world.fetch('/oversight/evaluations', {
    as: 'bureau-handler',
    method: 'POST',
    body: new URLSearchParams({ ...base, met: '' }),
  })
  expect([unsaid.status, (await unsaid.text()).includes('请选择评价结果')]).toEqual([400, true])
  const post = await world.fetch(`/oversight/evaluations/${id}/confirm`, {
    as: 'competent-bureau',
    method: 'POST',
    body: new URLSearchParams({ version: '1' }),
  })
  expect(post.status).toBe(303)
})
