/** Pure. */

import type { ParseResult } from '../platform/spreadsheet/values.ts'
import type { FieldId } from './fields.ts'
import { fieldIds, fieldOf } from './fields.ts'
import type { RegisterValue, RegisterValues } from './register-columns.ts'
import { registerColumnNames } from './register-columns.ts'
import { type Disposition, isStage, stageOrder, stages } from './words.ts'

/** What the cells of one row say, by field; a field without a column is absent. */
export type ParseResults = ReadonlyMap<FieldId, ParseResult<string | number | boolean>>

export interface Derived {
  /** Register columns this row speaks about; the others stay as they are. */
  values: Partial<RegisterValues>
  /** What blanks say of a system of which the register doesn't know it yet: a blank never erases. */
  assumed: Partial<RegisterValues>
  /** Its stage says that it has migrated, its day is blank: it isn't known any more not to have. */
  dayMissing: boolean
  warnings: string[]
}

function meant(id: FieldId, reading: ParseResult<string | number | boolean>): RegisterValue {
  if (reading.kind === 'value') return reading.value
  return reading.kind === 'none' ? fieldOf(id).none : null
}

/** A classified system (LC-2) is kept by number, name and unit alone; everything else is emptied. */
function classifiedValues(readings: ParseResults): Partial<RegisterValues> {
  const values: Partial<RegisterValues> = {}
  for (const column of registerColumnNames) values[column] = null
  const name = readings.get('name')
  return {
    ...values,
    name: name === undefined ? null : meant('name', name),
    classified: true,
    registered: true,
  }
}

/** In: the readings of a row without faults. Out: what the register is told. Pure. */
export function deriveValues(readings: ParseResults): Derived {
  const classified = readings.get('classified')
  if (classified?.kind === 'value' && classified.value === true)
    return { values: classifiedValues(readings), assumed: {}, dayMissing: false, warnings: [] }

  const values: Partial<RegisterValues> = { registered: true }
  for (const id of fieldIds) {
    const reading = readings.get(id)
    const { target } = fieldOf(id)
    if (
      reading === undefined ||
      reading.kind === 'blank' ||
      target === 'code' ||
      target === 'unit' ||
      target === 'creditCode'
    )
      continue
    values[target] = meant(id, reading)
  }
  if (values.disposition !== undefined) values.migrationRequired = requiresMigration(values.disposition)
  const assumed: Partial<RegisterValues> = {}
  const none = noExemption(readings)
  if (none === 'said') values.exemptionUntil = 'infinity'
  if (none === 'blank') assumed.exemptionUntil = 'infinity'
  const { migratedOn, dayMissing = false, warnings } = migrationOf(readings, values.stage)
  if (migratedOn !== undefined) values.migratedOn = migratedOn
  return { values, assumed, dayMissing, warnings }
}

/** A kept system has to move too, unless it has a valid exemption; one that is integrated or shut down has not. */
function requiresMigration(disposition: RegisterValue): boolean | null {
  const required: Record<string, boolean> & Record<Disposition, boolean> = {
    migrate: true,
    keep: true,
    integrate: false,
    'shut-down': false,
  }
  return (typeof disposition === 'string' ? required[disposition] : undefined) ?? null
}

/** A ledger with a column for it, and neither a document nor an end: no exemption, as a stroke says or as a blank lets assume. */
function noExemption(readings: ParseResults): 'said' | 'blank' | null {
  const told = [readings.get('exemptionDocument'), readings.get('exemptionUntil')].flatMap(
    (cell) => cell ?? [],
  )
  if (told.length === 0 || !told.every(({ kind }) => kind === 'blank' || kind === 'none')) return null
  return told.some(({ kind }) => kind === 'none') ? 'said' : 'blank'
}

function migrationOf(
  readings: ParseResults,
  stage: RegisterValue | undefined,
): { migratedOn?: RegisterValue; dayMissing?: boolean; warnings: string[] } {
  const reading = readings.get('migratedOn')
  const position = isStage(stage) ? stageOrder.indexOf(stage) : -1
  const confirmed = position >= stageOrder.indexOf('confirmed')
  const stageName = isStage(stage) ? stages[stage] : ''
  if (position >= 0 && !confirmed) {
    // The stage says that it hasn't happened.
    if (reading === undefined || reading.kind === 'blank') return { migratedOn: 'infinity', warnings: [] }
    if (reading.kind === 'value')
      return { warnings: [`当前阶段是“${stageName}”，却填了迁移确认时间；两项都照原样记入，请核对。`] }
    return { warnings: [] }
  }
  if (confirmed && reading !== undefined && reading.kind !== 'value')
    return {
      // A stroke can't mean here that it hasn't happened.
      ...(reading.kind === 'none' ? { migratedOn: null } : { dayMissing: true }),
      warnings: [`当前阶段是“${stageName}”，却没有迁移确认时间，请补填。`],
    }
  return { warnings: [] }
}
