import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { factSources } from '../fact-sources.ts'
import { type FactEntry, recordingById } from '../recordings.ts'
import { factProposals, systems } from '../schema.ts'
import { type ProposalStatus, proposalMachine } from './model.ts'
import { factsIn, lockSystem, personOf } from './propose-fact.ts'
import { proposedValues } from './proposed-values.ts'

const voidInput = z.strictObject({
  id: z.int().positive(),
  reason: z.string().trim().min(2, '请写明为什么撤销，至少 2 个字').max(500, '理由不超过 500 字'),
})

/** A recording with the system that it is of. */
export interface RecordingOfSystem {
  entry: FactEntry
  code: string
  system: string
}

/**
 * Asks for a recorded single fact to be declared void, as a mistake from the first; a second person decides, always.
 * Throws not-found; conflict for what rests on a record or the ledger, is void, is itself a declaration that something is
 * void, or is asked for already.
 */
export async function proposeVoid(
  context: Context,
  input: z.input<typeof voidInput>,
): Promise<{ proposalId: number; status: ProposalStatus }> {
  authorize(context, 'systems.propose')
  const person = personOf(context)
  const { id: voids, reason } = parseInput(voidInput, input)
  return transact(context, async (tx) => {
    const { entry, systemId, code } = await findRecording(tx, voids)
    const row = await lockSystem(tx, systemId)
    assertVoidable(entry)
    await assertNotAsked(tx, voids)
    const values = proposedValues.parse(entry.values)
    const { holdsFrom } = entry
    const document = entry.document ?? '单项登记'
    const status = proposalMachine.steps.propose.to
    const { id } = await insertOne(
      tx,
      factProposals,
      {
        jurisdictionId: person.jurisdictionId,
        organisationId: row.organisationId,
        systemId,
        values,
        before: factsIn(row, values),
        holdsFrom,
        document,
        reason,
        proposedBy: person.id,
        proposedAt: context.clock.now(),
        status,
        voids,
      },
      { id: factProposals.id },
    )
    await record(context, tx, [
      {
        operation: 'systems.propose',
        objectType: 'fact-proposal',
        objectId: String(id),
        after: { code, status, voids, holdsFrom, document },
        reason,
      },
    ])
    return { proposalId: id, status }
  })
}

/** In: a recording's id. Out: it, for the page that asks for it to be void. Throws not-found, and as `proposeVoid`. */
export async function readRecording(context: Context, id: number): Promise<RecordingOfSystem> {
  authorize(context, 'systems.propose')
  return transact(context, async (tx) => {
    const found = await findRecording(tx, id)
    assertVoidable(found.entry)
    return found
  })
}

async function findRecording(tx: Transaction, id: number): Promise<RecordingOfSystem & { systemId: number }> {
  const found = await recordingById(tx, id)
  const [system] =
    found === null
      ? []
      : await tx
          .select({ code: systems.code, name: systems.name, classified: systems.classified })
          .from(systems)
          .where(eq(systems.id, found.systemId))
  if (found === null || system === undefined || system.classified === true)
    throw new AppError('not-found', '没有这条登记，或者它不属于您的单位。')
  return { ...found, code: system.code, system: system.name }
}

function assertVoidable({ source, isVoid, voids }: FactEntry): void {
  if (voids !== null)
    throw new AppError('conflict', '这条记录本身就是一次撤销，撤销不能再撤销。要恢复的，请重新登记。')
  if (isVoid) throw new AppError('conflict', '这条登记已经撤销，不用再撤。')
  if (source.kind === 'ledger')
    throw new AppError('conflict', '这条登记出自台账，不能撤销。请用新的台账更正，或者另作单项登记。')
  if (source.kind !== 'edit')
    throw new AppError(
      'conflict',
      `这条登记出自${factSources[source.kind]}，请在那里更正或者撤销，登记会随之更改。`,
    )
}

async function assertNotAsked(tx: Transaction, voids: number): Promise<void> {
  const [asked] = await tx
    .select({ id: factProposals.id })
    .from(factProposals)
    .where(and(eq(factProposals.voids, voids), eq(factProposals.status, 'awaiting')))
  if (asked !== undefined)
    throw new AppError('conflict', `已经有人提出撤销这条登记（更正申请 ${asked.id} 号），正在等复核。`)
}
