/** A linear classifier of short texts: softmax regression on tf-idf. Pure, and the same everywhere. */

/** The label of what no catalogue of government clouds has. */
export const outOfScope = ''

/** What training made. */
export interface ClassifierModel {
  labels: readonly string[]
  /** Texts that it was trained on. */
  documents: number
  /** The place of every known feature in `documentFrequency` and `weights`. */
  features: ReadonlyMap<string, number>
  /** How many of the texts have it, by feature. */
  documentFrequency: Int32Array
  /** By feature, then by label. */
  weights: Float32Array
}
export interface Guess {
  label: string
  /** 0 to 1; over all labels they sum to 1. */
  probability: number
}

/** The known features of a text with their tf-idf, of length 1. */
export interface FeatureVector {
  places: Int32Array
  values: Float32Array
}

/** In: the features of a text. Out: every label with its probability, the likeliest first; none when no feature is known. */
export function classify(model: ClassifierModel, features: readonly string[]): Guess[] {
  const vector = vectorOf(model, features)
  if (vector.places.length === 0) return []
  const probabilities = probabilitiesOf(model, vector)
  return model.labels
    .map((label, place) => ({ label, probability: probabilities[place] ?? 0 }))
    .sort((a, b) => b.probability - a.probability)
}

/** In: the features of a text; repetitions say nothing. Out: the known ones. */
export function vectorOf(
  { documents, features: known, documentFrequency }: ClassifierModel,
  features: readonly string[],
): FeatureVector {
  const places = Int32Array.from([...new Set(features)].flatMap((feature) => known.get(feature) ?? []))
  const values = Float32Array.from(
    places,
    (place) => 1 + Math.log((1 + documents) / (1 + (documentFrequency[place] ?? 0))),
  )
  const length = Math.hypot(...values)
  return { places, values: values.map((value) => value / length) }
}

/** Out: the probability of each label, in the model's order. */
export function probabilitiesOf(
  { labels, weights }: ClassifierModel,
  { places, values }: FeatureVector,
): Float32Array {
  const many = labels.length
  const sums = new Float32Array(many)
  for (let at = 0; at < places.length; at += 1) {
    const [row, value] = [(places[at] ?? 0) * many, values[at] ?? 0]
    for (let label = 0; label < many; label += 1)
      sums[label] = (sums[label] ?? 0) + (weights[row + label] ?? 0) * value
  }
  const highest = Math.max(...sums)
  let total = 0
  for (let label = 0; label < many; label += 1) {
    const power = Math.exp((sums[label] ?? 0) - highest)
    sums[label] = power
    total += power
  }
  return sums.map((power) => power / total)
}
