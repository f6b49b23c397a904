import { describe, expect, it } from 'vitest'
import { Cache } from './cache.ts'
import { getOrInsert } from './get-or-insert.ts'

describe('a cache', () => {
  const keysOf = (cache: Cache<string, number>) =>
    [...'abcdefgh'].filter((key) => cache.get(key) !== undefined)

  it('keeps so many values, and lets go of what was used longest ago', () => {
    const cache = new Cache<string, number>({ most: 4 })
    for (const [place, key] of [...'abcd'].entries()) cache.set(key, place)
    expect(cache.get('a')).toBe(0)
    cache.set('e', 4)
    cache.set('f', 5)
    expect(keysOf(cache)).toEqual(['a', 'd', 'e', 'f'])
  })

  it('keeps so much by weight; what alone is heavier is not kept, and what is replaced weighs nothing', () => {
    const cache = new Cache<string, number>({ most: 10, weigh: (value) => value })
    cache.set('a', 6)
    cache.set('a', 3)
    cache.set('b', 7)
    expect(keysOf(cache)).toEqual(['a', 'b'])
    cache.set('c', 11)
    expect(keysOf(cache)).toEqual(['a', 'b'])
    cache.set('d', 1)
    expect(keysOf(cache)).toEqual(['b', 'd'])
    cache.set('b', 11)
    expect(keysOf(cache)).toEqual(['d'])
  })

  it('lets a value go when its time is over', () => {
    let now = 0
    const cache = new Cache<string, number>({ most: 4, ms: 100, now: () => now })
    cache.set('a', 1)
    now = 99
    expect(cache.get('a')).toBe(1)
    now = 100
    expect(cache.get('a')).toBeUndefined()
    cache.set('a', 2)
    expect(cache.get('a')).toBe(2)
  })

  it('keeps values that say there is none', () => {
    const cache = new Cache<string, number | null>({ most: 4 })
    let made = 0
    for (let time = 0; time < 2; time += 1)
      getOrInsert(cache, 'a', () => {
        made += 1
        return null
      })
    expect([cache.get('a'), made]).toEqual([null, 1])
  })
})
