import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { allows } from '../../src/platform/context.ts'
import { applicationRole, databaseErrorCode, type Transaction } from '../../src/platform/database.ts'
import { AppError } from '../../src/platform/errors.ts'
import { runMachine } from '../../src/platform/job-model.ts'
import { everyone, type Role } from '../../src/platform/permissions.ts'
import { type TransitionTable, transitionsOf } from '../../src/platform/state-machine.ts'
import { slices } from '../../src/slices.ts'
import { makeWorld, type World } from '../support/world.ts'
import type { Columns, MachineRow } from './machines/machine-row.ts'
import {
  asOwner,
  deleteRow,
  insertAs,
  putBack,
  readRow,
  updateTo,
  withoutTriggers,
} from './machines/put-row.ts'
import { machineRows } from './machines/rows.ts'

const machines: readonly TransitionTable[] = [...slices.flatMap((slice) => slice.machines ?? []), runMachine]
const tables = machines.map(({ table }) => table).toSorted()

let world: World
let rows: MachineRow[]
const before = new Map<MachineRow, Columns>()
beforeAll(async () => {
  world = await makeWorld()
  rows = await machineRows(world)
  await asOwner(world, async (tx) => {
    for (const row of rows) before.set(row, await readRow(tx, row))
  })
})
const rowIn = (table: string): MachineRow => {
  const row = rows.find(({ machine }) => machine.table === table)
  if (row === undefined) throw new Error(`no row of ${table}`)
  return row
}

/** Tables that say a state of something else, and of what. */
const notTheirs: Record<string, string> = { request_events: 'of its request, as it was then' }

const pairsOf = (machine: TransitionTable) => transitionsOf(machine).map((pair) => pair.join('>'))
/** Out: the statement by which the database follows a transition table. */
const triggerOf = (machine: TransitionTable) =>
  `create or replace trigger allowed_transition before insert or update or delete on ${machine.table}
  for each row execute function dengyun_hold_transition(${pairsOf(machine)
    .map((pair) => `'${pair}'`)
    .join(', ')});`

describe('a transition table', () => {
  it('is there for every table with a status, and a row to try it with', async () => {
    const found = await world.database.execute<{ name: string }>(sql`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'status' order by table_name`)
    expect(found.map(({ name }) => name).filter((name) => notTheirs[name] === undefined)).toEqual(tables)
    expect(rows.map(({ machine }) => machine.table).toSorted()).toEqual(tables)
  })

  it('is what the trigger of its table says: no pair more, none less', async () => {
    const triggers = await world.database.execute<{ table: string; enabled: string; says: string }>(sql`
      select c.relname as table, t.tgenabled as enabled, pg_get_triggerdef(t.oid) as says
      from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'allowed_transition'`)
    expect(triggers.map(({ table }) => table).toSorted()).toEqual(tables)
    // What has to be run where they differ.
    const statements = machines.flatMap((machine) => {
      const trigger = triggers.find(({ table }) => table === machine.table)
      const pairs = [...(trigger?.says ?? '').matchAll(/'([^']*)'/g)].map(([, pair]) => pair)
      const same = pairs.toSorted().join() === pairsOf(machine).toSorted().join()
      return trigger?.enabled === 'O' && same ? [] : [triggerOf(machine)]
    })
    expect(statements).toEqual([])
  })
})

class Undone extends Error {}

