/** Statements kept by a connection on the server take memory there: only short ones, and so many. */
const maxStatements = 200
const longest = 6000
/** A prepared `fetch` would keep the columns of the first cursor of that name. */
const plannable = /^\s*(?:select|with|insert|update|delete)\b/i

/**
 * Which statements of a pool are worth preparing: those asked again. A prepared one needs one round trip instead of two,
 * and after a few times PostgreSQL spares itself its planning, which row-level security makes half as dear again.
 * A plan made under one role is never used under another (`CachedPlanSource.dependsOnRLS`), and what a transaction
 * may see is read when the statement runs.
 */
export class StatementsSeen {
  /** By text: whether it was asked again. */
  readonly #seen = new Map<string, boolean>()
  #prepared = 0

  /** In: a statement's text. Out: whether to prepare it; counts this asking. */
  isWorthPreparing(text: string): boolean {
    // Several statements in one text can't be prepared.
    if (text.length > longest || text.includes(';') || !plannable.test(text)) return false
    const again = this.#seen.get(text)
    if (again === true) return true
    if (again === undefined) {
      // Texts asked once only, such as lists of ever other lengths, must not keep out what comes later.
      if (this.#seen.size >= 5 * maxStatements) this.#forgetOnce()
      this.#seen.set(text, false)
      return false
    }
    if (this.#prepared >= maxStatements) return false
    this.#prepared += 1
    this.#seen.set(text, true)
    return true
  }

  #forgetOnce(): void {
    for (const [text, again] of this.#seen) if (!again) this.#seen.delete(text)
  }
}
