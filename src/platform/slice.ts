import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Hono } from 'hono'
import type { Context } from './context.ts'
import type { EvidenceSubject } from './evidence-subject.ts'
import type { AppEnv } from './http/routers.ts'
import type { Job } from './jobs.ts'
import type { ObjectReference } from './object-check.ts'
import type { PermissionArea } from './permissions.ts'
import type { Check, KeptRows } from './reconciliation.ts'
import type { TransitionTable } from './state-machine.ts'
import type { Place, PlaceTabs } from './ui/navigation.tsx'
import type { Vocabulary } from './vocabulary.ts'

/** One thing to do today: how many, of what, and where to do it. */
export interface Task {
  /** A step of the actor's whose day is past; what waits for a decision or a step of the actor's; what is late; what else wants doing. */
  urgency: 'overdue' | 'awaited' | 'late' | 'later'
  count: number
  text: string
  note?: string
  action: string
  href: string
}

/** One room of the house: what `src/slices.ts` puts together to the app, its navigation, desk, jobs and words. */
export interface Slice {
  /** The name of its folder. */
  name: string
  /** Slices import slices of a lower rank only. */
  rank: number
  permissions?: readonly PermissionArea[]
  places?: readonly Place[]
  tabs?: readonly PlaceTabs[]
  /** The transition table of each of its tables with a state. */
  machines?: readonly TransitionTable[]
  vocabulary?: Vocabulary
  /** Which of its rows can have evidence. */
  evidenceSubjects?: readonly EvidenceSubject[]
  jobs?: readonly Job[]
  /** What the nightly reconciliation compares, and of what it keeps digests. */
  checks?: readonly Check[]
  kept?: readonly KeptRows[]
  /** Every column that holds keys of objects: what none of them names is deleted after two days. */
  objectReferences?: readonly ObjectReference[]
  /** Out: what waits for the actor; tasks with a count of 0 are not shown. */
  tasks?: (context: Context) => Promise<readonly Task[]>
  api?: OpenAPIHono<AppEnv>
  pages?: readonly Hono<AppEnv>[]
}
