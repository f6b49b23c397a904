/** Pure. */

import { z } from 'zod'

/** A value of the register, as a ledger or a record says it; null is unknown. */
export const contradictedValue = z.union([z.string(), z.number(), z.boolean()]).nullable()
