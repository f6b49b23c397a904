import { readdir, readFile } from 'node:fs/promises'
import { join, posix, sep } from 'node:path'
import { slices } from '../../src/slices.ts'
import { drawLayers, layersOf } from './picture.ts'
import type { Import } from './rules.ts'

const root = join(import.meta.dirname, '../..')
export const architectureFile = join(root, 'docs/images/architecture.svg')

/** Out: the picture of the slices, drawn from the imports that stand in the code now. */
export async function architecturePicture(): Promise<string> {
  return drawLayers(layersOf(slices, await importsOfSlices()))
}

/** Every import of one file of src/ by another, types included, tests left out. */
async function importsOfSlices(): Promise<Import[]> {
  const files = (await readdir(join(root, 'src'), { recursive: true }))
    .map((file) => `src/${file.split(sep).join('/')}`)
    .filter((file) => /\.tsx?$/.test(file) && !/(\.(test|arbitrary|fixture)|\/testing)\.tsx?$/.test(file))
    .sort()
  const found = await Promise.all(
    files.map(async (from) => {
      const source = await readFile(join(root, from), 'utf8')
      return [...source.matchAll(/\b(?:from|import) '(\.[^']+)'/g)].map(([, path = '']) => ({
        from,
        to: posix.join(posix.dirname(from), path),
      }))
    }),
  )
  return found.flat()
}
