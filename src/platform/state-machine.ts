/** Pure. */

import { AppError } from './errors.ts'
import type { Operation } from './permissions.ts'

/** Where a step leads when the row is changed and its state stays. */
export const same = '='

/** What leads from which states to which, and who may take it. */
export interface Step<Status extends string> {
  /** The states in which it can be taken; null: the thing comes into being by it. */
  from: readonly Status[] | null
  /** The state it leads to; `same`; null: the thing is deleted; left out: it writes beside the row, which stays as it is. */
  to?: Status | typeof same | null
  /** Who may take it; left out: nobody does by itself, it follows from another step or is the machinery's. */
  operation?: Operation
  /** What users call it, as in "只有…的申请才能提交". */
  title: string
}

export type Steps<Status extends string> = Readonly<Record<string, Step<Status>>>

/**
 * The transition table of a table with a `status` column. Verbs, buttons, the desk and the trigger
 * `allowed_transition` of the database follow it; tests/contract/state-machines.test.ts tries every step on all sides.
 */
export interface StateMachine<Status extends string, S extends Steps<Status>, Named extends object> {
  /** The table in the database. */
  table: string
  /** What users call one of them. */
  noun: string
  /** Every state, in words. */
  states: Readonly<Record<Status, string>>
  /** In: a row. Out: what users call this one. */
  nameOf: (row: Named) => string
  steps: S
}

/** Any transition table, for who looks at all of them. */
export interface TransitionTable {
  table: string
  states: Readonly<Record<string, string>>
  steps: Steps<string>
}

/** In: a transition table. Out: the same, checked by the compiler: a state that isn't there can't be written. */
export function stateMachine<
  Status extends string,
  const S extends Steps<NoInfer<Status>>,
  Named extends object,
>(machine: StateMachine<Status, S, Named>): StateMachine<Status, S, Named> {
  return machine
}

/** In: a state and a step. Out: whether it can be taken in that state. */
export function canTake<Status extends string, S extends Steps<Status>, Named extends object>(
  { steps }: StateMachine<Status, S, Named>,
  step: keyof S & string,
  status: NoInfer<Status>,
): boolean {
  return known(steps, step).from?.includes(status) === true
}

/** Throws conflict, saying in which state it is, unless the step can be taken in that state. */
export function requireStep<Status extends string, S extends Steps<Status>, Named extends object>(
  { states, steps, noun, nameOf }: StateMachine<Status, S, Named>,
  step: keyof S & string,
  row: Named & { status: NoInfer<Status> },
): void {
  const { from, title } = known(steps, step)
  if (from?.includes(row.status) === true) return
  const expected = (from ?? []).map((status) => `“${states[status]}”`).join('或')
  throw new AppError(
    'conflict',
    `${nameOf(row)}现在是“${states[row.status]}”，只有${expected}的${noun}才能${title}。请刷新后再看。`,
  )
}

/** In: a row and a step. Out: the state it is in after that. Throws conflict when the step can't be taken. */
export function statusAfter<Status extends string, S extends Steps<Status>, Named extends object>(
  machine: StateMachine<Status, S, Named>,
  step: keyof S & string,
  row: Named & { status: NoInfer<Status> },
): Status {
  requireStep(machine, step, row)
  const { to } = known(machine.steps, step)
  return to === same || to === undefined || to === null ? row.status : to
}

/** Throws conflict: between reading the row and changing it somebody else was faster. */
export function overtaken<Named>({ nameOf }: { nameOf: (row: Named) => string }, row: Named): never {
  throw new AppError('conflict', `另一个人刚刚改动了${nameOf(row)}，请刷新后再试。`)
}

function known<Status extends string>(steps: Steps<Status>, step: string): Step<Status> {
  const found = steps[step]
  if (found === undefined) throw new Error(`no step ${step}`)
  return found
}

/** A pair of states between which a row goes; null: before it is there, after it is deleted. */
export type Transition = readonly [from: string | null, to: string | null]

/** In: a transition table. Out: every pair of states its steps lead from and to, once. */
export function transitionsOf({ steps }: Pick<TransitionTable, 'steps'>): readonly Transition[] {
  const pairs = Object.values(steps).flatMap(({ from, to }): Transition[] =>
    to === undefined ? [] : (from ?? [null]).map((status) => [status, to === same ? status : to]),
  )
  return [...new Map(pairs.map((pair) => [pair.join('>'), pair])).values()]
}
