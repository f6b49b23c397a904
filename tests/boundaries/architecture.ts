import { join } from 'node:path'
import { slices } from '../../src/slices.ts'
import { readCode } from './code.ts'
import { drawLayers, layersOf } from './picture.ts'
import { isTest } from './rules.ts'

const root = join(import.meta.dirname, '../..')
export const architectureFile = join(root, 'docs/images/architecture.svg')

/** Out: the picture of the slices, drawn from the imports that stand in the code now, those of types included. */
export function architecturePicture(): string {
  const code = readCode(root).filter(({ file }) => file.startsWith('src/') && !isTest(file))
  return drawLayers(
    layersOf(
      slices,
      code.flatMap(({ file: from, imports }) => imports.map((to) => ({ from, to }))),
    ),
  )
}
