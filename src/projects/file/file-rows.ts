/** Pure. */

import { z } from 'zod'
import { storedDate, storedFen } from '../../platform/stored.ts'
import { milestoneOutcomes, milestoneStepNames, projectRoles } from '../model.ts'

const text = z.string().nullable()

/** A milestone as a row says it. */
const fileMilestone = z.object({
  step: z.enum(milestoneStepNames),
  day: storedDate,
  outcome: z.enum(Object.keys(milestoneOutcomes) as (keyof typeof milestoneOutcomes)[]).nullable(),
  until: storedDate.nullable(),
  fen: storedFen.nullable(),
  document: text,
  /** Of an extension. */
  reason: text,
})
export type FileMilestone = z.output<typeof fileMilestone>

/** A row of a file of projects, as it was read: what could not be read is left out and said apart. */
export const fileRow = z.object({
  /** As the spreadsheet counts it. */
  row: z.int(),
  number: text,
  name: text,
  /** The unit that leads it. */
  unit: text,
  investmentFen: storedFen.nullable(),
  systems: z.array(
    z.object({ code: z.string(), role: z.enum(Object.keys(projectRoles) as (keyof typeof projectRoles)[]) }),
  ),
  milestones: z.array(fileMilestone),
  /** Why milestones are out of the usual order. */
  reason: text,
})
export type FileRow = z.output<typeof fileRow>
