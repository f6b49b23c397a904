/** Work that may never come to an end. */

/**
 * In: milliseconds, and work that may watch the signal. Out: what it gives. Rejects with a TimeoutError when it isn't
 * done by then, whether it watches or not.
 */
export function withinTime<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const reason = new DOMException(`not done within ${milliseconds} ms`, 'TimeoutError')
      late.abort(reason)
      reject(reason)
    }, milliseconds)
    work(late.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
  })
}