/** Works in a transaction and takes everything back. Out: what the work gave. */
async function undone<T>(
  begin: (work: (tx: Transaction) => Promise<never>) => Promise<never>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const given: T[] = []
  await begin(async (tx) => {
    given.push(await work(tx))
    throw new Undone()
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  for (const each of given) return each
  throw new Error('nothing came of it')
}

type State = string | null
/** In: a state and those to go to from it. Out: what the database says to each, as the app and as the owner. */
function tryPairs(row: MachineRow, from: State, tos: readonly State[]) {
  return undone(
    (work) => asOwner(world, work),
    async (tx) => {
      const like = await readRow(tx, row)
      const key = await withoutTriggers(tx, row, async () => {
        for (const to of tos) for (const statement of row.arrange(from, to)) await tx.execute(statement)
        // What may be deleted has nothing that hangs on it.
        if (from !== null && tos.every((to) => to === null)) return insertAs(tx, row, like, from)
        if (from !== null) await updateTo(tx, row, row.key, from)
        return row.key
      })
      const outcomes: { to: State; as: 'app' | 'owner'; outcome: unknown }[] = []
      for (const to of tos)
        for (const as of ['app', 'owner'] as const) {
          const tried = undone(
            (work) => tx.transaction(work),
            async (inner) => {
              if (as === 'app') await inner.execute(sql`select set_config('role', ${applicationRole}, true)`)
              if (to === null) await deleteRow(inner, row, key)
              else if (from === null) await insertAs(inner, row, like, to)
              else await updateTo(inner, row, key, to)
              return 'done'
            },
          )
          outcomes.push({ to, as, outcome: await tried.catch((error: unknown) => error) })
        }
      return outcomes
    },
  )
}

/** In: what came of a pair. Out: what is wrong with it; null: it is as the transition table says. */
function faultOf(outcome: unknown, allowed: boolean, deletesAsApp: boolean): string | null {
  const cause = outcome instanceof Error ? outcome.cause : undefined
  const message = String(cause instanceof Error ? cause.message : outcome)
  if (allowed) return outcome === 'done' ? null : message
  const code = databaseErrorCode(outcome)
  const refused = code === '55000' && /may not (go from|begin as|be deleted)/.test(message)
  // Where nothing is ever deleted, the app hasn't the right to.
  return refused || (deletesAsApp && code === '42501') ? null : message
}

describe('the database lets a row go exactly where its transition table says, whoever asks:', () => {
  it.each(tables)('%s', async (table) => {
    const row = rowIn(table)
    const allowed = new Set(pairsOf(row.machine))
    const isAllowed = (from: State, to: State) => allowed.has([from, to].join('>'))
    const states: State[] = [...Object.keys(row.machine.states), null]
    const faults: string[] = []
    for (const from of states) {
      const tos = from === null ? states.slice(0, -1) : states
      // Most can be tried on one row, one after another.
      const alone = tos.filter(
        (to) => row.arrange(from, to).length > 0 || (to === null && isAllowed(from, to)),
      )
      for (const some of [tos.filter((to) => !alone.includes(to)), ...alone.map((to) => [to])])
        for (const { to, as, outcome } of some.length === 0 ? [] : await tryPairs(row, from, some)) {
          const fault = faultOf(outcome, isAllowed(from, to), as === 'app' && to === null)
          if (fault !== null) faults.push(`${[from, to].join('>')} as ${as}: ${fault}`)
        }
    }
    expect(faults).toEqual([])
  })
})

/** Puts every row back as it was. */
const putAllBack = () =>
  asOwner(world, async (tx) => {
    for (const [row, columns] of before) await withoutTriggers(tx, row, () => putBack(tx, row, columns))
  })
const putInto = (row: MachineRow, status: string) =>
  asOwner(world, (tx) => withoutTriggers(tx, row, () => updateTo(tx, row, row.key, status)))

type Outcome = 'not permitted' | 'not in this state' | 'let through'
/** In: what a verb came to. Out: whether it was refused for who asked, or for the state. */
function outcomeOf({ states }: TransitionTable, status: string, error: unknown): Outcome {
  if (!(error instanceof AppError)) return 'let through'
  if (error.message.includes('您的岗位没有这项权限')) return 'not permitted'
  return error.message.includes(`现在是“${states[status]}”，只有`) ? 'not in this state' : 'let through'
}

// The catalogue last: its verbs change what requests are matched with.
const lastly = tables.toSorted(
  (a, b) => Number(a === 'catalogue_editions') - Number(b === 'catalogue_editions'),
)

describe('a verb takes its step exactly in the states, and for those, that its transition table says:', () => {
  it.each(lastly)('%s', async (table) => {
    const row = rowIn(table)
    const { machine, verbs, follows } = row
    const steps = Object.entries(machine.steps).flatMap(([step, { from, operation }]) =>
      from === null || operation === undefined ? [] : [{ step, from, operation }],
    )
    const known = [...Object.keys(verbs), ...Object.keys(follows)]
    expect(known.toSorted()).toEqual(steps.map(({ step }) => step).toSorted())
    const faults: string[] = []
    const tell = async (step: string, status: string, wanted: Outcome, role?: Role) => {
      const [as, take] = verbs[step] ?? []
      if (as === undefined || take === undefined) return
      const error = await take(world.as(role ?? as)).catch((refusal: unknown) => refusal)
      const outcome = outcomeOf(machine, status, error)
      if (outcome !== wanted) faults.push(`${step} of what is ${status} as ${role ?? as}: ${outcome}`)
    }
    for (const status of Object.keys(machine.states)) {
      await putAllBack()
      await putInto(row, status)
      // What is refused changes nothing, so that the same row serves.
      for (const { step, from, operation } of steps) {
        if (!from.includes(status)) await tell(step, status, 'not in this state')
        for (const role of everyone.filter((each) => !allows(world.as(each).actor, operation)))
          if (from[0] === status) await tell(step, status, 'not permitted', role)
      }
      for (const { step } of steps.filter(({ from }) => from.includes(status))) {
        await tell(step, status, 'let through')
        await putAllBack()
        await putInto(row, status)
      }
    }
    expect(faults).toEqual([])
  })
})
