/** Pure. */

import { z } from 'zod'
import { storedDate } from '../platform/stored.ts'
import { type Order, orderKinds } from './words.ts'

const kinds = Object.keys(orderKinds) as [Order['kind'], ...Order['kind'][]]

/** Orders to rectify, as the register keeps them (JSON). */
export const storedOrders = z.array(
  z.object({
    kind: z.enum(kinds),
    issuedOn: storedDate,
    receivedOn: storedDate.nullish(),
    dueOn: storedDate,
    resolvedOn: storedDate.nullable(),
    refusedOn: storedDate.nullable(),
  }),
)
