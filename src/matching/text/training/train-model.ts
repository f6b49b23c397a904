/** How the classifier's weights are learnt: AdaGrad, always to the same weights. Pure; `npm run train` runs it, the app never. */

import {
  type ClassifierModel,
  type FeatureVector,
  probabilitiesOf,
  vectorOf,
} from '../classifier/classifier.ts'
import { featuresOf } from '../classifier/features.ts'
import { type StoredModel, storeModel } from '../classifier/stored-model.ts'
import { allTrainingPhrases } from './training-phrases.ts'

export interface Example {
  /** What the text has: words, pairs of words. Repetitions say nothing. */
  features: readonly string[]
  label: string
}

/** Times the examples are gone through. */
const epochs = 5
/** How far a step goes at first; AdaGrad shortens it for each weight as it has moved. */
const step = 0.5
/** A probability that is wrong by less than this moves nothing. */
const negligible = 0.01
/** A feature of one example only tells nothing of others. */
const minExamples = 2

/** Out: the classifier's weights, from all training phrases, as they are stored. */
export async function trainedModel(): Promise<StoredModel> {
  const phrases = allTrainingPhrases()
  const model = trainModel(phrases.map(({ phrase, label }) => ({ features: featuresOf(phrase), label })))
  return storeModel(model, await hashOfTrainingPhrases())
}

/** Out: SHA-256 of the training phrases with their labels, in hex. */
export async function hashOfTrainingPhrases(): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(allTrainingPhrases()))
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

/** In: examples of every label. Out: the model that they teach; the same examples always teach the same. */
export function trainModel(examples: readonly Example[]): ClassifierModel {
  const model = untrained(examples)
  const places = new Map(model.labels.map((label, place) => [label, place]))
  const vectors = examples.map(({ features, label }) => ({
    vector: vectorOf(model, features),
    right: places.get(label) ?? 0,
  }))
  const moved = new Float32Array(model.weights.length).fill(1e-6)
  for (let epoch = 0; epoch < epochs; epoch += 1)
    for (const place of shuffled(vectors.length, epoch)) {
      const example = vectors[place]
      if (example !== undefined) learn(model, example.vector, example.right, moved)
    }
  return model
}

function untrained(examples: readonly Example[]): ClassifierModel {
  const labels = [...new Set(examples.map(({ label }) => label))]
  const frequency = new Map<string, number>()
  for (const { features } of examples)
    for (const feature of new Set(features)) frequency.set(feature, (frequency.get(feature) ?? 0) + 1)
  const known = [...frequency].filter(([, many]) => many >= minExamples)
  return {
    labels,
    documents: examples.length,
    features: new Map(known.map(([feature], place) => [feature, place])),
    documentFrequency: Int32Array.from(known, ([, many]) => many),
    weights: new Float32Array(known.length * labels.length),
  }
}

/** Moves the weights of one example's features towards its right label; `moved` sums what has moved each so far. */
function learn(model: ClassifierModel, vector: FeatureVector, right: number, moved: Float32Array): void {
  const { weights } = model
  const many = model.labels.length
  const wrong = probabilitiesOf(model, vector)
  wrong[right] = (wrong[right] ?? 0) - 1
  for (let label = 0; label < many; label += 1) {
    const error = wrong[label] ?? 0
    if (Math.abs(error) < negligible) continue
    for (let at = 0; at < vector.places.length; at += 1) {
      const weight = (vector.places[at] ?? 0) * many + label
      const slope = error * (vector.values[at] ?? 0)
      const sum = (moved[weight] ?? 0) + slope * slope
      moved[weight] = sum
      weights[weight] = (weights[weight] ?? 0) - (step * slope) / Math.sqrt(sum)
    }
  }
}

/** 0 to length − 1, in an order that only the seed decides. */
function shuffled(length: number, seed: number): Int32Array {
  const order = Int32Array.from({ length }, (_, place) => place)
  let state = seed + 1
  for (let last = length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = state % (last + 1)
    ;[order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0]
  }
  return order
}
