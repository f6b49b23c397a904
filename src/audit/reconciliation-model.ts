/** Pure. */

import { z } from 'zod'
import { storedCount } from '../platform/stored.ts'

/** What each check of a reconciliation came to, by the name of the check. */
export const reconciledChecks = z.record(
  z.string(),
  z.object({ checked: storedCount, differing: storedCount }),
)
export type ReconciledChecks = z.infer<typeof reconciledChecks>

/** What all rows of a kind came to, by the kind's name: how many, up to which id, and the SHA-256 over them in hexadecimal. */
export const reconciledDigests = z.record(
  z.string(),
  z.object({ rows: storedCount, digest: z.string(), through: z.string().nullable() }),
)
export type ReconciledDigests = z.infer<typeof reconciledDigests>
