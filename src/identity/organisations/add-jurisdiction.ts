import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { jurisdictions } from '../schema.ts'
import {
  type Invited,
  jurisdictionFields,
  makeJurisdiction,
  taken,
  threeAccounts,
} from './make-jurisdiction.ts'

const jurisdictionInput = z.strictObject(jurisdictionFields).superRefine(threeAccounts)

/**
 * Makes a further jurisdiction and its three administrators, all by invitation. Who must use a second factor there is as
 * in the first one. In: the regulations that the software knows.
 * Throws forbidden to administrators of another jurisdiction than the first, invalid-input for a code or an account that
 * is taken and for an unknown regulation.
 */
export async function addFurtherJurisdiction(
  context: Context,
  input: z.input<typeof jurisdictionInput>,
  regulations: readonly string[],
): Promise<Invited[]> {
  authorize(context, 'identity.add-jurisdiction')
  const wanted = parseInput(jurisdictionInput, input)
  const { jurisdictionId, jurisdictionName, regulationId, organisationName } = wanted
  const { actor } = context
  // Rows of a jurisdiction that is not the actor's: written as those of the first one are, at set-up.
  return transactAs(context.database, 'sign-in', async (tx) => {
    const first = await firstJurisdiction(tx)
    if (first?.id !== actor.jurisdictionId)
      throw new AppError(
        'forbidden',
        `新建辖区由${first?.name ?? '最先建立的辖区'}的系统管理员办理：它是这套系统最先建立的辖区。`,
      )
    const present = await tx.$count(jurisdictions, eq(jurisdictions.id, jurisdictionId))
    if (present > 0) throw taken('jurisdictionId', '已有这个代码的辖区，请换一个')
    const { secondFactor } = first
    const invited = await makeJurisdiction(context, tx, wanted, {
      regulations,
      secondFactor,
      passwordHash: null,
    })
    const { username, securityUsername, auditUsername } = wanted
    const change = {
      operation: 'identity.add-jurisdiction',
      objectType: 'jurisdiction',
      objectId: jurisdictionId,
      after: {
        name: jurisdictionName,
        regulation: regulationId === '' ? null : regulationId,
        organisationName,
        username,
        securityUsername,
        auditUsername,
      },
    } as const
    await record(context, tx, [change])
    // In the log of the new one as well: who reads that sees how it began.
    await record({ ...context, actor: { ...actor, jurisdictionId } }, tx, [change])
    return invited
  })
}

/** Out: the jurisdiction with which the installation was set up; its system administrator is the installation's. */
export async function firstJurisdiction(tx: Transaction) {
  const { id, name, secondFactor, createdAt } = jurisdictions
  const [first] = await tx
    .select({ id, name, secondFactor })
    .from(jurisdictions)
    .orderBy(asc(createdAt), asc(id))
    .limit(1)
  return first
}
