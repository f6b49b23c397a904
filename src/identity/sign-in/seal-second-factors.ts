import { and, eq } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { type Database, type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { MissingKeyError, type SecretBox } from '../../platform/secret-box.ts'
import { secondFactors } from '../schema.ts'

/** A sealed secret moved to another person's row doesn't open. */
const ownerOf = (personId: number) => `second-factor:${personId}`

/** In: a secret for an authenticator app. Out: as it is stored. */
export function sealSecret(context: Context, personId: number, secret: string): Promise<string> {
  return boxOf(context).seal(secret, ownerOf(personId))
}

/**
 * In: a secret as it is stored. Out: the secret; stored in clear or under an older key, it is sealed by the newest now.
 * Throws conflict when its key is gone: then only a recovery code or the security administrator helps.
 */
export async function readSecret(
  context: Context,
  tx: Transaction,
  personId: number,
  stored: string,
): Promise<string> {
  const box = boxOf(context)
  const secret = await box.open(stored, ownerOf(personId)).catch((error: unknown) => {
    throw error instanceof MissingKeyError ? keyIsGone(error) : error
  })
  if (!box.isCurrent(stored)) await replace(tx, personId, stored, await box.seal(secret, ownerOf(personId)))
  return secret
}

/** Seals by the newest key whatever isn't. Says in the log how many can't be read, because their key is gone. */
export async function sealSecondFactors(
  database: Database,
  box: SecretBox,
  log: (message: string) => void,
): Promise<void> {
  const unreadable = await transactAs(database, 'sign-in', async (tx) => {
    const rows = await tx
      .select({ personId: secondFactors.personId, secret: secondFactors.secret })
      .from(secondFactors)
    let missing = 0
    for (const { personId, secret } of rows.filter((row) => !box.isCurrent(row.secret))) {
      try {
        const sealed = await box.seal(await box.open(secret, ownerOf(personId)), ownerOf(personId))
        await replace(tx, personId, secret, sealed)
      } catch (error) {
        if (!(error instanceof MissingKeyError)) throw error
        missing += 1
      }
    }
    return missing
  })
  if (unreadable > 0)
    log(
      `有 ${unreadable} 个第二因素是用另一个密钥加密的，读不出来。请恢复当时的 secrets-key 文件或 SECRETS_KEY；找不回时请安全管理员逐人重置。`,
    )
}

/** Only what was read: somebody else may have sealed it, or given it up, meanwhile. */
async function replace(tx: Transaction, personId: number, stored: string, sealed: string): Promise<void> {
  await tx
    .update(secondFactors)
    .set({ secret: sealed })
    .where(and(eq(secondFactors.personId, personId), eq(secondFactors.secret, stored)))
}

function boxOf({ secrets }: Context): SecretBox {
  if (secrets === undefined)
    throw new AppError(
      'conflict',
      '服务器没有配置加密密钥（SECRETS_KEY），第二因素暂不能用。请系统管理员配置后再试。',
    )
  return secrets
}

function keyIsGone(cause: MissingKeyError): AppError {
  return new AppError(
    'conflict',
    '服务器上没有当初加密这个验证器的密钥，验证码无法核对。请改用恢复码登录，并请系统管理员恢复密钥。',
    { cause },
  )
}
