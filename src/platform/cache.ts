interface Bounds<V> {
  /** How much is kept altogether: so many values, or so much of what `weigh` says of each. */
  most: number
  weigh?: (value: V) => number
  /** Milliseconds after which a value is out of date; without it, it never is. */
  ms?: number
  /** Milliseconds of a clock that never stands still; the runtime's by default. */
  now?: () => number
}

interface Kept<V> {
  value: V
  weight: number
  until: number
}

/** Values that can be worked out again, kept under a key within bounds. The ones used longest ago go first. */
export class Cache<K, V> {
  readonly #kept = new Map<K, Kept<V>>()
  readonly #bounds: Bounds<V>
  readonly #now: () => number
  #weight = 0

  constructor(bounds: Bounds<V>) {
    this.#bounds = bounds
    this.#now = bounds.now ?? (() => performance.now())
  }

  /** In: a key. Out: its value; undefined when it isn't kept or is out of date. */
  get(key: K): V | undefined {
    const kept = this.#kept.get(key)
    if (kept === undefined) return undefined
    if (kept.until !== Number.POSITIVE_INFINITY && this.#now() >= kept.until) {
      this.delete(key)
      return undefined
    }
    // While there is room for twice as much nothing goes soon, and the order need not be kept up.
    if (this.#weight * 2 > this.#bounds.most) {
      this.#kept.delete(key)
      this.#kept.set(key, kept)
    }
    return kept.value
  }

  /** Keeps a value, instead of others when it must; one that is too large by itself isn't kept. */
  set(key: K, value: V): void {
    this.delete(key)
    const { most, weigh, ms } = this.#bounds
    const weight = weigh?.(value) ?? 1
    if (weight > most) return
    this.#kept.set(key, {
      value,
      weight,
      until: ms === undefined ? Number.POSITIVE_INFINITY : this.#now() + ms,
    })
    this.#weight += weight
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= most) break
      this.delete(oldest)
    }
  }

  delete(key: K): void {
    this.#weight -= this.#kept.get(key)?.weight ?? 0
    this.#kept.delete(key)
  }
}
