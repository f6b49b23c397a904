export { trackingFollower } from './follow-register.ts'
export { formulaTexts, permilleOf, rateTerms, rateText } from './formula.ts'
export { judgedSystems, presentSystems } from './health-sql.ts'
export { MigrationRate } from './migration-rate.tsx'
export { type Health, healthOrder, healthWords, type IndicatorCounts, indicatorCounts } from './model.ts'
export {
  type Indicators,
  indicatorsByOrganisation,
  type OrganisationIndicators,
  readIndicators,
} from './read-indicators.ts'
export { systemHealthAs } from './readable.ts'
export { trackMigrations } from './track-migrations.ts'
