import { authorize, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { canonicalJson } from './canonical.ts'
import { newestHeads, type SignedHead } from './heads.ts'

/** A month of heads: whoever was without an object store for longer downloads them. */
const most = 31

/**
 * Writes each of the newest heads that isn't there yet into the object store, outside the database: a file that can be
 * copied away, printed and given to `audit:verify --head`. Only heads whose transaction is over: another one's file would
 * say what never was. Out: how many were written.
 */
export async function keepHeadsOutside(context: Context, tx: Transaction): Promise<number> {
  authorize(context, 'audit.sign-head')
  let written = 0
  for (const head of await newestHeads(context, tx, most)) {
    const key = headKey(head)
    if ((await context.objects.head(key)) !== null) continue
    await context.objects.put(
      key,
      new TextEncoder().encode(`${canonicalJson({ ...head })}\n`),
      'application/json',
    )
    written += 1
  }
  return written
}

/** How the keys of heads begin: no row names them, and they stay. */
export const headPrefix = 'audit-head-'

/** In: a head. Out: the key of its file, in the order of time. */
export function headKey({ jurisdiction, treeSize, at }: SignedHead): string {
  const part = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return `${headPrefix}${part(jurisdiction)}-${part(at)}-${treeSize}.json`
}
