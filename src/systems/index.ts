export { confirmImport } from './confirm-import.ts'
export { listContradictions, type OpenContradiction } from './contradictions/list-contradictions.ts'
export { settleContradiction } from './contradictions/settle-contradiction.ts'
export { acceptImport } from './decide-import.ts'
export { factEntryKind } from './evidence-subject.ts'
export type { FactRecording, RecordedValues } from './fact-recording.ts'
export { type FactSource, type FactSourceKind, factSources } from './fact-sources.ts'
export { anyOf, type FactsRow } from './facts-before-and-after.ts'
export { type FirstDays, firstDaysOf } from './first-days.ts'
export { foldRecordings } from './fold-recordings.ts'
export { type FactsFollower, holdFollowers, registerFactsFollowers } from './followers.ts'
export { assertExisted } from './known-since.ts'
export { type Lifting, type LiftingJudge, registerLiftingJudge } from './lifting-judge.ts'
export type { LedgerPreview } from './preview.ts'
export { previewLedger } from './preview-ledger.ts'
export {
  acceptProposal,
  acceptWithin,
  returnProposal,
  withdrawProposal,
} from './proposals/decide-proposal.ts'
export { type ProposalStatus, proposalMachine, proposalStatuses } from './proposals/model.ts'
export { type FactProposal, proposeFact, proposeFactIn } from './proposals/propose-fact.ts'
export { proposeVoid, type RecordingOfSystem, readRecording } from './proposals/propose-void.ts'
export type { ProposedValues } from './proposals/proposed-values.ts'
export { listProposals, readProposal, type ShownProposal } from './proposals/read-proposals.ts'
export { systemsAs, systemsWithFactsAs } from './readable.ts'
export {
  applyDueFacts,
  type RecordedFacts,
  recordFacts,
} from './record-facts.ts'
export { recordedSinceSql, registerCheck, registerDifferencesOf } from './recorded-register.ts'
export { type FactEntry, newestRecordings, recordingsKnown } from './recordings.ts'
export { exactWanYuan, type RegisterColumn, registerColumns, shown } from './register-columns.ts'
export { type AsOf, systemsAsOf } from './state-as-of.ts'
export { storedOrders } from './stored-orders.ts'
export {
  type ProjectFactColumn,
  projectFactColumns,
  storedUnderProjects,
  type UnderProjects,
} from './stored-under-projects.ts'
export { type SystemRow, systemByCode } from './system-by-code.ts'
export { voidingsOf } from './voidings.ts'
export * from './words.ts'
