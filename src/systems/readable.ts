import { getTableColumns } from 'drizzle-orm'
import { readable } from '../platform/readable.ts'
import { factColumns, systems } from './schema.ts'

const columns = getTableColumns(systems)

/** The register as it stands: what lists and counts show of a system. */
export const systemsAs = readable(systems, {
  id: columns.id,
  jurisdictionId: columns.jurisdictionId,
  organisationId: columns.organisationId,
  code: columns.code,
  name: columns.name,
  classified: columns.classified,
  hosting: columns.hosting,
  annualOperationsFen: columns.annualOperationsFen,
  disposition: columns.disposition,
  wave: columns.wave,
  stage: columns.stage,
  stageSince: columns.stageSince,
  migrationRequired: columns.migrationRequired,
  migrationDueOn: columns.migrationDueOn,
  migratedOn: columns.migratedOn,
  exemptionUntil: columns.exemptionUntil,
  exemptionDocument: columns.exemptionDocument,
})

type FactColumn = keyof ReturnType<typeof factColumns>
const facts = Object.fromEntries(
  (Object.keys(factColumns()) as FactColumn[]).map((name) => [name, columns[name]]),
) as Pick<typeof columns, FactColumn>

/** The register as it stands: whose each system is, what it costs, and every fact that the law reads. */
export const systemsWithFactsAs = readable(systems, {
  id: columns.id,
  jurisdictionId: columns.jurisdictionId,
  organisationId: columns.organisationId,
  code: columns.code,
  name: columns.name,
  annualOperationsFen: columns.annualOperationsFen,
  ...facts,
})
