export { type CurrentVerdict, currentVerdict } from './current-verdict.ts'
export { decidingFinding, decidingFindings } from './deciding-finding.ts'
export { disagreementWords } from './disagreements.ts'
export { type Effect, effectOf } from './effect-of.ts'
export { EffectView } from './effect-view.tsx'
export { type Judged, judgeSystems, judgingFollower } from './judge-systems.ts'
export { fundingLiftingJudge } from './lifting/judge-lifting.ts'
export { type LiftingRemedies, readLiftingRemedies } from './read-lifting-remedies.ts'
export { currentVerdictsAs, verdictsAs } from './readable.ts'
export { fundingRecounter } from './recounts/recounter.tsx'
export {
  type RenderedVerdict,
  renderVerdicts,
  type StoredVerdict,
  storedVerdictSql,
} from './render-verdicts.ts'
export { type FundingTotals, fundingTotals, readFundingTotals } from './totals.ts'
export { operationsAnswerSql, type VerdictForMoney, verdictForMoney } from './verdict-for-money.ts'
export { type Place, VerdictDetails, VerdictPanel, type WaysToLift } from './verdict-panel.tsx'
export { verdictsAsOf } from './verdicts-as-of.ts'
