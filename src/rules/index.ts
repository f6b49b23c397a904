export { adoptFirst } from './editions/adopt-first.ts'
export { proposeAdoption } from './editions/propose-adoption.ts'
export { readRuleEditions } from './editions/read-editions.ts'
export { hashOfJson } from './editions/rules-hash.ts'
export { isGoverned, type RulesInForce, rulesInForce } from './editions/rules-in-force.ts'
export {
  columnNamesOfFact,
  columnsOfFactAt,
  columnsOfSystem,
  type FactRow,
  type FactsUnder,
  factColumnNames,
  factRowSql,
  factsOfSystem,
  factsUnderProjects,
  judgeUnderProjects,
  rowsUnderProjectsSql,
} from './facts-of-system.ts'
export { rulesPages } from './routes.tsx'
export { documentsOfClauses } from './rulebook/read-rulebook.ts'
export { approveSupplement } from './supplements/approve-supplement.ts'
export type { Definition } from './supplements/definition.ts'
export { draftSupplement } from './supplements/draft-supplement.ts'
export { listSupplements } from './supplements/read-supplements.ts'
export { supplementPages } from './supplements/routes.tsx'
export { submitSupplement } from './supplements/submit-supplement.ts'
export { WithoutRegulation } from './without-regulation.tsx'
