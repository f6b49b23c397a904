import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSigningKey } from './signing-key.ts'
import { sm2PublicKeyOf } from './sm2.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dengyun-key-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the signing key of a server without a configured one', () => {
  it('is made once, for its owner’s eyes only, and only the public half is told', async () => {
    const logs: string[] = []
    const key = await openSigningKey(join(folder, 'data'), (message) => logs.push(message))
    expect(await openSigningKey(join(folder, 'data'), (message) => logs.push(message))).toBe(key)
    expect((await stat(join(folder, 'data/audit-signing-key'))).mode & 0o777).toBe(0o600)
    expect(logs).toHaveLength(1)
    expect(logs[0]).toContain(sm2PublicKeyOf(key))
    expect(logs[0]).not.toContain(key)
  })

  it('is never replaced when the file holds something else', async () => {
    await writeFile(join(folder, 'audit-signing-key'), 'damaged')
    await expect(openSigningKey(folder, () => {})).rejects.toThrow('不是一个 SM2 私钥')
    expect(await readFile(join(folder, 'audit-signing-key'), 'utf8')).toBe('damaged')
  })
})
