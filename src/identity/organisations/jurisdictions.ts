import { asc } from 'drizzle-orm'
import { type Database, transactAs } from '../../platform/database.ts'
import { jurisdictions } from '../schema.ts'

export interface Jurisdiction {
  id: string
  name: string
  regulationId: string
}

/** Out: every jurisdiction of the installation, by id: which exist is public. */
export async function listJurisdictions(database: Database): Promise<Jurisdiction[]> {
  return transactAs(database, 'sign-in', (tx) =>
    tx
      .select({ id: jurisdictions.id, name: jurisdictions.name, regulationId: jurisdictions.regulationId })
      .from(jurisdictions)
      .orderBy(asc(jurisdictions.id)),
  )
}
