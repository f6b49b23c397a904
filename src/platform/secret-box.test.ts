import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSecretsKey, MissingKeyError, newSecretsKey, openSecretBox } from './secret-box.ts'

describe('a secret at rest', () => {
  it('opens again for whom it was sealed, and never looks the same twice', async () => {
    const box = openSecretBox([newSecretsKey()])
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (secret, owner) => {
        const sealed = await box.seal(secret, owner)
        expect(await box.seal(secret, owner)).not.toBe(sealed)
        expect(await box.open(sealed, owner)).toBe(secret)
        expect(box.isCurrent(sealed)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('opens for nobody else, and not when any digit of it was altered', async () => {
    const box = openSecretBox([newSecretsKey()])
    const sealed = await box.seal('GEZDGNBVGY3TQOJQ', 'person 1')
    expect(sealed).not.toContain('GEZDGNBV')
    await expect(box.open(sealed, 'person 2')).rejects.toThrow()
    const body = sealed.lastIndexOf('.') - 24
    for (let at = body; at < sealed.length; at += 1) {
      if (sealed[at] === '.') continue
      const altered = sealed.slice(0, at) + (sealed[at] === '0' ? '1' : '0') + sealed.slice(at + 1)
      await expect(box.open(altered, 'person 1')).rejects.toThrow()
    }
    await expect(box.open(sealed.slice(0, -1), 'person 1')).rejects.toThrow()
    await expect(box.open('v1.', 'person 1')).rejects.toThrow()
  })

  it('stays readable when a newer key comes, and is not with that one alone', async () => {
    const old = newSecretsKey()
    const fresh = newSecretsKey()
    const sealed = await openSecretBox([old]).seal('secret', 'a')
    const rotated = openSecretBox([fresh, old])
    expect(await rotated.open(sealed, 'a')).toBe('secret')
    expect(rotated.isCurrent(sealed)).toBe(false)
    expect(rotated.isCurrent(await rotated.seal('secret', 'a'))).toBe(true)
    await expect(openSecretBox([fresh]).open(sealed, 'a')).rejects.toThrow(MissingKeyError)
  })

  it('from before there was sealing is read as it is, and is not current', async () => {
    const box = openSecretBox([newSecretsKey()])
    expect(await box.open('GEZDGNBVGY3TQOJQ', 'a')).toBe('GEZDGNBVGY3TQOJQ')
    expect(box.isCurrent('GEZDGNBVGY3TQOJQ')).toBe(false)
  })

  it('wants keys of 256 bits', () => {
    expect(isSecretsKey(newSecretsKey())).toBe(true)
    for (const wrong of ['', 'ab', 'g'.repeat(64), 'a'.repeat(63), 'a'.repeat(65)])
      expect(isSecretsKey(wrong)).toBe(false)
    expect(() => openSecretBox([])).toThrow()
    expect(() => openSecretBox(['ab'])).toThrow()
  })
})
