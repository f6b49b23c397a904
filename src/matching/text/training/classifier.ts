/** A linear classifier of short texts: softmax regression on words' tf-idf, trained on the spot. Pure, and always the same. */

export interface Example {
  /** What the text has: words, pairs of words. Repetitions say nothing. */
  features: readonly string[]
  label: string
}
export interface Guess {
  label: string
  /** 0 to 1; over all labels they sum to 1. */
  probability: number
}

/** Times the examples are gone through. */
const epochs = 5
/** How far a step goes at first; AdaGrad shortens it for each weight as it has moved. */
const step = 0.5
/** A probability that is wrong by less than this moves nothing. */
const negligible = 0.01
/** A feature of one example only tells nothing of others. */
const minExamples = 2

interface Vector {
  places: Int32Array
  values: Float32Array
}

export class Classifier {
  readonly #labels: readonly string[]
  readonly #places = new Map<string, number>()
  readonly #rarity: Float32Array
  /** By feature, then by label. */
  readonly #weights: Float32Array

  /** In: examples of every label. */
  constructor(examples: readonly Example[]) {
    this.#labels = [...new Set(examples.map(({ label }) => label))]
    const holders = new Map<string, number>()
    for (const { features } of examples)
      for (const feature of new Set(features)) holders.set(feature, (holders.get(feature) ?? 0) + 1)
    const known = [...holders].filter(([, many]) => many >= minExamples)
    for (const [place, [feature]] of known.entries()) this.#places.set(feature, place)
    this.#rarity = Float32Array.from(known, ([, many]) => 1 + Math.log((1 + examples.length) / (1 + many)))
    this.#weights = new Float32Array(known.length * this.#labels.length)
    this.#train(examples)
  }

  /** In: the features of a text. Out: every label with its probability, the likeliest first; none when no feature is known. */
  classify(features: readonly string[]): Guess[] {
    const vector = this.#vectorOf(features)
    if (vector.places.length === 0) return []
    const probabilities = this.#probabilitiesOf(vector)
    return this.#labels
      .map((label, place) => ({ label, probability: probabilities[place] ?? 0 }))
      .sort((a, b) => b.probability - a.probability)
  }

  #vectorOf(features: readonly string[]): Vector {
    const places = Int32Array.from(
      [...new Set(features)].flatMap((feature) => this.#places.get(feature) ?? []),
    )
    const values = Float32Array.from(places, (place) => this.#rarity[place] ?? 0)
    const length = Math.hypot(...values)
    return { places, values: values.map((value) => value / length) }
  }

  #probabilitiesOf({ places, values }: Vector): Float32Array {
    const many = this.#labels.length
    const sums = new Float32Array(many)
    for (let at = 0; at < places.length; at += 1) {
      const [row, value] = [(places[at] ?? 0) * many, values[at] ?? 0]
      for (let label = 0; label < many; label += 1)
        sums[label] = (sums[label] ?? 0) + (this.#weights[row + label] ?? 0) * value
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

  #train(examples: readonly Example[]): void {
    const places = new Map(this.#labels.map((label, place) => [label, place]))
    const vectors = examples.map(({ features, label }) => ({
      vector: this.#vectorOf(features),
      right: places.get(label) ?? 0,
    }))
    const moved = new Float32Array(this.#weights.length).fill(1e-6)
    for (let epoch = 0; epoch < epochs; epoch += 1)
      for (const place of shuffled(vectors.length, epoch)) {
        const example = vectors[place]
        if (example !== undefined) this.#learn(example.vector, example.right, moved)
      }
  }

  #learn(vector: Vector, right: number, moved: Float32Array): void {
    const many = this.#labels.length
    const wrong = this.#probabilitiesOf(vector)
    wrong[right] = (wrong[right] ?? 0) - 1
    for (let label = 0; label < many; label += 1) {
      const error = wrong[label] ?? 0
      if (Math.abs(error) < negligible) continue
      for (let at = 0; at < vector.places.length; at += 1) {
        const weight = (vector.places[at] ?? 0) * many + label
        const slope = error * (vector.values[at] ?? 0)
        const sum = (moved[weight] ?? 0) + slope * slope
        moved[weight] = sum
        this.#weights[weight] = (this.#weights[weight] ?? 0) - (step * slope) / Math.sqrt(sum)
      }
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
