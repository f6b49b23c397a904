/** Pure. */

/** How long, and how many steps, others wait for work that has many; a clock may stand still meanwhile. */
const turn = { milliseconds: 8, steps: 100 }

/**
 * For work of many short steps. In: the signal of whoever asked; how many steps make a turn, where fewer or more than a
 * hundred do. Out: what is to be awaited after each step: others have their turn when this one has lasted. Rejects with
 * the signal's reason when whoever asked has gone.
 */
export function inTurns({
  signal,
  steps = turn.steps,
}: {
  signal?: AbortSignal | undefined
  steps?: number
} = {}): () => Promise<void> | undefined {
  let began = performance.now()
  let taken = 0
  return () => {
    taken += 1
    if (taken < steps && performance.now() - began < turn.milliseconds) return
    return new Promise<void>((later) => setTimeout(later, 0)).then(() => {
      signal?.throwIfAborted()
      began = performance.now()
      taken = 0
    })
  }
}
