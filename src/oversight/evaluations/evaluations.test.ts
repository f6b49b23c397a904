import { beforeAll, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { transact } from '../../platform/context.ts'
import { confirmImport, previewLedger, systemByCode } from '../../systems/index.ts'
import { draftDetermination } from '../determinations/draft-determination.ts'
import { signDetermination } from '../determinations/sign-determination.ts'
import { readEvaluation } from './read-evaluations.ts'
import {
  confirmEvaluation,
  confirmRectified,
  draftEvaluation,
  dropRectified,
  proposeRectified,
} from './record-evaluation.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ now: '2026-12-10T10:00:00+08:00' })
  const text =
    '统计截止：2026-10-01\n系统编号,系统名称,主管单位\nA-1,国库系统,县财政局国库股\nB-1,林业系统,县林业局'
  const bytes = new TextEncoder().encode(text)
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  await confirmImport(world.as('data-centre'), importId)
})

const factsOf = async (code: string) => {
  const found = await transact(world.as('competent-bureau'), (tx) => systemByCode(tx, code))
  if (found === null) throw new Error(`no system ${code}`)
  const { evaluatedOn, evaluationMet, evaluationRectifiedOn } = found.row
  return { evaluatedOn, evaluationMet, evaluationRectifiedOn }
}
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
  await confirmEvaluation(world.as('competent-bureau'), id)
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
  await confirmEvaluation(world.as('competent-bureau'), id)
  const unmet = { evaluatedOn: '2026-11-10', evaluationMet: false, evaluationRectifiedOn: 'infinity' }
  expect(await factsOf('A-1')).toEqual(unmet)
  const rectified = { id, on: '2026-12-01', document: '运数评〔2026〕2号' }
  await expect(
    proposeRectified(world.as('bureau-handler'), { ...rectified, on: '2026-11-09' }),
  ).rejects.toMatchObject({
    errors: [{ path: 'on' }],
  })
  await proposeRectified(world.as('competent-bureau'), rectified)
  await expect(confirmRectified(world.as('competent-bureau'), id)).rejects.toMatchObject({
    code: 'forbidden',
  })
  await dropRectified(world.as('bureau-handler'), { id, reason: '再核对。' })
  await proposeRectified(world.as('bureau-handler'), rectified)
  expect(await factsOf('A-1')).toEqual(unmet)
  await confirmRectified(world.as('competent-bureau'), id)
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

it('is confirmed by nobody who recorded it, and of no day to come', async () => {
  const own = await draftEvaluation(world.as('competent-bureau'), base)
  await expect(confirmEvaluation(world.as('competent-bureau'), own)).rejects.toMatchObject({
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
  const post = await world.fetch(`/oversight/evaluations/${id}/confirm`, {
    as: 'competent-bureau',
    method: 'POST',
    body: new URLSearchParams({}),
  })
  expect(post.status).toBe(303)
})
