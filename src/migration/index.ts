export { migrationApi } from './api.ts'
export { formulaTexts, formulaVersion, permilleOf, rateTerms, rateText } from './formula.ts'
export { dueSoonDays, stalledDays } from './health.ts'
export { judgedSystems } from './health-sql.ts'
export { MigrationRate } from './migration-rate.tsx'
export { type Health, healthOrder, healthWords, type IndicatorCounts, type WaveCounts } from './model.ts'
export {
  type Indicators,
  indicatorsByOrganisation,
  type OrganisationIndicators,
  readIndicators,
} from './read-indicators.ts'
export { indicators, systemHealth } from './schema.ts'
export { type TrackingResult, trackMigrations } from './track-migrations.ts'
