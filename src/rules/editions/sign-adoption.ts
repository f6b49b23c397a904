import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { adoptRegulation } from '../../identity/index.ts'
import { authorize, type Context, type Person, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, requireStep, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { ruleAdoptions, ruleEditions, ruleSignatures } from '../schema.ts'
import { type AdoptionStatus, adoptionMachine } from './model.ts'

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
 * Signs proposed rules as the second person; with that they are adopted and judge from the day named, and a jurisdiction
 * that had no regulation has this one. The first edition
 * of a jurisdiction, adopted when it was set up, takes signatures afterwards.
 * Throws forbidden to who has signed, conflict when it isn't open, its day has come, or its rules aren't those read.
 */
export async function signAdoption(
  context: Context,
  input: z.infer<typeof signInput>,
): Promise<{ status: AdoptionStatus }> {
  authorize(context, 'regulations.sign')
  const signer = signerOf(context)
  const { adoptionId, hash } = parseInput(signInput, input)
  return transact(context, async (tx) => {
    const adoption = await lockAdoption(tx, adoptionId)
    requireStep(adoptionMachine, adoption.automatic ? 'sign-first' : 'sign', adoption)
    const signatures = await tx.select().from(ruleSignatures).where(eq(ruleSignatures.adoptionId, adoptionId))
    refuse(adoption, signatures, signer, hash)
    if (!adoption.automatic && adoption.effectiveFrom <= context.clock.today())
      throw new AppError(
        'conflict',
        `原定自${adoption.effectiveFrom}起采用，这一天已经判定过了。请撤回后重新选定起始日。`,
      )
    await insertSignature(context, tx, signer, adoptionId, hash)
    const last = !adoption.automatic && signatures.length === 1
    const status = last ? await adopt(context, tx, adoption) : adoption.status
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

type Locked = Pick<typeof ruleAdoptions.$inferSelect, 'id' | 'status' | 'automatic' | 'effectiveFrom'> & {
  regulationId: string
  version: string
  hash: string
}

/** In: an adoption's id. Out: it and its rules, locked until the transaction ends. Throws not-found. */
export async function lockAdoption(tx: Transaction, adoptionId: number): Promise<Locked> {
  const [row] = await tx
    .select({
      id: ruleAdoptions.id,
      status: ruleAdoptions.status,
      automatic: ruleAdoptions.automatic,
      effectiveFrom: ruleAdoptions.effectiveFrom,
      regulationId: ruleEditions.regulationId,
      version: ruleEditions.version,
      hash: ruleEditions.hash,
    })
    .from(ruleAdoptions)
    .innerJoin(ruleEditions, eq(ruleEditions.id, ruleAdoptions.editionId))
    .where(eq(ruleAdoptions.id, adoptionId))
    .for('update', { of: ruleAdoptions })
  if (row === undefined) throw new AppError('not-found', '没有这项规则版本的采用。')
  return row
}

function refuse(
  { hash: kept }: Locked,
  signatures: readonly { personId: number; role: Signer['role'] }[],
  { person, role }: Signer,
  hash: string,
): void {
  if (kept !== hash) throw new AppError('conflict', '您看到的规则与等待签署的不是同一版。请重新看过再签署。')
  if (signatures.some(({ personId }) => personId === person.id))
    throw new AppError('forbidden', '您已经签署过，第二个签名须由主管部门的另一位同事作出。')
  if (signatures.length >= 2) throw new AppError('conflict', '这项采用已有两人签署，不用再签。')
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

async function adopt(context: Context, tx: Transaction, adoption: Locked): Promise<AdoptionStatus> {
  const [row] = await tx
    .update(ruleAdoptions)
    .set({ status: statusAfter(adoptionMachine, 'sign', adoption), adoptedAt: context.clock.now() })
    .where(stillAs(ruleAdoptions, adoption))
    .returning({ status: ruleAdoptions.status })
  await adoptRegulation(tx, context.actor.jurisdictionId, adoption.regulationId)
  return row?.status ?? overtaken(adoptionMachine, adoption)
}
