export { fundingApi } from './api.ts'
export { type CurrentVerdict, currentVerdict } from './current-verdict.ts'
export { decidingFinding, decidingFindings } from './deciding-finding.ts'
export { type Judged, judgeSystems } from './judge-systems.ts'
export { type Levers, readLevers } from './read-levers.ts'
export { fundingRecounter } from './recounts/recounter.tsx'
export { fundingPages } from './routes.tsx'
export {
  type Said,
  type StoredVerdict,
  sayVerdicts,
  storedVerdictSql,
} from './say-verdicts.ts'
export { verdicts } from './schema.ts'
export { type FundingTotal, type FundingTotals, fundingTotals, readFundingTotals } from './totals.ts'
export { VerdictDetails, VerdictPanel } from './verdict-panel.tsx'
