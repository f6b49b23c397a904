import type { Context } from '../platform/context.ts'
import { limitTime, type Transaction } from '../platform/database.ts'
import { timeLimits } from '../platform/time-limits.ts'
import {
  type AddedSystem,
  addedSystem,
  type ChangedSystem,
  type Contradiction,
  changedSystem,
  givingWay,
} from './compare.ts'
import { type FactSourceKind, factSources } from './fact-sources.ts'
import type { LedgerRow, LedgerSystem, Rejection } from './ledger-rows.ts'
import { openLifts } from './plan-lifts.ts'
import {
  countNames,
  type ImportCounts,
  type Lift,
  type PreviewedChange,
  type PreviewedContradiction,
} from './preview.ts'
import type { Ledger } from './read-ledger.ts'
import { type RegisterColumn, registerColumns, shown } from './register-columns.ts'
import {
  codesByName,
  countSystems,
  laterColumnsOf,
  recordedColumnsOf,
  storedByCode,
  type Unit,
  unitsByName,
} from './stored-systems.ts'

/** What becomes of one part of the ledger. */
export interface Plan {
  added: AddedSystem[]
  changed: ChangedSystem[]
  /** Units of this part, with the credit codes the ledger gives them. */
  units: ReadonlyMap<string, string | null>
  /** Ids of the register's systems that this part names, and where it contradicts their records. */
  met: number[]
  contradictions: (Contradiction & { systemId: number; source: FactSourceKind })[]
}

/** What the whole ledger would do to the register as it is now. */
export interface Outcome {
  counts: ImportCounts
  rejections: Rejection[]
  notData: { row: number; text: string }[]
  changes: PreviewedChange[]
  warnings: string[]
  /** Systems of which it lifts a stop. */
  lifts: Lift[]
  /** Cells that give way to a record that says something else. */
  contradictions: PreviewedContradiction[]
  /** The same for the same ledger, the same register and the same lifts: what confirming checks against the preview. */
  digest: string
}

type Numbered = LedgerSystem & { code: string }

/** Small parts live short: what survives between two queries is what makes the heap grow. */
const partSize = 500
const maxWarnings = 500

/**
 * Compares a ledger with the register, part by part, so that memory doesn't grow with the ledger.
 * In: whether rows are locked, and what to do with each part; nothing, for a preview.
 */
export async function planImport(
  context: Context,
  tx: Transaction,
  ledger: Ledger,
  apply?: (plan: Plan, units: Map<string, Unit>) => Promise<void>,
): Promise<Outcome> {
  const { jurisdictionId } = context.actor
  await limitTime(tx, timeLimits.imports)
  const units = await unitsByName(tx, jurisdictionId)
  const unitNames = new Map([...units].map(([name, unit]) => [unit.id, name]))
  const known = new Set(units.keys())
  const outcome = emptyOutcome()
  const { counts } = outcome
  counts.leftAlone = await countSystems(tx, jurisdictionId)
  const seenUnits = new Map<string, string | null>()
  const seenCodes = new Set<string>()
  const digest = chainedDigest()
  // What an empty register learns first lifts nothing: no verdict stood.
  const liftsOf =
    counts.leftAlone === 0 ? null : await openLifts(context, tx, (unit) => units.get(unit)?.id ?? null)

  const take = async (part: readonly LedgerSystem[]) => {
    const numbered = await withCodes(tx, jurisdictionId, part, seenCodes, outcome)
    const codes = numbered.map(({ code }) => code)
    const stored = await storedByCode(tx, jurisdictionId, codes, apply !== undefined)
    const ids = Array.from(stored.values(), ({ id }) => id)
    const today = context.clock.today()
    const recorded = await recordedColumnsOf(tx, ids, { day: today, knownAt: null })
    const later = await laterColumnsOf(tx, ids, ledger.holdsFrom, today)
    const plan: Plan = { added: [], changed: [], units: unitsOf(numbered), met: [], contradictions: [] }
    for (const system of numbered) {
      const present = stored.get(system.code)
      if (present === undefined) plan.added.push(addedSystem(system, ledger.holdsFrom))
      else {
        counts.leftAlone -= 1
        const unitBefore = unitNames.get(present.organisationId) ?? ''
        // Of a classified system (LC-2) nothing is kept, whatever records it has.
        const sources: ReadonlyMap<string, FactSourceKind> =
          (system.values.classified === true ? undefined : recorded.get(present.id)) ?? new Map()
        const known = later.get(present.id) ?? new Set()
        const { contradictions, ...said } = givingWay(system, present, sources, known)
        for (const one of contradictions) {
          const source = sources.get(one.column)
          if (source === undefined) continue
          plan.contradictions.push({ ...one, source, systemId: present.id })
          outcome.contradictions.push(contradicted(system, one, source))
        }
        plan.met.push(present.id)
        const unit = known.has('organisationId') ? unitBefore : system.unit
        const changed = changedSystem({ ...system, unit, ...said }, present, unitBefore, ledger.holdsFrom)
        if (changed === null) counts.unchanged += 1
        else plan.changed.push(changed)
      }
      if (system.values.classified === true) counts.classified += 1
      for (const warning of system.warnings) warn(outcome, `第 ${system.row} 行 ${system.code}：${warning}`)
    }
    for (const [name, creditCode] of plan.units)
      if (seenUnits.get(name) === undefined || creditCode !== null) seenUnits.set(name, creditCode)
    counts.systems += numbered.length
    counts.added += plan.added.length
    counts.changed += plan.changed.length
    outcome.changes.push(...plan.changed.map(previewed))
    if (liftsOf !== null) outcome.lifts.push(...(await liftsOf(plan)))
    await digest.add(JSON.stringify([plan.added, plan.changed.map(whatChanges)]))
    await apply?.(plan, units)
  }

  const pending: LedgerSystem[] = []
  const creditCodes = new Map([...units].map(([name, unit]) => [name, unit.creditCode]))
  for await (const rows of ledger.rows(creditCodes)) {
    for (const row of rows) if (sorted(row, outcome)) pending.push(row)
    // Parts of one size, however the file came in pieces: the digest depends on them.
    while (pending.length >= partSize) await take(pending.splice(0, partSize))
  }
  if (pending.length > 0) await take(pending)

  counts.units = seenUnits.size
  counts.newUnits = [...seenUnits.keys()].filter((name) => !known.has(name)).length
  counts.rejected = outcome.rejections.length
  counts.notData = outcome.notData.length
  counts.rows = counts.systems + counts.rejected
  outcome.rejections.sort((a, b) => a.row - b.row)
  warnOfSharedCodes(seenUnits, outcome)
  if (outcome.lifts.length > 0) await digest.add(JSON.stringify(outcome.lifts))
  outcome.digest = digest.value()
  return outcome
}

