import { beforeAll, describe, expect, it } from 'vitest'
import { publishSample } from '../../../tests/support/scarce-catalogue.ts'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { previewMatching } from '../preview-matching.ts'
import { forgetPhrase } from './forget-phrase.ts'
import { learnPhrase } from './learn-phrase.ts'
import { listLearntPhrases } from './list-learnt-phrases.ts'

let world: World
let elsewhere: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
  elsewhere = await makeWorld({ jurisdictionId: 'elsewhere' })
  await publishSample(elsewhere)
})

/** A nickname that only people of the county know. */
const nickname = '接到陵川一点通去'
async function answerOf(text: string, where = world) {
  const { lines } = await previewMatching(where.as('public'), where.jurisdictionId, {
    lines: [{ id: '1', text }],
  })
  return [lines[0]?.outcome, lines[0]?.items.map(({ code }) => code).join()]
}

describe('what the data centre teaches of a department’s words', () => {
  it('is matched from then on, in the same words and in near ones, in its jurisdiction only', async () => {
    expect(await answerOf(nickname)).toEqual(['not-in-catalogue', ''])
    const effect = await learnPhrase(world.as('data-centre'), { phrase: nickname, code: 'SSO-01' })
    expect([effect?.before.outcome, effect?.after.outcome]).toEqual(['not-in-catalogue', 'must-not-build'])
    expect(await answerOf(nickname)).toEqual(['must-not-build', 'SSO-01'])
    expect(await answerOf('请接到陵川一点通去')).toEqual(['must-not-build', 'SSO-01'])
    expect(await answerOf('接到陵川电视台')).toEqual(['not-in-catalogue', ''])
    expect(await answerOf(nickname, elsewhere)).toEqual(['not-in-catalogue', ''])
  })

  it('respects what is refused', async () => {
    expect(await answerOf(`不需要${nickname}，需要堡垒机一套`)).toEqual(['served', 'CBH-01'])
  })

  it('can be that nothing of the catalogue is meant, replaces what was taught before, and can be taken back', async () => {
    await learnPhrase(world.as('data-centre'), { phrase: '堡垒机一套', code: 'WAF-01' })
    await learnPhrase(world.as('data-centre'), { phrase: '堡垒机一套', code: null })
    expect(await answerOf('堡垒机一套')).toEqual(['not-in-catalogue', ''])
    const rows = await listLearntPhrases(world.as('data-centre'))
    const mine = rows.filter(({ phrase }) => phrase === '堡垒机一套')
    expect(mine).toMatchObject([{ code: null, learntBy: '县大数据中心经办' }])
    await forgetPhrase(world.as('data-centre'), { id: mine[0]?.id ?? 0 })
    expect(await answerOf('堡垒机一套')).toEqual(['served', 'CBH-01'])
    await expect(forgetPhrase(world.as('data-centre'), { id: mine[0]?.id ?? 0 })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('lifts no ban: neither in the words that were taught, nor in near ones, nor beside others', async () => {
    const taught = [
      ['短信群发平台', null],
      ['新建机房一间', 'CBH-01'],
    ] as const
    for (const [phrase, code] of taught)
      await expect(learnPhrase(world.as('data-centre'), { phrase, code })).rejects.toMatchObject({
        code: 'invalid-input',
        message: expect.stringContaining('不能用订正解除'),
      })
    // Taught of words that nothing forbids; the near ones that something forbids stay forbidden.
    await learnPhrase(world.as('data-centre'), { phrase: '大数据展示机房一间大屏', code: 'CBH-01' })
    expect((await answerOf('新建大数据展示机房一间'))[0]).toBe('must-not-build')
  })

  it('is refused of an item that is not there, and to everybody else', async () => {
    const context = world.as('data-centre')
    await expect(learnPhrase(context, { phrase: '随便什么', code: 'NO-99' })).rejects.toMatchObject({
      code: 'invalid-input',
      errors: [{ path: 'code' }],
    })
    for (const role of ['department', 'competent-bureau', 'finance', 'audit', 'system-admin'] as const)
      await expect(learnPhrase(world.as(role), { phrase: '随便什么', code: 'SSO-01' })).rejects.toMatchObject(
        { code: 'forbidden' },
      )
  })

  it('is kept by form, without JavaScript', async () => {
    const post = (path: string, body: Record<string, string>) =>
      world.fetch(path, { method: 'POST', as: 'data-centre', body: new URLSearchParams(body) })
    expect((await post('/requests/phrases', { phrase: '大屏驾驶舱', code: 'BI-01' })).status).toBe(303)
    const page = await (await world.fetch('/requests/phrases', { as: 'data-centre' })).text()
    expect(page).toContain('大屏驾驶舱')
    expect(page).toContain('由目录提供：BI-01')
    const wrong = await post('/requests/phrases', { phrase: '大屏', code: '没有' })
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('现行目录没有')])
    const id = /name="id" value="(\d+)"/.exec(page)?.[1] ?? ''
    expect((await post('/requests/phrases/remove', { id })).status).toBe(303)
    const gone = await (await world.fetch('/requests/phrases', { as: 'data-centre' })).text()
    expect(gone).not.toContain('大屏驾驶舱')
    expect((await world.fetch('/requests/phrases', { as: 'department' })).status).toBe(403)
  })
})
