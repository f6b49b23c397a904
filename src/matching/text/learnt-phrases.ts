import { affirmedClauses, requestedClauses } from './clauses.ts'
import type { Service, ServiceIndex } from './service-index.ts'
import { coreOf, foldText, gramsOf, tokensOf } from './words.ts'

/** What a reviewer decided that words mean; null: nothing of the catalogue. */
export interface LearntPhrase {
  phrase: string
  code: string | null
}

/** Dice coefficient of their grams from which two phrases mean the same. */
const minSimilarity = 0.75

interface IndexedPhrase extends LearntPhrase {
  key: string
  grams: ReadonlySet<string>
}

/** Phrases that reviewers decided on, to be found again by the same words and by near ones. */
export class LearntPhrases {
  readonly #known: readonly IndexedPhrase[]
  readonly #byGram = new Map<string, number[]>()

  constructor(phrases: readonly LearntPhrase[]) {
    this.#known = phrases.map((each) => ({ ...each, ...keyOf(clausesOf(each.phrase).join(',')) }))
    for (const [place, { grams }] of this.#known.entries())
      for (const gram of grams) this.#byGram.set(gram, [...(this.#byGram.get(gram) ?? []), place])
  }

  /** In: requested clauses. Out: the nearest phrase that is near enough; of equals the one learnt last. */
  find(clauses: readonly string[]): LearntPhrase | null {
    if (this.#known.length === 0) return null
    let best: { known: IndexedPhrase; similarity: number } | null = null
    for (const words of new Set([clauses.join(','), ...clauses])) {
      const { key, grams } = keyOf(words)
      const shared = new Map<number, number>()
      for (const gram of grams)
        for (const place of this.#byGram.get(gram) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1)
      for (const [place, many] of shared) {
        const known = this.#known[place]
        if (known === undefined) continue
        const similarity = known.key === key ? 1 : (2 * many) / (known.grams.size + grams.size)
        if (similarity >= minSimilarity && (best === null || similarity >= best.similarity))
          best = { known, similarity }
      }
    }
    return best?.known ?? null
  }
}

const clausesOf = (phrase: string) => requestedClauses(affirmedClauses(foldText(phrase)))

function keyOf(words: string): { key: string; grams: ReadonlySet<string> } {
  const tokens = tokensOf(coreOf(words))
  return { key: tokens.join(' '), grams: new Set(gramsOf(tokens)) }
}

/** In: a code. Out: the service that the item belongs to, or null: no longer in this edition. */
export function serviceOfCode(services: ServiceIndex, code: string): Service | null {
  return services.all.find(({ items }) => items.some((item) => item.code === code)) ?? null
}
