/** Pure. */

/** A linear programme in whole numbers, and who can solve one. What solves it differs by runtime: see solver-*.ts. */

/** One condition: lower ≤ Σ factor × variable ≤ upper; null: no bound on that side. */
export interface ProgrammeRow {
  lower: number | null
  upper: number | null
  /** Each variable at most once. */
  terms: readonly (readonly [variable: number, factor: number])[]
}
/** The lowest Σ cost × variable over whole variables from 0 to `upper`, under all rows. Every figure is a whole number. */
export interface IntegerProgramme {
  cost: readonly number[]
  upper: readonly number[]
  rows: readonly ProgrammeRow[]
}
export interface ProgrammeAnswer {
  /** One value per variable; null when none was found. */
  values: readonly number[] | null
  /** Proven that no values satisfy all rows. */
  infeasible: boolean
  /** Proven that nothing costs less; null when nothing is known. */
  atLeast: number | null
}
export interface ProgrammeLimits {
  seconds: number
  /** Gives the work up when whoever asked has gone. */
  signal?: AbortSignal | undefined
}

/**
 * In: a programme and limits. Out: the answer; at the time limit the best that is known.
 * Rejects with solver-unavailable when the solver broke, with the signal's reason when it was cancelled.
 */
export type ProgrammeSolver = (
  programme: IntegerProgramme,
  limits: ProgrammeLimits,
) => Promise<ProgrammeAnswer>
