import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, type Person, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { ruleAdoptions, ruleEditions, ruleSignatures } from '../schema.ts'

const signInput = z.strictObject({
  adoptionId: z.int().positive(),
  /** The hash of the rules that the signer has read. */
  hash: z.string(),
})

/** Who signs, and in which capacity: who may approve does, also where they handle as well. */
export interface Signer {
  person: Person
  role: 'bureau-handler' | 'competent-bureau'
}

export function signerOf({ actor }: Context): Signer {
  if (actor.kind !== 'person') throw new AppError('forbidden', '规则版本要由主管部门的人员签署。')
  return {
    person: actor,
    role: actor.roles.includes('competent-bureau') ? 'competent-bureau' : 'bureau-handler',
  }
}

/**
 * Signs proposed rules as the second person; with that they are adopted and judge from the day named. The first edition
 * of a jurisdiction, adopted when it was set up, takes signatures afterwards.
 * Throws forbidden to who has signed, conflict when it isn't open, its day has come, or its rules aren't those read.
 */
export async function signAdoption(
  context: Context,
  input: z.infer<typeof signInput>,
): Promise<{ status: 'proposed' | 'adopted' }> {
  authorize(context, 'regulations.sign')
  const signer = signerOf(context)
  const { adoptionId, hash } = parseInput(signInput, input)
  return transact(context, async (tx) => {
    const adoption = await lockAdoption(tx, adoptionId)
    const signatures = await tx.select().from(ruleSignatures).where(eq(ruleSignatures.adoptionId, adoptionId))
    refuse(adoption, signatures, signer, hash)
    if (adoption.status === 'proposed' && adoption.effectiveFrom <= context.clock.today())
      throw new AppError(
        'conflict',
        `原定自${adoption.effectiveFrom}起采用，这一天已经判定过了。请撤回后重新选定起始日。`,
      )
    await insertSignature(context, tx, signer, adoptionId, hash)
    const status = adoption.status === 'proposed' && signatures.length === 1 ? 'adopted' : adoption.status
    if (status !== adoption.status) await adopt(context, tx, adoptionId)
    await record(context, tx, [
      {
        operation: 'regulations.sign',
        objectType: 'rule-adoption',
        objectId: String(adoptionId),
        before: { status: adoption.status },
        after: {
          status,
          packVersion: adoption.version,
          contentHash: hash,
          effectiveFrom: adoption.effectiveFrom,
        },
      },
    ])
    return { status }
  })
}

interface Locked {
  status: 'proposed' | 'adopted'
  automatic: boolean
  effectiveFrom: (typeof ruleAdoptions.$inferSelect)['effectiveFrom']
  version: string
  hash: string
}

async function lockAdoption(tx: Transaction, adoptionId: number): Promise<Locked> {
  const [row] = await tx
    .select({
      status: ruleAdoptions.status,
      automatic: ruleAdoptions.automatic,
      effectiveFrom: ruleAdoptions.effectiveFrom,
      version: ruleEditions.version,
      hash: ruleEditions.hash,
    })
    .from(ruleAdoptions)
    .innerJoin(ruleEditions, eq(ruleEditions.id, ruleAdoptions.editionId))
    .where(eq(ruleAdoptions.id, adoptionId))
    .for('update', { of: ruleAdoptions })
  if (row === undefined) throw new AppError('not-found', '没有这项规则版本的采用。')
  const { status, ...rest } = row
  if (status === 'withdrawn') throw new AppError('conflict', '这项采用已经撤回，不能再签。')
  return { status, ...rest }
}

function refuse(
  { status, automatic, hash: kept }: Locked,
  signatures: readonly { personId: number; role: Signer['role'] }[],
  { person, role }: Signer,
  hash: string,
): void {
  if (kept !== hash) throw new AppError('conflict', '您看到的规则与等待签署的不是同一版。请重新看过再签署。')
  if (signatures.some(({ personId }) => personId === person.id))
    throw new AppError('forbidden', '您已经签署过，第二个签名须由主管部门的另一位同事作出。')
  if ((status === 'adopted' && !automatic) || signatures.length >= 2)
    throw new AppError('conflict', '这项采用已有两人签署，不用再签。')
  if (
    signatures.length === 1 &&
    ![...signatures.map((signature) => signature.role), role].includes('competent-bureau')
  )
    throw new AppError('forbidden', '两个签名中至少有一个须由主管部门审批人员作出。')
}

/** Writes a signature under an adoption. */
export async function insertSignature(
  context: Context,
  tx: Transaction,
  { person, role }: Signer,
  adoptionId: number,
  hash: string,
): Promise<void> {
  await tx.insert(ruleSignatures).values({
    adoptionId,
    jurisdictionId: person.jurisdictionId,
    personId: person.id,
    organisationId: person.organisationId,
    role,
    hash,
    signedAt: context.clock.now(),
  })
}

async function adopt(context: Context, tx: Transaction, adoptionId: number): Promise<void> {
  const [row] = await tx
    .update(ruleAdoptions)
    .set({ status: 'adopted', adoptedAt: context.clock.now() })
    .where(and(eq(ruleAdoptions.id, adoptionId), eq(ruleAdoptions.status, 'proposed')))
    .returning({ id: ruleAdoptions.id })
  if (row === undefined) throw new AppError('conflict', '另一个人刚刚处理了这项采用，请刷新后再看。')
}
