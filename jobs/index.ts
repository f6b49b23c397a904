import type { Job } from '../src/platform/jobs.ts'
import { slices } from '../src/slices.ts'

/** Every job, in the order in which they run when several are due: as the slices stand, the audit log last. */
export const jobs: readonly Job[] = slices.flatMap((slice) => slice.jobs ?? [])
