import { describe, expect, it } from 'vitest'
import { hashOfPack } from '../../rules/editions/rules-hash.ts'
import { packs } from './index.ts'
import versions from './versions.json' with { type: 'json' }

const known: Readonly<Record<string, string>> = versions

describe('a version of a pack', () => {
  it.each(packs.map((pack) => [`${pack.id} ${pack.version}`, pack] as const))(
    '%s always means the same rules: other rules get another version, added to versions.json',
    (name, pack) => {
      expect({ [name]: hashOfPack(pack) }).toEqual({ [name]: known[name] })
    },
  )
})
