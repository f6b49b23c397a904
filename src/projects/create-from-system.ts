import { and, eq, ne } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { insertRows } from '../platform/insert.ts'
import { parseInput } from '../platform/parse-input.ts'
import { type SystemRow, systemByCode } from '../systems/index.ts'
import { insertProject } from './create-project.ts'
import { fromSystemInput } from './input.ts'
import { linkIn } from './link-system.ts'
import type { MilestoneStep } from './model.ts'
import { recordMilestoneFacts } from './record-milestone-facts.ts'
import { projectMilestones } from './schema.ts'
import { buildersOf, type ProjectRow, personOf } from './store.ts'

/** The register's dates that a project is made of, and the milestone each becomes. */
const takenOver = {
  approvedOn: 'approval',
  constructionStartedOn: 'construction-started',
  builtOn: 'built',
  liveOn: 'live',
  contractSignedOn: 'contract-signed',
  contractFiledOn: 'contract-filed',
  acceptedOn: 'accepted',
  acceptanceFiledOn: 'acceptance-filed',
} as const satisfies Partial<Record<keyof SystemRow, MilestoneStep>>

/**
 * Makes a project of the dates that the register has of a system (补录). Its milestones say what is on record already, so
 * that no money moves and nobody has to confirm them; they lack evidence until it is attached. Out: the project's id.
 * Throws not-found for the system, conflict when a project builds it already, invalid-input where there is no date at all.
 */
export async function createProjectFromSystem(context: Context, input: unknown): Promise<number> {
  authorize(context, 'projects.file')
  const { code, number, name } = parseInput(fromSystemInput, input)
  return transact(context, async (tx) => {
    const found = await systemByCode(tx, code)
    if (found === null || found.row.classified === true)
      throw new AppError('not-found', '没有这个系统，或者它不属于您的单位。请核对系统编号。')
    const { row } = found
    const { organisationId, investmentFen } = row
    const { leading } = await buildersOf(tx, row.id)
    if (leading !== null)
      throw new AppError(
        'conflict',
        `${row.name}的台账日期已经随项目“${leading.name}”（${leading.number}）。后续的建设、改建请新建项目，再关联这个系统。`,
      )
    const project = await insertProject(context, tx, {
      number,
      name: name ?? row.name,
      organisationId,
      investmentFen,
    })
    await linkIn(context, tx, project, row, 'builds')
    await takeOver(context, tx, project, row)
    await recordMilestoneFacts(context, tx, project.id, {
      operation: 'projects.file',
      milestoneId: null,
      document: null,
      reason: '由台账补录项目',
      recordedBy: personOf(context).id,
      confirmedBy: null,
    })
    return project.id
  })
}

async function takeOver(
  context: Context,
  tx: Transaction,
  project: ProjectRow,
  system: SystemRow,
): Promise<void> {
  const today = context.clock.today()
  const happened = Object.entries(takenOver).flatMap(([column, step]) => {
    const day: CalendarDate | 'infinity' | null = system[column as keyof typeof takenOver]
    return day === null || day === 'infinity' || day > today ? [] : [{ step, day }]
  })
  if (happened.length === 0)
    throw new AppError(
      'invalid-input',
      `台账里没有${system.name}的立项、开工、建成、上线、合同、验收日期，没有可以补录的。请新建项目，再登记节点。`,
    )
  await insertRows(
    tx,
    projectMilestones,
    happened.map(({ step, day }) => ({
      projectId: project.id,
      jurisdictionId: project.jurisdictionId,
      organisationId: project.organisationId,
      step,
      day,
      outcome: step === 'accepted' ? ('passed' as const) : null,
      fen: step === 'approval' ? system.investmentFen : null,
      fromLedger: true,
      status: 'confirmed' as const,
      recordedBy: project.createdBy,
      recordedAt: context.clock.now(),
    })),
  )
  const rows = await tx
    .select({ id: projectMilestones.id, step: projectMilestones.step, day: projectMilestones.day })
    .from(projectMilestones)
    .where(and(eq(projectMilestones.projectId, project.id), ne(projectMilestones.status, 'refused')))
  await record(
    context,
    tx,
    rows.map(({ id, step, day }) => ({
      operation: 'projects.file',
      objectType: 'milestone',
      objectId: String(id),
      after: { milestoneStep: step, milestoneDay: day, milestoneStatus: 'confirmed', fromLedger: true },
    })),
  )
}
