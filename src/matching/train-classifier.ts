import { writeFile } from 'node:fs/promises'
import { trainedModel } from './text/training/train-model.ts'

/** `npm run train`: after the training phrases have changed, or how they are read. */
const model = await trainedModel()
const file = new URL('text/classifier/model.json', import.meta.url)
await writeFile(file, `${JSON.stringify(model, null, 2)}\n`)
console.log(
  `${model.phrases.count} phrases, ${model.labels.length} labels, ${model.weights.length} weights: ${file.pathname}`,
)
