export { type AuditedChange, record } from './record.ts'
