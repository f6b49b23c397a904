import type { SQL } from 'drizzle-orm'
import type { Context } from '../../../src/platform/context.ts'
import type { Role } from '../../../src/platform/permissions.ts'
import type { StateMachine, Steps, TransitionTable } from '../../../src/platform/state-machine.ts'

export type Columns = Record<string, unknown>
/** Who takes a step of the row, and how. */
type Verb = readonly [as: Role, take: (context: Context) => Promise<unknown>]

/** A row of a machine's table, and what is needed to bring it from any state to any other. */
export interface MachineRow {
  machine: TransitionTable
  /** Which row: one that is there, whose columns serve in every state but for the following. */
  key: Columns
  /** What a row has in a state besides. */
  columns: (status: string) => Columns
  /** In what a second row differs from it. */
  another: (status: string) => Columns
  /** Done before with the triggers off: what the pair demands besides, and what would be in its way. */
  arrange: (from: string | null, to: string | null) => readonly SQL[]
  /** Tables whose triggers are off for that, too. */
  beside: readonly string[]
  verbs: Readonly<Record<string, Verb | undefined>>
  /** Steps that have no verb of their own: what brings them about. */
  follows: Readonly<Record<string, string | undefined>>
}

/** In: a machine, the key of a row and what only it needs. Out: the row, its steps' names checked. */
export function rowOf<Status extends string, S extends Steps<Status>, Named extends object>(
  machine: StateMachine<Status, S, Named>,
  key: Columns,
  given: {
    columns?: (status: string) => Columns
    another?: (status: string) => Columns
    arrange?: MachineRow['arrange']
    beside?: readonly string[]
    verbs?: { readonly [Step in keyof S]?: Verb }
    follows?: { readonly [Step in keyof S]?: string }
  },
): MachineRow {
  const none = () => ({})
  const { columns = none, another = none, arrange = () => [], beside = [], verbs = {}, follows = {} } = given
  return { machine, key, columns, another, arrange, beside, verbs, follows }
}

/** What every row's columns and verbs say. */
export const [comment, reason] = ['同意', '再核对一遍']
export const instant = '2026-11-21T10:00:00+08:00'
export const day = '2026-11-21'
export const idOf = ({ actor }: Context) => (actor.kind === 'person' ? actor.id : 0)
export const bytesOf = (text: string) => new TextEncoder().encode(text)
export const only = (wanted: boolean, value: unknown) => (wanted ? value : null)
