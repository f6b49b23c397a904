import { describe, expect, it } from 'vitest'
import { MachineCover } from './machine-cover.ts'
import { PackCover } from './pack-cover.ts'

describe('large needs', () => {
  const sizes = [
    { vcpu: 1, memoryGiB: 1, fen: 3_050 },
    { vcpu: 2, memoryGiB: 4, fen: 10_990 },
    { vcpu: 8, memoryGiB: 64, fen: 171_040 },
  ]
  it('are proven without a table', () => {
    expect(new MachineCover(sizes).solve(20_000, 40_000)).toMatchObject({
      optimal: true,
      atLeastFen: 10_000 * 10_990,
    })
    const packs = new PackCover([
      { size: 100, fen: 1_210 },
      { size: 500, fen: 5_940 },
      { size: 1_024, fen: 12_210 },
      { size: 10_240, fen: 121_660 },
    ]).solve(10_000_000)
    expect(packs?.optimal).toBe(true)
    expect([...(packs?.counts ?? [])]).toEqual([[1, 20_000]])
  })
})
