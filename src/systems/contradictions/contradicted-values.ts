/** Pure. */

import { z } from 'zod'

const value = z.union([z.string(), z.number(), z.boolean()]).nullable()

/** What a ledger's cell says and what the record does, as the register keeps both; null is unknown. */
export const contradictedValues = z.strictObject({ ledger: value, recorded: value })
