import { expect, it } from 'vitest'
import { Classifier, type Example } from './classifier.ts'

const examples: Example[] = [
  { features: ['brush', 'face'], label: 'face' },
  { features: ['face', 'check'], label: 'face' },
  { features: ['pay', 'fee'], label: 'pay' },
  { features: ['fee', 'online', 'pay'], label: 'pay' },
  { features: ['desk', 'check'], label: '' },
  { features: ['desk', 'chair'], label: '' },
]

it('gives what its examples have, surest first, and probabilities that sum to one', () => {
  const classifier = new Classifier(examples)
  for (const { features, label } of examples) {
    const guesses = classifier.classify(features)
    expect(guesses[0]?.label).toBe(label)
    expect(guesses.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5)
    expect(guesses.map(({ probability }) => probability)).toEqual(
      guesses.map(({ probability }) => probability).sort((a, b) => b - a),
    )
  }
})

it('is surer the more of an example is there, and says nothing of what it has never seen', () => {
  const classifier = new Classifier(examples)
  const surety = (...features: string[]) =>
    classifier.classify(features).find(({ label }) => label === 'pay')?.probability ?? 0
  expect(surety('pay', 'fee')).toBeGreaterThan(surety('pay', 'desk'))
  expect(classifier.classify(['never', 'seen'])).toEqual([])
  expect(classifier.classify([])).toEqual([])
})

it('learns the same from the same examples, to the last bit', () => {
  const [one, other] = [new Classifier(examples), new Classifier(examples)]
  expect(one.classify(['check'])).toEqual(other.classify(['check']))
})
