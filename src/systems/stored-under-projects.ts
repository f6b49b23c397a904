/** Pure. */

import { z } from 'zod'
import { storedDate, storedFen } from '../platform/stored.ts'

const day = z.union([storedDate, z.literal('infinity')])

/** Facts of which each project of a system has its own; every other fact is the system's. */
const ofProject = {
  emergency: z.boolean(),
  approvedOn: day,
  investmentFen: storedFen,
  financeReviewedOn: day,
  budgetRepliedOn: day,
  budgetFiledOn: day,
  contractSignedOn: day,
  contractFiledOn: day,
  constructionStartedOn: day,
  builtOn: day,
  liveOn: day,
  acceptedOn: day,
  acceptanceExtendedTo: day,
  acceptanceFiledOn: day,
}
export type ProjectFactColumn = keyof typeof ofProject
export const projectFactColumns = Object.keys(ofProject) as readonly ProjectFactColumn[]

/**
 * The projects that build or rebuild a system, where there are several (JSON): first the leading one, of which the
 * register's own columns tell, then each further one with its facts. A fact that is left out is unknown.
 */
export const storedUnderProjects = z.array(
  z.object({
    id: z.int().positive(),
    number: z.string(),
    name: z.string(),
    /** null: the register's own columns. */
    facts: z.object(ofProject).partial().nullable(),
  }),
)
export type UnderProjects = z.infer<typeof storedUnderProjects>
