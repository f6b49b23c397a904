import { and, desc, eq, sql } from 'drizzle-orm'
import { type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { signSm2, sm2PublicKeyOf, verifySm2 } from '../platform/sm2.ts'
import { hexOf } from '../platform/sm3.ts'
import { canonicalJson } from './canonical.ts'
import { auditHeads } from './schema.ts'

/** What the head of a log says: its first `treeSize` entries have this root. */
export interface Head {
  jurisdiction: string
  treeSize: number
  /** 64 hexadecimal digits. */
  root: string
  /** ISO 8601 in UTC, to the millisecond. */
  at: string
}

/** A head as it is published. Unsigned (both null) where no key is configured. */
export interface SignedHead extends Head {
  /** SM2 with SM3, r ‖ s, 128 hexadecimal digits. */
  signature: string | null
  publicKey: string | null
}

/** In: a head. Out: the bytes that are signed, its canonical JSON with the version of this format. */
export function headBytes({ jurisdiction, treeSize, root, at }: Head): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ format: 1, jurisdiction, treeSize, root, at }))
}

/** In: a head and a private key (undefined: none). Out: the head as published. */
export function signHead(head: Head, privateKey: string | undefined): SignedHead {
  if (privateKey === undefined) return { ...head, signature: null, publicKey: null }
  return {
    ...head,
    signature: signSm2(headBytes(head), privateKey),
    publicKey: sm2PublicKeyOf(privateKey),
  }
}

/** Whether the head carries a signature by this key. */
export function isSignedBy(head: SignedHead, publicKey: string): boolean {
  return head.signature !== null && verifySm2(headBytes(head), head.signature, publicKey)
}

/** For lists of heads: the newest, and how many there are. */
export interface Heads {
  total: number
  items: SignedHead[]
}

/** Out: up to `most` heads of a jurisdiction, newest first; of one size of the log, where that is given. */
export async function readHeads(
  tx: Transaction,
  jurisdictionId: string,
  most: number = Number.MAX_SAFE_INTEGER,
  treeSize?: number,
): Promise<SignedHead[]> {
  const rows = await tx
    .select()
    .from(auditHeads)
    .where(
      and(
        eq(auditHeads.jurisdictionId, jurisdictionId),
        treeSize === undefined ? undefined : eq(auditHeads.treeSize, treeSize),
      ),
    )
    .orderBy(desc(auditHeads.id))
    .limit(most)
  return rows.map((row) => ({
    jurisdiction: row.jurisdictionId,
    treeSize: row.treeSize,
    root: hexOf(row.root),
    at: row.at.toISOString(),
    signature: row.signature,
    publicKey: row.publicKey,
  }))
}

/** Out: the newest head of the actor's jurisdiction, as it is printed in the monthly report; null before the first. */
export async function latestHead(context: Context, tx: Transaction): Promise<SignedHead | null> {
  const [head] = await readHeads(tx, context.actor.jurisdictionId, 1)
  return head ?? null
}

/** Out: up to `most` heads, newest first, in a transaction of the caller. */
export async function newestHeads(context: Context, tx: Transaction, most: number): Promise<SignedHead[]> {
  return readHeads(tx, context.actor.jurisdictionId, most)
}

/** Out: the newest heads of the jurisdiction, newest first. Public: heads do their work outside the database. */
export async function listHeads(context: Context, most: number): Promise<Heads> {
  return transact(context, async (tx) => {
    const [row] = await tx.execute<{ total: number }>(sql`
      select count(*)::int as total from audit_heads where jurisdiction_id = ${context.actor.jurisdictionId}`)
    return { total: row?.total ?? 0, items: await newestHeads(context, tx, most) }
  })
}
