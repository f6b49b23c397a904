/** What departments describe without naming it: learnt from sayings of which services they mean, and which mean none. */
import { synonymGroups } from '../../../catalogue/words/index.ts'
import { tokensOf } from '../words.ts'
import { Classifier, type Guess } from './classifier.ts'
import cloud from './cloud.json' with { type: 'json' }
import none from './none.json' with { type: 'json' }
import shared from './shared.json' with { type: 'json' }

/** A label of the classifier: what no catalogue of government clouds has. */
const nothing = ''

let classifier: Classifier | undefined

/** Learns, once, for a fraction of a second: at the start, or the first line in words would wait for it. */
export function trainClassifier(): Classifier {
  classifier ??= new Classifier(
    allTrainingPhrases().map(({ saying, label }) => ({ features: featuresOf(saying), label })),
  )
  return classifier
}

const guessesFor = (words: string) => trainClassifier().classify(featuresOf(words))

/** In: what is wanted, in words. Out: how likely it is nothing that any catalogue of clouds has. */
export function likelihoodOfNothing(words: string): number {
  return guessesFor(words).find(({ label }) => label === nothing)?.probability ?? 1
}

/**
 * In: what is wanted, in words. Out: services by their usual names, the likeliest first, with how likely each is; what
 * is likelier nothing of any catalogue is left out with everything less likely.
 */
export function servicesDescribed(words: string): Guess[] {
  const guesses = guessesFor(words)
  const end = guesses.findIndex(({ label }) => label === nothing)
  return end < 0 ? guesses : guesses.slice(0, end)
}

/** Every saying to learn from, with the service it means by its usual name; '' for none. */
export function allTrainingPhrases(): { saying: string; label: string }[] {
  const sayings: [string, readonly string[]][] = [
    ...Object.entries(shared),
    ...Object.entries(cloud),
    ...synonymGroups.map((group): [string, readonly string[]] => [group[0] ?? '', group]),
    [nothing, none],
  ]
  return sayings.flatMap(([label, texts]) => texts.map((saying) => ({ saying, label })))
}

/**
 * Characters, Latin words and numbers, and each pair of neighbours; how each clause ends by itself, because a Chinese
 * phrase ends with what it is: 视频会议摄像头 is a camera.
 */
function featuresOf(words: string): string[] {
  return words.split(/[,，;；。]/).flatMap((clause) => {
    const tokens = tokensOf(clause)
    const pairs = tokens.slice(1).map((token, before) => `${tokens[before]}${token}`)
    const ends = [1, 2, 3]
      .filter((many) => many <= tokens.length)
      .map((many) => `${tokens.slice(-many).join('')}。`)
    return [...tokens, ...pairs, ...ends]
  })
}
