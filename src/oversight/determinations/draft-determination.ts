import { record } from '../../audit/index.ts'
import { relinkEvidence } from '../../evidence/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { assertExisted, systemByCode } from '../../systems/index.ts'
import { assertDay, personOf } from '../act-of-person.ts'
import { determinationEvidence } from './evidence-subject.ts'
import { type DeterminationInput, determinationInput, idInput } from './input.ts'
import { determinationMachine, isFlag } from './model.ts'
import { determinations } from './schema.ts'
import { audited, changeDetermination, lockDetermination } from './store.ts'

/**
 * Writes a determination or declaration down as a draft, which says nothing yet. Out: its id.
 * Throws invalid-input naming each field at fault, also for a day to come or before the system was there; not-found for a system that isn't there.
 */
export async function draftDetermination(context: Context, input: unknown): Promise<number> {
  authorize(context, 'oversight.draft-determination')
  const person = personOf(context)
  const entered = parseInput(determinationInput, input)
  assertDay(context, 'holdsFrom', entered.holdsFrom)
  return transact(context, async (tx) => {
    const columns = await columnsOf(tx, entered)
    const { id } = await insertOne(
      tx,
      determinations,
      {
        ...columns,
        jurisdictionId: person.jurisdictionId,
        status: 'drafted',
        authors: [person.id],
        createdAt: context.clock.now(),
      },
      { id: determinations.id },
    )
    await record(context, tx, [
      {
        operation: 'oversight.draft-determination',
        objectType: 'determination',
        objectId: String(id),
        after: { determinationStatus: 'drafted', ...audited(columns), system: entered.system ?? null },
      },
    ])
    return id
  })
}

/** Writes in a draft. Throws conflict when it is none any more, and else as `draftDetermination`. */
export async function editDetermination(context: Context, id: number, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  const person = personOf(context)
  await transact(context, async (tx) => {
    const row = await lockDetermination(tx, parseInput(idInput, { id }).id)
    requireStep(determinationMachine, 'edit', row)
    const entered = parseInput(determinationInput, input)
    assertDay(context, 'holdsFrom', entered.holdsFrom)
    const authors = [...new Set([...row.authors, person.id])]
    const change = { ...(await columnsOf(tx, entered)), authors }
    await changeDetermination(context, tx, row, 'edit', change)
    await relinkEvidence(context, tx, { kind: determinationEvidence.kind, id })
  })
}

/** Deletes a draft. Throws conflict when it is none any more: what was signed stays for ever. */
export async function deleteDetermination(context: Context, id: number): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  await transact(context, async (tx) => {
    const row = await lockDetermination(tx, parseInput(idInput, { id }).id)
    requireStep(determinationMachine, 'delete', row)
    await tx.delete(determinations).where(stillAs(determinations, row))
    await record(context, tx, [
      {
        operation: 'oversight.draft-determination',
        objectType: 'determination',
        objectId: String(row.id),
        before: { determinationStatus: row.status, ...audited(row) },
        after: { deleted: true },
      },
    ])
  })
}

async function columnsOf(tx: Transaction, { system: code, value, ...rest }: DeterminationInput) {
  if (!code) return { ...rest, value: null, systemId: null, organisationId: null }
  const found = await systemByCode(tx, code)
  if (found === null) throw new AppError('not-found', `没有系统 ${code}。请核对系统编号。`)
  const { id: systemId, organisationId } = found.row
  // An opinion on building before approval may come before what is known of both.
  if (isFlag(rest.about)) await assertExisted(tx, [systemId], { path: 'holdsFrom', day: rest.holdsFrom })
  return { ...rest, value: isFlag(rest.about) ? (value ?? null) : null, systemId, organisationId }
}
