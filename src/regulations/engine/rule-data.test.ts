import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../../tests/support/published-calendar.ts'
import { dateOf } from '../../platform/dates.ts'
import { inOrder } from '../packs/case.ts'
import { casesOf } from '../packs/cases.ts'
import { packs } from '../packs/index.ts'
import { evaluatorFor, factsNeededBy } from './evaluator.ts'
import { reasonOf, templateOf } from './reason-template.ts'
import { dataOfPack, packOfData, packSchema } from './rule-data.ts'
import { isInForce } from './rules.ts'

describe.each(packs.map((pack) => [pack.id, pack] as const))('%s as data', (id, pack) => {
  // As a database does it: to text, and back with other key order and without what is undefined.
  const loaded = packOfData(packSchema.parse(JSON.parse(JSON.stringify(dataOfPack(pack)))))

  it('comes back from JSON as the same tree', () => {
    expect(dataOfPack(loaded)).toEqual(dataOfPack(pack))
    expect(factsNeededBy(loaded)).toEqual(factsNeededBy(pack))
  })

  it('judges every case with the same verdict, sentences and days included', () => {
    const cases = casesOf(id).filter(({ asOf }) => isInForce(pack.force, dateOf(asOf)))
    expect(cases.length).toBeGreaterThan(20)
    for (const { facts, asOf } of cases)
      for (const given of [facts, { ...inOrder, ...facts }])
        expect(evaluatorFor(loaded, dateOf(asOf), publishedCalendar)(given)).toEqual(
          evaluatorFor(pack, dateOf(asOf), publishedCalendar)(given),
        )
  })

  it('is refused when it is no pack', () => {
    const data = dataOfPack(pack)
    expect(() => packSchema.parse({ ...data, format: 2 })).toThrow()
    expect(() => packSchema.parse({ ...data, scope: { ...data.scope, governs: { is: 'maybe' } } })).toThrow()
    expect(() => packSchema.parse({ ...data, rules: [{ ...data.rules[0], more: 1 }] })).toThrow()
    expect(() => packSchema.parse({ ...data, force: { from: '2024-02-30', until: null } })).toThrow()
  })
})

describe('a reason', () => {
  it('becomes text and values, and back', () => {
    const due = { after: 'acceptedOn', count: 30, unit: 'working-days', article: '第二十九条' } as const
    const template = templateOf(
      (read) => `${read.day('acceptedOn')}验收，应于${read.due(due)}前备案，${read.value('hosting')}`,
    )
    expect(template).toEqual([{ day: 'acceptedOn' }, '验收，应于', { due }, '前备案，', { value: 'hosting' }])
    const read = { day: () => '甲', due: () => '乙', value: () => '丙' }
    expect(reasonOf(template)(read)).toBe('甲验收，应于乙前备案，丙')
    expect(templateOf(() => '没有数值')).toEqual(['没有数值'])
  })
})
