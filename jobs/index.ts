import type { Job } from '../src/platform/jobs.ts'
import { judgeFunding } from './judge-funding.ts'
import { publishEditions } from './publish-editions.ts'
import { sequenceAuditJob } from './sequence-audit.ts'
import { signAuditHeadJob } from './sign-audit-head.ts'
import { trackMigrations } from './track-migrations.ts'
import { trackResourcesJob } from './track-resources.ts'
import { writeMonthlyReportJob } from './write-monthly-report.ts'

/** Every job, in the order in which they run when several are due. */
export const jobs: readonly Job[] = [
  publishEditions,
  trackMigrations,
  judgeFunding,
  trackResourcesJob,
  writeMonthlyReportJob,
  sequenceAuditJob,
  signAuditHeadJob,
]
