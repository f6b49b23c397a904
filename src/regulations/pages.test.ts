import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

describe('the 对照本', () => {
  it('renders every rule in Chinese beside its article, to anybody', async () => {
    const answer = await world.fetch('/regulations/lingchuan-2024')
    expect(answer.status).toBe(200)
    const html = await answer.text()
    for (const clause of ['LC-2', 'LC-7b', 'LC-26', 'LC-27', 'LC-29'])
      expect(html).toContain(`id="${clause}"`)
    expect(html).toContain('判定日已过竣工验收日期后30个工作日（第二十九条）')
    expect(html).toContain('到判定日还没有“验收备案日期”')
    expect(html).toContain('判定日在迁移豁免的有效期以内（含当日）')
    expect(html).toContain('2029年9月19日止')
    expect(html).toContain('程序不能判定')
  })

  it('says so when there is no such regulation', async () => {
    const answer = await world.fetch('/regulations/mars-2030')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('没有收录这部法规')
  })
})
