import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { dateNames, flagNames } from '../../regulations/facts.ts'
import { casesOf } from '../../regulations/packs/cases.ts'
import { articleOfClause } from '../../regulations/packs/clause-articles.ts'
import { packs } from '../../regulations/packs/index.ts'
import { lingchuan2024 } from '../../regulations/packs/lingchuan-2024.ts'
import { hashOfPack } from '../editions/rules-hash.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

describe('the 对照本', () => {
  it('renders every rule in Chinese beside its article, to anybody', async () => {
    const answer = await world.fetch('/regulations/lingchuan-2024')
    expect(answer.status).toBe(200)
    const html = await answer.text()
    for (const clause of ['LC-2', 'LC-7b', 'LC-26', 'LC-27', 'LC-29'])
      expect(html).toContain(`id="${clause}"`)
    expect(html).toContain('竣工验收后已超过30个工作日（第二十九条）')
    expect(html).toContain('尚未办理验收备案')
    expect(html).toContain('有迁移豁免的有效期')
    expect(html).toContain('投资规模达到60万元（含本数，第十四条）')
    expect(html).toContain('开工时尚未取得批准（事后补办的，仍属此列）')
    expect(html).toContain(
      '结论写作：“〔竣工验收日期〕竣工验收，最迟于〔期限届满日〕（含当日）备案，到期没有备案。”',
    )
    expect(html).toContain('读取的事实：竣工验收日期、验收备案日期。')
    expect(html).toContain(hashOfPack(lingchuan2024))
    expect(html).toContain('2029年9月19日止')
  })

  it('shows clauses without a rule of their own with their cases: an exception, and the time in force', async () => {
    const html = await (await world.fetch('/regulations/lingchuan-2024')).text()
    for (const clause of ['LC-15', 'LC-35']) {
      const card = html.slice(html.indexOf(`id="${clause}"`))
      expect(card.slice(0, card.indexOf('</section>'))).toMatch(/怎样编入/)
      expect(html).toMatch(new RegExp(`id="${clause}-cases"`))
    }
    expect(html).toContain('<a href="#LC-7c">')
    expect(html).toContain('尚未施行或者已经失效，不作判定')
  })

  it.each(packs.map((pack) => [pack.id, pack] as const))(
    'of %s has a card for every encoded clause, with every case, and no machine word',
    async (id, pack) => {
      const html = await (await world.fetch(`/regulations/${id}?cases=all`)).text()
      for (const [clause, how] of Object.entries(pack.coverage))
        expect(html.includes(`<section class="card" id="${clause}"`), clause).toBe('encoded' in how)
      for (const { name } of casesOf(id)) expect(html).toContain(escaped(name))
      // The places of the product fold on a phone; nothing of the book does.
      const [, book = ''] = html.split('<main')
      expect(book).not.toMatch(/undefined|\[object|<details(?![^>]* open)/)
      for (const name of [...flagNames, ...dateNames])
        expect(html.replace(/<[^>]*>/g, '')).not.toContain(name)
    },
  )

  it('says so when there is no such regulation', async () => {
    const answer = await world.fetch('/regulations/mars-2030')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('没有收录这部法规')
  })
})

describe('the list of clauses', () => {
  it.each(packs.map((pack) => [pack.id, pack] as const))(
    'of %s shows every clause with its article, how it is dealt with and its cases',
    async (id, pack) => {
      const answer = await world.fetch(`/regulations/${id}/coverage`)
      expect(answer.status).toBe(200)
      const html = await answer.text()
      const book = await (await world.fetch(`/regulations/${id}?cases=all`)).text()
      for (const [clause, how] of Object.entries(pack.coverage)) {
        expect(html).toContain(`<span class="note">${clause}</span>`)
        expect(html).toContain(escaped(Object.values(how).join('')))
      }
      const anchors = [...html.matchAll(/href="\/regulations\/[^"#]*#([^"]+)"/g)].map(([, anchor]) => anchor)
      expect(anchors.length).toBeGreaterThan(8)
      for (const anchor of anchors) expect(book).toContain(`id="${anchor}"`)
    },
  )

  it('names each article as its rule does', () => {
    for (const pack of packs)
      for (const { clause, article } of [pack.scope, ...pack.rules])
        if (clause !== null) expect(articleOfClause(clause)).toBe(article)
    expect(() => articleOfClause('nonsense')).toThrow(RangeError)
  })

  it('is reached from a list of the regulations', async () => {
    const html = await (await world.fetch('/regulations')).text()
    for (const { id, title } of packs) {
      expect(html).toContain(title)
      expect(html).toContain(`href="/regulations/${id}/coverage"`)
    }
    expect((await world.fetch('/regulations/mars-2030/coverage')).status).toBe(404)
  })
})
