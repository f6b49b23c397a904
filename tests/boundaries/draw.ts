import { readFile, writeFile } from 'node:fs/promises'
import { architectureFile, architecturePicture } from './architecture.ts'

/** `npm run picture`: draws docs/images/architecture.svg anew, and says whether it has changed. */
const before = await readFile(architectureFile, 'utf8').catch(() => '')
const after = architecturePicture()
await writeFile(architectureFile, after)
console.log(`docs/images/architecture.svg: ${before === after ? 'as it was' : 'drawn anew'}`)
