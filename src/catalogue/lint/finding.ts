/** One place that deserves a look: the items concerned, the one at fault first, and the numbers. */
export interface Finding {
  codes: readonly string[]
  says: string
}
