import { authorize, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { bytesOfHex, hexOf } from '../platform/sm3.ts'
import { type SignedHead, signHead } from './heads.ts'
import { record } from './record.ts'
import { auditHeads } from './schema.ts'
import { sequenceEntries } from './sequence-entries.ts'
import { readNodes } from './stored-tree.ts'
import { rootOf } from './tree.ts'

/**
 * Takes every committed entry into the log and signs the head, even when nothing was added: it says that, too.
 * Without a key in the context the head is unsigned.
 */
export async function signAuditHead(context: Context, tx: Transaction): Promise<SignedHead> {
  authorize(context, 'audit.sign-head')
  const { jurisdictionId } = context.actor
  const { treeSize } = await sequenceEntries(context, tx)
  const nodes = await readNodes(tx, jurisdictionId, treeSize, [])
  const head = signHead(
    {
      jurisdiction: jurisdictionId,
      treeSize,
      root: hexOf(rootOf(nodes.read, treeSize)),
      at: context.clock.now().toISOString(),
    },
    context.auditSigningKey,
  )
  await tx.insert(auditHeads).values({
    jurisdictionId,
    treeSize,
    root: bytesOfHex(head.root),
    at: new Date(head.at),
    signature: head.signature,
    publicKey: head.publicKey,
  })
  await record(context, tx, [
    {
      operation: 'audit.sign-head',
      objectType: 'audit-head',
      objectId: String(treeSize),
      after: { treeSize, root: head.root, signed: head.signature !== null },
    },
  ])
  return head
}
