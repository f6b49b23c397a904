import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { AddedSystem, ChangedSystem } from './compare.ts'
import { type FactChange, touchesFacts } from './facts-before-and-after.ts'
import { openLiftingJudge } from './lifting-judge.ts'
import { readNamesakes } from './namesakes.ts'
import type { Lift } from './preview.ts'
import { codesOfSystems } from './stored-systems.ts'

interface Part {
  added: readonly AddedSystem[]
  changed: readonly ChangedSystem[]
}
type Asked = FactChange & Pick<Lift, 'row' | 'code' | 'name' | 'unit' | 'yearlyFen'>

/**
 * Makes ready to say of which systems a ledger lifts a stop. In: the id of a unit by its name; null: the register lacks it.
 * Out: what takes part after part, each before it is written. A new system is compared with those that it may be under
 * another number; one that stands for none lifts nothing.
 */
export async function openLifts(
  context: Context,
  tx: Transaction,
  idOfUnit: (name: string) => number | null,
): Promise<(part: Part) => Promise<Lift[]>> {
  const judge = await openLiftingJudge(context, tx)
  const namesakes = await readNamesakes(tx, context.actor.jurisdictionId)
  return async ({ added, changed }) => {
    const asked = [
      ...changed.filter(({ changes }) => touchesFacts(changes)).map(askedOfChanged),
      ...added.map((system) => askedOfAdded(system, namesakes(nameOf(system), idOfUnit(system.unit)))),
    ]
    const found = await judge(asked)
    const codes = await codesOfSystems(tx, new Set(found.flatMap((one) => one?.systemId ?? [])))
    return asked.flatMap((one, place) => {
      const lifting = found[place]
      if (lifting === null || lifting === undefined) return []
      const { isNew, row, code, name, unit, yearlyFen } = one
      const { from, funds, grounds, systemId } = lifting
      const like = isNew ? (codes.get(systemId) ?? null) : null
      return [{ row, code, name, unit, yearlyFen, from, funds, grounds, like }]
    })
  }
}

const nameOf = ({ values }: AddedSystem) => String(values.name ?? '')

function askedOfChanged({ row, code, unit, stored, after, changes }: ChangedSystem): Asked {
  // The greater: a sum that is lowered in the same ledger doesn't hide what is at stake.
  const sums = [stored.values.annualOperationsFen, after.annualOperationsFen].filter(
    (sum) => typeof sum === 'number',
  )
  const yearlyFen = sums.length === 0 ? null : Math.max(...sums)
  const name = String(after.name ?? '')
  return { row, code, name, unit, yearlyFen, systemIds: [stored.id], values: changes, isNew: false }
}

function askedOfAdded(system: AddedSystem, systemIds: readonly number[]): Asked {
  const { row, code, unit, values } = system
  const sum = values.annualOperationsFen
  const yearlyFen = typeof sum === 'number' ? sum : null
  return { row, code, name: nameOf(system), unit, yearlyFen, systemIds, values, isNew: true }
}
