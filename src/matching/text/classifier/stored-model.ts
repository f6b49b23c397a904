import type { ClassifierModel } from './classifier.ts'

/** A trained model as model.json holds it; `npm run train` writes it. */
export interface StoredModel {
  /** The phrases that it was trained on. */
  phrases: { count: number; sha256: string }
  labels: readonly string[]
  /** By the number of phrases that have them: features, apart by spaces. */
  features: Readonly<Record<string, string>>
  /** By feature, then by label, a character each: its distance from `zero` counts steps of `weightStep`. */
  weights: string
}

/** What weights are rounded to; docs/decisions/0013-text-to-items.md has what finer and coarser steps come to. */
const weightStep = 0.4
const zero = 'P'.charCodeAt(0)
/** From `zero` to either end of the printable characters. */
const maxSteps = 46

/** In: a model, and the hash of what it was trained on. Out: what to store: the weights rounded. */
export function storeModel(
  { labels, documents, features, documentFrequency, weights }: ClassifierModel,
  sha256: string,
): StoredModel {
  const byFrequency: Record<number, string> = {}
  const known = [...features].sort(
    ([, a], [, b]) => (documentFrequency[a] ?? 0) - (documentFrequency[b] ?? 0),
  )
  for (const [feature, place] of known) {
    const many = documentFrequency[place] ?? 0
    const before = byFrequency[many]
    byFrequency[many] = before === undefined ? feature : `${before} ${feature}`
  }
  const row = (place: number) => weights.subarray(place * labels.length, (place + 1) * labels.length)
  return {
    phrases: { count: documents, sha256 },
    labels,
    features: byFrequency,
    weights: known.map(([, place]) => encodeWeights(row(place))).join(''),
  }
}

function encodeWeights(weights: Float32Array): string {
  const steps = Array.from(weights, (weight) => Math.round(weight / weightStep))
  const beyond = steps.find((each) => Math.abs(each) > maxSteps)
  if (beyond !== undefined) throw new Error(`a weight of ${beyond} steps doesn't fit a character`)
  return String.fromCharCode(...steps.map((each) => zero + each))
}

/** In: what is stored. Out: the model, ready to classify. */
export function loadModel({ phrases, labels, features, weights }: StoredModel): ClassifierModel {
  const known = Object.entries(features).flatMap(([many, some]) =>
    some.split(' ').map((feature): [string, number] => [feature, Number(many)]),
  )
  return {
    labels,
    documents: phrases.count,
    features: new Map(known.map(([feature], place) => [feature, place])),
    documentFrequency: Int32Array.from(known, ([, many]) => many),
    weights: decodeWeights(weights),
  }
}

function decodeWeights(characters: string): Float32Array {
  const weights = new Float32Array(characters.length)
  for (let place = 0; place < weights.length; place += 1)
    weights[place] = (characters.charCodeAt(place) - zero) * weightStep
  return weights
}
