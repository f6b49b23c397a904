import { and, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { recoveryCodes, secondFactors } from '../schema.ts'
import { readSecret } from './seal-second-factors.ts'
import { hashOfToken } from './tokens.ts'
import { normalRecoveryCode, stepOfCode } from './totp.ts'

/**
 * Checks and uses up a code of a confirmed second factor, or a recovery code.
 * Out: which it was; null when it is neither, was used before, or is of an earlier step than one accepted.
 * A recovery code is good even when the key is lost that the secret was sealed by.
 */
export async function useCode(
  context: Context,
  tx: Transaction,
  personId: number,
  typed: string,
): Promise<'totp' | 'recovery-code' | null> {
  const { clock } = context
  const [factor] = await tx
    .select({ secret: secondFactors.secret })
    .from(secondFactors)
    .where(and(eq(secondFactors.personId, personId), isNotNull(secondFactors.confirmedAt)))
  if (factor === undefined) return null
  const code = normalRecoveryCode(typed)
  if (code === null) {
    const step = stepOfCode(await readSecret(context, tx, personId, factor.secret), typed, clock.now())
    if (step === null) return null
    const used = await tx
      .update(secondFactors)
      .set({ lastStep: step })
      .where(and(eq(secondFactors.personId, personId), lt(secondFactors.lastStep, step)))
      .returning({ personId: secondFactors.personId })
    return used.length === 0 ? null : 'totp'
  }
  const used = await tx
    .update(recoveryCodes)
    .set({ usedAt: clock.now() })
    .where(
      and(
        eq(recoveryCodes.personId, personId),
        eq(recoveryCodes.codeHash, await hashOfToken(code)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ personId: recoveryCodes.personId })
  return used.length === 0 ? null : 'recovery-code'
}
