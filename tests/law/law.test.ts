import { beforeAll, describe, expect, it } from 'vitest'
import { packs } from '../../src/regulations/packs/index.ts'
import { makeWorld, type World } from '../support/world.ts'
import { type Answer, answerOf, documentOf, rulebookOf } from './answer.ts'
import { lines, right } from './lines.ts'

let world: World
const answers: Answer[] = []
const rulebooks: string[] = []
beforeAll(async () => {
  world = await makeWorld()
  for (const line of lines) answers.push(await answerOf(world, line))
  for (const { id } of packs) rulebooks.push(await rulebookOf(world, id))
})

describe('the law, line by line', () => {
  it.each(lines.map((line, at) => [`${line.of} ${line.regulation} ${at}`, line, at] as const))(
    'is answered right: %s',
    (_, { says, funds }, at) => {
      expect(answers[at]).toEqual({ says, funds })
    },
  )

  it('has every line asked, in Chinese on the 对照本', () => {
    const asked = new Set([...lines.map(({ of }) => of), 'T11'])
    expect([...asked].sort()).toEqual(Object.keys(right).sort())
    expect(rulebooks).toEqual([
      'lingchuan-2024: no key of the interface; sums to the fen: 599,999.99 元, 600,000.01 元',
      'yuncheng-2021: no key of the interface; sums to the fen: none',
      'jincheng-chengqu-2022: no key of the interface; sums to the fen: none',
      'jiaozuo-2021: no key of the interface; sums to the fen: none',
    ])
  })

  it('stands in the document as the interface answers it', async () => {
    await expect(documentOf(lines, answers, rulebooks)).toMatchFileSnapshot('../../docs/law.md')
  })
})
