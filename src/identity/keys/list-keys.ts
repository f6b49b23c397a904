import { desc, eq } from 'drizzle-orm'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import type { Operation } from '../../platform/permissions.ts'
import { apiKeys, people } from '../schema.ts'
import { actingPerson } from '../sign-in/change-password.ts'

export interface ListedKey {
  id: number
  name: string
  prefix: string | null
  owner: string
  ownerUsername: string
  operations: Operation[]
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
  state: 'waiting' | 'active' | 'expired' | 'revoked'
}

/** Out: the keys of the jurisdiction, the newest first. */
export async function listKeys(context: Context): Promise<ListedKey[]> {
  authorize(context, 'identity.manage-keys')
  return transact(context, (tx) => select(tx, context))
}

/** Out: the keys one answers for, the newest first. */
export async function listMyKeys(context: Context): Promise<ListedKey[]> {
  const { id } = actingPerson(context)
  return transactAs(context.database, 'sign-in', (tx) => select(tx, context, id))
}

async function select(tx: Transaction, context: Context, personId?: number): Promise<ListedKey[]> {
  const now = context.clock.now()
  const rows = await tx
    .select({ key: apiKeys, owner: people.name, ownerUsername: people.username })
    .from(apiKeys)
    .innerJoin(people, eq(people.id, apiKeys.personId))
    .where(personId === undefined ? undefined : eq(apiKeys.personId, personId))
    .orderBy(desc(apiKeys.id))
    .limit(200)
  return rows.map(({ key, owner, ownerUsername }) => ({
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    owner,
    ownerUsername,
    operations: key.operations,
    createdAt: key.createdAt,
    expiresAt: key.expiresAt,
    lastUsedAt: key.lastUsedAt,
    state: stateOf(key, now),
  }))
}

function stateOf(key: typeof apiKeys.$inferSelect, now: Date): ListedKey['state'] {
  if (key.revokedAt !== null) return 'revoked'
  if (key.expiresAt <= now) return 'expired'
  return key.tokenHash === null ? 'waiting' : 'active'
}
