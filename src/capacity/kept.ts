import { sql } from 'drizzle-orm'
import { type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { capacityPools } from './schema.ts'

/** Of what the nightly digests are taken. */
export const capacityKept: readonly KeptRows[] = [
  keptRows(capacityPools, {
    name: 'capacity-pools',
    title: '资源池容量',
    appendOnly: false,
    order: sql`${capacityPools.id}`,
  }),
]
