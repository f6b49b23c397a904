import { synonymGroups } from '../../../catalogue/words/index.ts'
import { outOfScope } from '../classifier/classifier.ts'
import cloud from './cloud.json' with { type: 'json' }
import outOfScopePhrases from './out-of-scope.json' with { type: 'json' }
import shared from './shared.json' with { type: 'json' }

/** What a department may write, and the service it means by its usual name, or that no catalogue has it. */
export interface TrainingPhrase {
  phrase: string
  label: string
}

/** Every phrase that the classifier learns from. */
export function allTrainingPhrases(): TrainingPhrase[] {
  const labelled: [string, readonly string[]][] = [
    ...Object.entries(shared),
    ...Object.entries(cloud),
    ...synonymGroups.map((group): [string, readonly string[]] => [group[0] ?? '', group]),
    [outOfScope, outOfScopePhrases],
  ]
  return labelled.flatMap(([label, phrases]) => phrases.map((phrase) => ({ phrase, label })))
}
