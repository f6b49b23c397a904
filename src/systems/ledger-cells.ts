/** Pure. */

import { type FieldId, fieldOf } from './fields.ts'
import {
  exactWanYuan,
  type RegisterColumn,
  type RegisterValue,
  type RegisterValues,
  registerColumns,
} from './register-columns.ts'
import { isStage, stageOrder } from './words.ts'

/** The columns of an exported ledger, in the order departments know. */
export const exportedFields = [
  'code',
  'name',
  'unit',
  'creditCode',
  'contactOffice',
  'contactPhone',
  'builtOn',
  'investment',
  'operations',
  'hosting',
  'networkZone',
  'protectionLevel',
  'classified',
  'platformConnected',
  'dataSharing',
  'businessCoordination',
  'vcpu',
  'memory',
  'storage',
  'disposition',
  'wave',
  'migrationDueOn',
  'stage',
  'migratedOn',
  'exemptionDocument',
  'exemptionUntil',
  'acceptedOn',
  'acceptanceFiledOn',
  'notes',
] as const satisfies readonly FieldId[]

export const exportedHeaders: readonly string[] = ['序号', ...exportedFields.map((id) => fieldOf(id).label)]

const days: ReadonlySet<RegisterColumn> = new Set([
  'builtOn',
  'migrationDueOn',
  'migratedOn',
  'exemptionUntil',
  'acceptedOn',
  'acceptanceFiledOn',
])

/** A cell of an export: text, a number, a day (`date`), or nothing. */
export type ExportedCell = string | number | { date: string } | null

export interface ExportedSystem {
  code: string
  unit: string
  creditCode: string | null
  values: RegisterValues
}

/** In: a system. Out: its cells, which an import reads back as exactly the same facts. */
export function exportedCells(system: ExportedSystem): ExportedCell[] {
  return exportedFields.map((id): ExportedCell => {
    const { target } = fieldOf(id)
    if (target === 'code' || target === 'unit' || target === 'creditCode') return system[target]
    const value = system.values[target]
    if (value === null) return blankMeansAnotherThing(id, system.values) ? '未知' : null
    if (value === 'infinity') return '无'
    return cellOf(target, value)
  })
}

function cellOf(target: RegisterColumn, value: Exclude<RegisterValue, null>): ExportedCell {
  if (target === 'investmentFen' || target === 'annualOperationsFen') {
    const text = exactWanYuan(Number(value))
    // Excel keeps 15 digits.
    return text.length <= 15 ? Number(text) : text
  }
  if (typeof value === 'number' && target !== 'protectionLevel') return value
  if (typeof value === 'string' && days.has(target)) return { date: value }
  return registerColumns[target].show(value)
}

/** A blank that an import would read as "has not happened" has to say that it is unknown. */
function blankMeansAnotherThing(id: FieldId, values: RegisterValues): boolean {
  if (values.classified === true) return false
  if (id === 'exemptionUntil') return values.exemptionDocument === null
  if (id !== 'migratedOn' || !isStage(values.stage)) return false
  return stageOrder.indexOf(values.stage) < stageOrder.indexOf('confirmed')
}
