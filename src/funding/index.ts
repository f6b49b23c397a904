export { fundingApi } from './api.ts'
export { type CurrentVerdict, currentVerdict } from './current-verdict.ts'
export { decidingFinding, decidingFindings } from './deciding-finding.ts'
export { columnsOfSystem, factsOfSystem } from './facts-of-system.ts'
export { type Judged, judgeSystems } from './judge-systems.ts'
export { fundingPages } from './pages.tsx'
export { type Levers, readLevers } from './read-levers.ts'
export {
  type Said,
  type StoredVerdict,
  sayVerdicts,
  storedVerdictSql,
} from './say-verdicts.ts'
export { verdicts } from './schema.ts'
export { type FundingTotal, type FundingTotals, fundingTotals, readFundingTotals } from './totals.ts'
export { VerdictDetails, VerdictPanel } from './verdict-panel.tsx'
export { effectTones, verdictTones } from './verdict-tones.ts'
