import { and, eq, inArray } from 'drizzle-orm'
import { readWorkCalendar } from '../calendar/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { deadlineWords, evaluatorFor, type Facts, isInForce, type Pack } from '../regulations/index.ts'
import { factsOfSystem, rulesInForce } from '../rules/index.ts'
import { systemsWithFactsAs } from '../systems/index.ts'
import { factsOfFurther } from './facts-of-milestones.ts'
import { type MilestoneStep, standingOf } from './model.ts'
import type { ProjectView } from './read-project.ts'
import { projectSystems } from './schema.ts'

/** A milestone that the regulation in force wants by a day. */
export interface DueMilestone {
  step: MilestoneStep
  clause: string
  /** The period and its article, as the regulation counts it. */
  words: string
  dueOn: CalendarDate
  /** Counted beyond the calendar that is published. */
  provisional: boolean
  overdue: boolean
  /** Recorded, and waiting for its second person. */
  waiting: number | null
}

/** The milestone that meets a deadline, by the fact that the regulation reads for it. */
const stepOf: Readonly<Record<string, MilestoneStep>> = {
  budgetFiledOn: 'budget-filed',
  contractFiledOn: 'contract-filed',
  acceptedOn: 'accepted',
  acceptanceFiledOn: 'acceptance-filed',
  disposalReportedOn: 'disposal-reported',
}

/**
 * In: a project that the actor sees. Out: what the regulation in force today wants of it next and by when, the earliest
 * first: by the register's facts of the systems that it leads, else by its own milestones. Nothing where none is in force.
 */
export async function readDueMilestones(
  context: Context,
  project: Pick<ProjectView, 'id' | 'milestones' | 'investmentFen'>,
): Promise<DueMilestone[]> {
  authorize(context, 'projects.read')
  const asOf = context.clock.today()
  return transact(context, async (tx) => {
    const { pack } = await rulesInForce(tx, context.actor.jurisdictionId, asOf, context.clock.now())
    if (!isInForce(pack.force, asOf)) return []
    const judge = evaluatorFor(pack, asOf, await readWorkCalendar(tx))
    const due = new Map<MilestoneStep, DueMilestone>()
    for (const facts of await factsOf(tx, project))
      for (const { clause, dueOn, provisional, metOn } of judge(facts).deadlines) {
        const wanted = metOn === null ? wantedBy(pack, clause) : null
        if (wanted === null || (due.get(wanted.step)?.dueOn ?? dueOn) < dueOn) continue
        const waiting = project.milestones.find(
          ({ step, status, revokes }) => step === wanted.step && status === 'recorded' && revokes === null,
        )
        due.set(wanted.step, {
          ...wanted,
          clause,
          dueOn,
          provisional,
          overdue: dueOn < asOf,
          waiting: waiting?.id ?? null,
        })
      }
    return [...due.values()].toSorted((a, b) => a.dueOn.localeCompare(b.dueOn))
  })
}

/** Out: the milestone that meets the deadline of a clause; null: none does. */
function wantedBy(pack: Pack, clause: string): Pick<DueMilestone, 'step' | 'words'> | null {
  const rule = pack.rules.find((one) => one.clause === clause)
  for (const deadline of rule?.deadlines ?? []) {
    const step = 'met' in deadline ? stepOf[deadline.met] : undefined
    if (step !== undefined) return { step, words: deadlineWords(deadline) }
  }
  return null
}

/** Out: the facts that the project's deadlines are counted from; several where it leads several systems. */
async function factsOf(
  tx: Transaction,
  { id, milestones, investmentFen }: Pick<ProjectView, 'id' | 'milestones' | 'investmentFen'>,
): Promise<Facts[]> {
  const led = await tx
    .select({ id: projectSystems.systemId })
    .from(projectSystems)
    .where(and(eq(projectSystems.projectId, id), eq(projectSystems.leads, true)))
  if (led.length > 0) {
    const system = systemsWithFactsAs('system')
    const rows = await tx
      .select()
      .from(system)
      .where(
        inArray(
          system.id,
          led.map((one) => one.id),
        ),
      )
    return rows.map((row) => factsOfSystem(row))
  }
  const said = Object.entries(factsOfFurther(standingOf(milestones)))
  // A classified project is not registered here (LC-2); until something is approved, the estimate is the sum.
  const own = Object.fromEntries(said.map(([column, { value }]) => [column, value]))
  return said.length === 0 ? [] : [factsOfSystem({ classified: false, investmentFen, ...own })]
}
