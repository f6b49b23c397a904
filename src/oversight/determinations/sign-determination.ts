import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { assertExisted } from '../../systems/index.ts'
import { type AsRead, asReadInput, assertAsRead, fault, personOf } from '../act-of-person.ts'
import { abouts, determinationMachine, isFlag, isMistake, isOfSystem } from './model.ts'
import { type DeterminationRow, recordDetermination } from './record-determination.ts'
import { changeDetermination, lockDetermination, othersAbout } from './store.ts'

/**
 * Signs a determination: from its day on it stands in the register, and takes the place of an earlier one about the same.
 * Throws forbidden to whoever has written in it; invalid-input for a day before an earlier one's or the system's first; conflict when it is no
 * draft, not the version that was read, or of the whole jurisdiction while one stands.
 */
export async function signDetermination(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.sign-determination')
  const read = parseInput(asReadInput, input)
  await transact(context, (tx) => signDeterminationIn(context, tx, read))
}

/** The same inside the caller's transaction. */
export async function signDeterminationIn(
  context: Context,
  tx: Transaction,
  { id, version }: AsRead,
): Promise<void> {
  const person = personOf(context)
  const row = await lockDetermination(tx, id)
  requireStep(determinationMachine, 'sign', row)
  if (row.authors.includes(person.id))
    throw new AppError('forbidden', '这份文书是您拟定的，须由主管部门的另一位同事签署。')
  assertAsRead(row, version)
  if (row.systemId !== null && isFlag(row.about))
    await assertExisted(tx, [row.systemId], { path: 'holdsFrom', day: row.holdsFrom })
  await replaceEarlier(context, tx, row)
  const signed = await changeDetermination(context, tx, row, 'sign', {
    signedBy: person.id,
    signedAt: context.clock.now(),
  })
  await recordDetermination(context, tx, signed, {
    operation: 'oversight.sign-determination',
    from: row.holdsFrom,
    document: row.document,
    reason: row.details,
    recordedBy: row.authors.at(-1) ?? null,
    confirmedBy: person.id,
  })
}

async function replaceEarlier(context: Context, tx: Transaction, row: DeterminationRow): Promise<void> {
  for (const other of await othersAbout(tx, row)) {
    if (isMistake(other)) continue
    const last = other.liftFrom !== null && other.status === 'lifted' ? other.liftFrom : other.holdsFrom
    if (row.holdsFrom < last)
      fault(
        'holdsFrom',
        `起算日不能早于上一份“${abouts[row.about]}”（${other.document}）的日期 ${last}，填的是 ${row.holdsFrom}`,
      )
    if (other.status !== 'signed') continue
    if (!isOfSystem(row.about))
      throw new AppError(
        'conflict',
        `“${abouts[row.about]}”已经有一份有效的（${other.document}）。要改的，请先解除。`,
      )
    await changeDetermination(context, tx, other, 'replace', {
      liftFrom: null,
      liftDocument: null,
      liftReason: null,
      liftProposedBy: null,
    })
  }
}
