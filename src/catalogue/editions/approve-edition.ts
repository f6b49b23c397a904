import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, type Person, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { type Approval, type Bureau, bureauInChinese, bureaus, bureausOf, editionMachine } from '../model.ts'
import { catalogueApprovals } from '../schema.ts'
import { changeEdition, type EditionRow, hashOf, loadApprovals, lockEdition } from './editions.ts'

const approveInput = z.strictObject({
  editionId: z.int().positive(),
  comment: z.string().trim().max(1_000, '意见最多 1000 个字').optional(),
  /** For whom, when the person works for both bureaus. */
  bureau: z.enum(bureaus).optional(),
  /** The hash of the items the approver has read; approving anything else is refused. */
  contentHash: z.string().optional(),
})

/**
 * Approves an edition for one bureau, recording the hash of its items; with the second approval it can be published.
 * Throws forbidden to its compiler, conflict when the bureau has approved, the state or the items are others.
 */
export async function approveEdition(
  context: Context,
  input: z.infer<typeof approveInput>,
): Promise<{ status: 'in-approval' | 'approved' }> {
  authorize(context, 'catalogue.approve')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '批准要由主管部门和财政部门的人员作出。')
  const { editionId, comment, ...wanted } = parseInput(approveInput, input)
  const bureau = chooseBureau(actor, wanted.bureau)
  return transact(context, async (tx) => {
    const edition = await lockEdition(tx, editionId)
    requireStep(editionMachine, 'approve', edition)
    const approvals = await loadApprovals(tx, editionId)
    refuse(actor, bureau, edition, approvals)
    const hash = await hashOf(tx, edition)
    if (wanted.contentHash !== undefined && wanted.contentHash !== hash)
      throw new AppError('conflict', '您打开页面之后，这一版的内容已经更换。请重新看过再批准。')
    await tx.insert(catalogueApprovals).values({
      editionId,
      jurisdictionId: edition.jurisdictionId,
      bureau,
      organisationId: actor.organisationId,
      personId: actor.id,
      approvedOn: context.clock.today(),
      comment: comment || null,
      contentHash: hash,
    })
    const last = approvals.length + 1 === bureaus.length
    if (last) await changeEdition(tx, edition, 'approve')
    const status = last ? 'approved' : 'in-approval'
    await record(context, tx, [
      {
        operation: 'catalogue.approve',
        objectType: 'catalogue-edition',
        objectId: String(editionId),
        before: { status: edition.status },
        after: { status, bureau, contentHash: hash, comment: comment || null },
      },
    ])
    return { status }
  })
}

/** In: who acts and for whom they say to. Out: the bureau they act for. Throws invalid-input or forbidden. */
export function chooseBureau(actor: Person, wanted: Bureau | undefined): Bureau {
  const possible = bureausOf(actor.roles)
  const bureau = wanted ?? (possible.length === 1 ? possible[0] : undefined)
  if (bureau === undefined)
    throw new AppError('invalid-input', '您在两个部门都有岗位，请选择代表哪一个批准。')
  if (!possible.includes(bureau))
    throw new AppError('forbidden', `您不在${bureauInChinese[bureau]}，不能代它批准。`)
  return bureau
}

function refuse(actor: Person, bureau: Bureau, edition: EditionRow, approvals: readonly Approval[]): void {
  if (edition.compiledBy === actor.id)
    throw new AppError('forbidden', '这一版是您编制的，编制人不能批准。请由本部门的另一位同事批准。')
  if (approvals.some((approval) => approval.bureau === bureau))
    throw new AppError('conflict', `${bureauInChinese[bureau]}已经批准过这一版，不用再批。`)
  if (approvals.some((approval) => approval.personId === actor.id))
    throw new AppError('forbidden', '您已代表另一个部门批准，两个部门要由不同的人批准。')
}
