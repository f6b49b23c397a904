import { expect, it } from 'vitest'
import { classify } from '../classifier/classifier.ts'
import stored from '../classifier/model.json' with { type: 'json' }
import { type Example, hashOfTrainingPhrases, trainedModel, trainModel } from './train-model.ts'

const examples: Example[] = [
  { features: ['brush', 'face'], label: 'face' },
  { features: ['face', 'check'], label: 'face' },
  { features: ['pay', 'fee'], label: 'pay' },
  { features: ['fee', 'online', 'pay'], label: 'pay' },
  { features: ['desk', 'check'], label: '' },
  { features: ['desk', 'chair'], label: '' },
]

it('gives what its examples have, surest first, and probabilities that sum to one', () => {
  const model = trainModel(examples)
  for (const { features, label } of examples) {
    const guesses = classify(model, features)
    expect(guesses[0]?.label).toBe(label)
    expect(guesses.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5)
    expect(guesses.map(({ probability }) => probability)).toEqual(
      guesses.map(({ probability }) => probability).sort((a, b) => b - a),
    )
  }
})

it('is surer the more of an example is there, and says nothing of what it has never seen', () => {
  const model = trainModel(examples)
  const surety = (...features: string[]) =>
    classify(model, features).find(({ label }) => label === 'pay')?.probability ?? 0
  expect(surety('pay', 'fee')).toBeGreaterThan(surety('pay', 'desk'))
  expect(classify(model, ['never', 'seen'])).toEqual([])
  expect(classify(model, [])).toEqual([])
})

it('learns the same from the same examples, to the last bit', () => {
  expect(trainModel(examples)).toEqual(trainModel(examples))
})

it('makes of the training phrases exactly the model that is stored: else run `npm run train`', async () => {
  expect(stored.phrases.sha256).toBe(await hashOfTrainingPhrases())
  const { weights, ...trained } = await trainedModel()
  const { weights: storedWeights, ...rest } = stored
  expect(rest).toEqual(trained)
  expect(storedWeights === weights).toBe(true)
})
