import { asc } from 'drizzle-orm'
import { type Database, transactAs } from '../../platform/database.ts'
import { type CalendarDate, dateInChina } from '../../platform/dates.ts'
import { jurisdictions } from '../schema.ts'

export interface Jurisdiction {
  id: string
  name: string
  /** null: none adopted yet. */
  regulationId: string | null
  createdOn: CalendarDate
}

/** Out: every jurisdiction of the installation, in the order in which they were made: which exist is public. */
export async function listJurisdictions(database: Database): Promise<Jurisdiction[]> {
  const { id, name, regulationId, createdAt } = jurisdictions
  const rows = await transactAs(database, 'sign-in', (tx) =>
    tx.select({ id, name, regulationId, createdAt }).from(jurisdictions).orderBy(asc(createdAt), asc(id)),
  )
  return rows.map(({ createdAt: at, ...jurisdiction }) => ({ ...jurisdiction, createdOn: dateInChina(at) }))
}
