export { latestHead, type SignedHead } from './heads.ts'
export { type AuditedChange, record } from './record.ts'
export { sequenceEntries } from './sequence-entries.ts'
export { signAuditHead } from './sign-audit-head.ts'
