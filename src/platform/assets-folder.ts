import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Assets, assetNames, assetsFrom } from './assets.ts'

/** Reads the assets from the source folder, once. */
export async function loadAssets(): Promise<Assets> {
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'ui/assets')
  const files = await Promise.all(
    assetNames.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  )
  return assetsFrom(new Map(files))
}