/** What no ledger at all would do. */
export function emptyOutcome(): Outcome {
  const counts = Object.fromEntries(countNames.map((name) => [name, 0])) as ImportCounts
  return {
    counts,
    rejections: [],
    notData: [],
    changes: [],
    warnings: [],
    lifts: [],
    contradictions: [],
    digest: '',
  }
}

function warn(outcome: Outcome, warning: string): void {
  if (outcome.warnings.length < maxWarnings) outcome.warnings.push(warning)
}

/** Puts what is no system where it belongs. Out: whether it is one. */
function sorted(row: LedgerRow, outcome: Outcome): row is LedgerSystem {
  if (row.kind === 'system') return true
  if (row.kind === 'rejected') outcome.rejections.push({ row: row.row, code: row.code, issues: row.issues })
  else outcome.notData.push({ row: row.row, text: row.text })
  return false
}

/** Gives systems without a number the register's, or one made of unit and name; rejects what stays ambiguous. */
async function withCodes(
  tx: Transaction,
  jurisdictionId: string,
  part: readonly LedgerSystem[],
  seen: Set<string>,
  outcome: Outcome,
): Promise<Numbered[]> {
  const nameOf = ({ values }: LedgerSystem) => String(values.name ?? '')
  const unnumbered = part.filter(({ code }) => code === null)
  const registered = await codesByName(
    tx,
    jurisdictionId,
    unnumbered.map((system) => ({ unit: system.unit, name: nameOf(system) })),
  )
  const numbered: Numbered[] = []
  for (const system of part) {
    const found = system.code === null ? (registered.get(`${system.unit}\n${nameOf(system)}`) ?? []) : []
    const code = system.code ?? found[0] ?? (await madeCode(system.unit, nameOf(system)))
    if (found.length > 1 || seen.has(code)) {
      const message =
        found.length > 1
          ? `没有系统编号，系统目录里这个单位有 ${found.length} 个同名系统，请填系统编号`
          : `与前面的行是同一个系统（${code}）`
      const issue = { row: system.row, column: registerColumns.name.label, value: nameOf(system), message }
      outcome.rejections.push({ row: system.row, code: system.code, issues: [issue] })
      continue
    }
    seen.add(code)
    numbered.push({ ...system, code })
  }
  return numbered
}

/** The same unit and name always make the same number, so that importing again finds the system. */
async function madeCode(unit: string, name: string): Promise<string> {
  return `N-${(await sha256(`${unit}\n${name}`)).slice(0, 12).toUpperCase()}`
}

async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function chainedDigest() {
  let value = ''
  return {
    add: async (text: string) => {
      value = await sha256(value + text)
    },
    value: () => value,
  }
}

/** Before and after: a change from another value is another outcome. */
function whatChanges({ code, unit, unitBefore, stored, changes }: ChangedSystem): unknown {
  const before = Object.keys(changes).map((column) => stored.values[column as RegisterColumn])
  return [code, unit, unitBefore, changes, before]
}

function unitsOf(part: readonly LedgerSystem[]): Map<string, string | null> {
  const units = new Map<string, string | null>()
  for (const { unit, creditCode } of part)
    if (creditCode !== null || !units.has(unit)) units.set(unit, creditCode)
  return units
}

function warnOfSharedCodes(units: ReadonlyMap<string, string | null>, outcome: Outcome): void {
  const owners = new Map<string, string>()
  for (const [name, code] of units) {
    if (code === null) continue
    const owner = owners.get(code)
    if (owner !== undefined)
      warn(outcome, `${owner}和${name}的统一社会信用代码相同（${code}），可能是同一单位的两种写法，请核对。`)
    owners.set(code, name)
  }
}

/** What a cell says, what the record does, and which kind of record, in the words users read. */
function contradicted(
  { row, code, values }: Numbered,
  { column, ledger, recorded }: Contradiction,
  source: FactSourceKind,
): PreviewedContradiction {
  return {
    row,
    code,
    name: String(values.name ?? ''),
    field: registerColumns[column].label,
    ledger: shown(column, ledger),
    recorded: shown(column, recorded),
    source: factSources[source],
  }
}

function previewed(changed: ChangedSystem): PreviewedChange {
  const before = changed.stored.values
  const changes = Object.keys(changed.changes).map((column) => {
    const name = column as RegisterColumn
    return {
      field: registerColumns[name].label,
      before: shown(name, before[name]),
      after: shown(name, changed.after[name]),
    }
  })
  if (changed.unitBefore !== null)
    changes.unshift({ field: '主管单位', before: changed.unitBefore, after: changed.unit })
  return { row: changed.row, code: changed.code, name: String(changed.after.name), changes }
}
