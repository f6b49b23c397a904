import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSecretsKey } from './secret-box.ts'
import { openSecretsKeys } from './secrets-key.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dengyun-key-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the key that seals secrets, of a server without a configured one', () => {
  it('is made once, for its owner’s eyes only, and never told', async () => {
    const logs: string[] = []
    const keys = await openSecretsKeys(folder, (message) => logs.push(message))
    expect(keys).toHaveLength(1)
    expect(await openSecretsKeys(folder, (message) => logs.push(message))).toEqual(keys)
    expect((await stat(join(folder, 'secrets-key'))).mode & 0o777).toBe(0o600)
    expect(logs).toHaveLength(1)
    expect(logs[0]).not.toContain(keys[0])
  })

  it('is changed by putting a new one on top of the file', async () => {
    const [old = ''] = await openSecretsKeys(folder, () => {})
    const fresh = newSecretsKey()
    await writeFile(join(folder, 'secrets-key'), `${fresh}\n${old}\n`)
    expect(await openSecretsKeys(folder, () => {})).toEqual([fresh, old])
  })

  it('is never replaced when the file holds something else', async () => {
    await writeFile(join(folder, 'secrets-key'), 'damaged')
    await expect(openSecretsKeys(folder, () => {})).rejects.toThrow('不是加密密钥')
    expect(await readFile(join(folder, 'secrets-key'), 'utf8')).toBe('damaged')
  })
})
