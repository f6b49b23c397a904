import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A key that is made at the first start, where none is configured. */
export interface KeyFileSpec {
  /** Its file in the data folder. */
  file: string
  isRight: (text: string) => boolean
  make: () => string
  /** What the person who runs it reads when the file holds something else: `… 里不是` this. */
  called: string
  /** What the log says once, when it is made, of the file and the key; never the key itself. */
  made: (path: string, key: string) => string
}

/**
 * Keys kept in the data folder, readable by their owner only: outside the database, so that whoever has that alone
 * hasn't got them. Out: the file's lines, at least one. Throws when the file holds something else, and leaves it.
 */
export async function openKeyFile(
  dataDir: string,
  kind: KeyFileSpec,
  log: (message: string) => void,
): Promise<string[]> {
  const path = join(dataDir, kind.file)
  const kept = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
  const keys = kept.split(/\s+/).filter((line) => line !== '')
  if (!keys.every(kind.isRight))
    throw new Error(`${path} 里不是${kind.called}。请从备份恢复，或移走它后重启。`)
  if (keys.length > 0) return keys
  const key = kind.make()
  await mkdir(dataDir, { recursive: true })
  const file = await open(path, 'w', 0o600)
  await file.writeFile(`${key}\n`)
  await file.sync()
  await file.close()
  log(kind.made(path, key))
  return [key]
}
