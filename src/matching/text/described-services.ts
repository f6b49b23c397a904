/** Which services a line may describe without naming them, and whether it rather describes what no cloud offers. */

import { type ClassifierModel, classify, type Guess, outOfScope } from './classifier/classifier.ts'
import { featuresOf } from './classifier/features.ts'
import storedModel from './classifier/model.json' with { type: 'json' }
import { loadModel } from './classifier/stored-model.ts'
import { findService } from './find-service.ts'
import type { ReadLine } from './read-line.ts'
import type { Service, ServiceIndex } from './service-index.ts'

/** Out of scope with this probability, what has a size of storage is goods. */
const likelyGoods = 0.5
/** What is less likely isn't worth showing. */
const minProbability = 0.15

let model: ClassifierModel | undefined
function guessesFor(words: string): Guess[] {
  model ??= loadModel(storedModel)
  return classify(model, featuresOf(words))
}

/** In: what is requested, in words. Out: how likely it is nothing that any catalogue of clouds has. */
export function outOfScopeProbability(words: string): number {
  return guessesFor(words).find(({ label }) => label === outOfScope)?.probability ?? 1
}

/**
 * In: what is requested, in words. Out: services by their usual names, the likeliest first, with how likely each is; what
 * is likelier nothing of any catalogue is left out with everything less likely.
 */
export function guessServices(words: string): Guess[] {
  const guesses = guessesFor(words)
  const end = guesses.findIndex(({ label }) => label === outOfScope)
  return end < 0 ? guesses : guesses.slice(0, end)
}

/** Storage by its figures alone may be goods: 移动硬盘2T, 录像机8块8T硬盘. */
export function isGoodsBySize({ affirmed, figures }: ReadLine): boolean {
  const { machines, storage, bandwidths } = figures
  return (
    storage.length > 0 &&
    machines.length + bandwidths.length === 0 &&
    outOfScopeProbability(affirmed) > likelyGoods
  )
}

/** Out: services of the edition that the line may describe, the likeliest first. */
export function describedServices(
  services: ServiceIndex,
  { affirmed }: ReadLine,
): { service: Service; probability: number }[] {
  return guessServices(affirmed)
    .filter(({ probability }) => probability >= minProbability)
    .flatMap(({ label, probability }) => {
      const service = findService(services, label)
      return service === null ? [] : [{ service, probability }]
    })
}
