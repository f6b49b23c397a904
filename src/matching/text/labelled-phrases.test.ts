import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sampleCatalogue } from '../../catalogue/items/sample-catalogue.fixture.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { matchLines } from '../match.ts'
import { certainties, outcomes } from '../model.ts'
import blind from './phrases/blind.json' with { type: 'json' }
import departments from './phrases/departments.json' with { type: 'json' }
import figures from './phrases/figures.json' with { type: 'json' }
import heldOut from './phrases/held-out.json' with { type: 'json' }
import sealed from './phrases/sealed.json' with { type: 'json' }
import sizes from './phrases/sizes.json' with { type: 'json' }
import townships from './phrases/townships.json' with { type: 'json' }
import tuning from './phrases/tuning.json' with { type: 'json' }
import { allTrainingPhrases } from './training/training-phrases.ts'

const labels = z.strictObject({
  outcome: z.enum(outcomes),
  /** The first item must be one of these; * stands for any ending, none for any item or none. */
  codes: z.array(z.string()),
})
const phrases = z.array(
  labels.extend({
    text: z.string(),
    clause: z.string().optional(),
    regulation: z.string().optional(),
    /** What is right as well. */
    also: z.array(labels).optional(),
  }),
)
type Phrase = z.output<typeof phrases>[number]

let catalogue: CatalogueIndex
beforeAll(async () => {
  catalogue = new CatalogueIndex(await sampleCatalogue())
})

function matched(text: string, regulationId = 'lingchuan-2024') {
  const [match] = matchLines({ catalogue, regulationId }, [{ id: '1', text }]).lines
  if (match === undefined) throw new Error('no match')
  return match
}

function answer({ text, regulation, clause, also = [], ...label }: Phrase) {
  const match = matched(text, regulation)
  const code = match.items[0]?.code ?? ''
  const isOne = ({ outcome, codes }: z.output<typeof labels>) =>
    outcome === match.outcome &&
    (codes.length === 0 ||
      codes.some((known) => (known.endsWith('*') ? code.startsWith(known.slice(0, -1)) : code === known)))
  const accepted = [label, ...also]
  const buildable = accepted.every(({ outcome }) => outcome !== 'must-not-build')
  return {
    text,
    certainty: match.certainty ?? 'uncertain',
    right: accepted.some(isOne) && (clause === undefined || match.clause === clause),
    buildable,
    falseBan: buildable && match.outcome === 'must-not-build',
  }
}

function measure(file: unknown) {
  const answers = phrases.parse(file).map(answer)
  const share = (some: readonly unknown[], all: readonly unknown[]) => some.length / Math.max(1, all.length)
  const buildable = answers.filter((each) => each.buildable)
  return {
    answers,
    right: share(
      answers.filter((each) => each.right),
      answers,
    ),
    falseBans: share(
      buildable.filter(({ falseBan }) => falseBan),
      buildable,
    ),
    wrong: answers.filter((each) => !each.right).map(({ text }) => text),
  }
}

/** Right and wrong answers by how certain the matcher was, as a table. */
function bandsOf(answers: readonly { certainty: string; right: boolean }[]): string {
  const rows = certainties.flatMap((certainty) => {
    const band = answers.filter((each) => each.certainty === certainty)
    const wrong = band.filter(({ right }) => !right).length
    return band.length === 0 ? [] : [`${certainty}: ${wrong} wrong of ${band.length}`]
  })
  return rows.join('; ')
}

describe('phrases of departments', () => {
  it('that nobody who improves the matcher has read are answered right, and hardly ever forbidden', () => {
    const known = new Set([
      ...[tuning, heldOut, blind, departments, figures, sizes, townships].flatMap((set) =>
        set.map(({ text }) => text),
      ),
      ...allTrainingPhrases().map(({ phrase }) => phrase),
    ])
    const { answers, right, falseBans } = measure(sealed.filter(({ text }) => !known.has(text)))
    console.log(
      `sealed phrases: ${answers.length}, right ${right.toFixed(3)}, false must-not-build ${falseBans.toFixed(4)}; ${bandsOf(answers)}`,
    )
    expect(answers.length).toBeGreaterThanOrEqual(150)
    expect(right).toBeGreaterThanOrEqual(0.92)
    expect(falseBans).toBeLessThanOrEqual(0.02)
  })

  it.each([
    ['tuning', tuning],
    ['held-out', heldOut],
    ['blind', blind],
    ['departments', departments],
    ['figures', figures],
    ['sizes', sizes],
    ['townships', townships],
  ])('of the set “%s”, known when the matcher was improved, are still answered right', (_, file) => {
    const { right, falseBans, wrong } = measure(file)
    expect([right >= 0.95, falseBans <= 0.01], wrong.join('；')).toEqual([true, true])
  })

  it('that name systems of a real ledger are not forbidden but where the city has them', () => {
    const own = [
      '中小学学籍核验系统',
      '企业信用辅助系统',
      '投诉举报处理系统',
      '校园视频联网系统',
      '区域影像诊断系统',
      '电子病历系统',
      '审计数据分析系统',
    ]
    for (const name of own)
      for (const text of [name, `升级改造${name}`, `${name}部署需要2台8核16G服务器`])
        expect([text, matched(text).outcome]).not.toEqual([text, 'must-not-build'])
    for (const name of ['电子公文交换系统', '政务数据共享交换前置系统'])
      expect([name, matched(name).outcome]).toEqual([name, 'must-not-build'])
  })
})
