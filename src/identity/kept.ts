import { sql } from 'drizzle-orm'
import { type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { jurisdictions, memberships, organisations } from './schema.ts'

/** Of what the nightly digests are taken: who may do what, where, and the settings of the jurisdiction. */
export const identityKept: readonly KeptRows[] = [
  keptRows(memberships, {
    name: 'memberships',
    title: '人员的岗位',
    appendOnly: false,
    order: sql`(${memberships.personId}, ${memberships.role})::text`,
  }),
  keptRows(organisations, {
    name: 'organisations',
    title: '单位',
    appendOnly: false,
    order: sql`${organisations.id}`,
  }),
  keptRows(jurisdictions, {
    name: 'settings',
    title: '辖区设置',
    appendOnly: false,
    order: sql`${jurisdictions.id}`,
    jurisdiction: sql`${jurisdictions.id}`,
  }),
]
