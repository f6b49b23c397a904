import { eq } from 'drizzle-orm'
import { judgeFunding } from '../../jobs/judge-funding.ts'
import type { World } from '../../tests/support/world.ts'
import { readEligibility } from '../funding/read-eligibility.ts'
import { addPerson } from '../identity/index.ts'
import { type Context, transact } from '../platform/context.ts'
import { transactAs } from '../platform/database.ts'
import { runOnce } from '../platform/jobs.ts'
import type { Role } from '../platform/permissions.ts'
import type { Pack } from '../regulations/engine/rules.ts'
import { adoptOlder } from '../rules/testing.ts'
import { confirmImport, previewLedger } from '../systems/index.ts'
import { systems } from '../systems/schema.ts'
import { createProject } from './create-project.ts'
import { confirmMilestone } from './decide-milestone.ts'
import { linkSystem } from './link-system.ts'
import type { MilestoneStep } from './model.ts'
import { recordMilestone } from './record-milestone.ts'

const header =
  '系统编号,系统名称,主管单位,是否涉密,是否应急项目,立项批复时间,开工时间,建成时间,上线时间,竣工验收时间,验收备案时间,合同签订时间,合同备案时间,处置意见,要求完成时间,迁移确认时间,数据共享是否达标,业务协同是否达标'
/** A row of a ledger: a system that pays, but for what is said. */
export const row = (given: Record<string, string> = {}) => {
  const all = {
    code: 'A-1',
    name: '国库支付系统',
    unit: '县财政局国库股',
    approved: '2022-03-01',
    started: '2022-04-01',
    built: '2022-11-01',
    live: '2022-12-01',
    accepted: '2023-01-05',
    filed: '2023-01-20',
    signed: '2022-03-20',
    contractFiled: '2022-03-25',
    ...given,
  }
  return `${all.code},${all.name},${all.unit},否,否,${all.approved},${all.started},${all.built},${all.live},${all.accepted},${all.filed},${all.signed},${all.contractFiled},迁移,2026-06-30,2026-05-01,是,是`
}
/** Without any date. */
export const bare = {
  approved: '',
  started: '',
  built: '',
  live: '',
  accepted: '',
  filed: '',
  signed: '',
  contractFiled: '',
}
/** Imports a ledger. */
export async function imported(world: World, ...rows: string[]) {
  const bytes = new TextEncoder().encode([header, ...rows].join('\n'))
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  await confirmImport(world.as('data-centre'), importId, { document: '陵数函〔2026〕1号' })
}
/** Out: a system's row. */
export const systemOf = (world: World, code = 'A-1') =>
  transact(world.as('job'), async (tx) => {
    const [found] = await tx.select().from(systems).where(eq(systems.code, code))
    if (found === undefined) throw new Error('no system')
    return found
  })
/** As an installation judged by other rules. */
export const judgedBy = (world: World, pack: Pack) =>
  transact(world.as('job'), (tx) => adoptOlder(world.as('job'), tx, pack))
export const judge = (world: World, period: string) =>
  runOnce(
    { database: world.database, objects: world.objects, clock: world.clock, log: () => {} },
    judgeFunding,
    world.jurisdictionId,
    period,
  )
export const fundsOf = async (world: World, code = 'A-1') =>
  (await readEligibility(world.as('finance'), code)).verdict?.funds

/** Somebody more with a role. */
export async function another(world: World, role: Role, organisation: Role = role): Promise<Context> {
  const organisationId = world.organisations[organisation]
  const id = await transactAs(world.database, 'sign-in', (tx) =>
    addPerson(tx, {
      jurisdictionId: world.jurisdictionId,
      organisationId,
      username: `second-${role}-${organisationId}`,
      name: '另一位',
      passwordHash: null,
      roles: [role],
    }),
  )
  const context = world.as(role)
  if (context.actor.kind !== 'person') throw new Error('no person')
  return { ...context, actor: { ...context.actor, id, organisationId, organisationIds: [organisationId] } }
}

/** A project of the department that builds systems. Out: its id. */
export async function projectOf(world: World, ...codes: string[]): Promise<number> {
  const projectId = await createProject(world.as('department'), { name: '国库支付系统建设' })
  for (const code of codes) await linkSystem(world.as('department'), { projectId, code, role: 'builds' })
  return projectId
}

const people: Record<'department' | 'bureau' | 'finance' | 'filing', readonly [Role, Role]> = {
  department: ['department', 'department-head'],
  bureau: ['bureau-handler', 'competent-bureau'],
  finance: ['finance', 'competent-bureau'],
  filing: ['department', 'competent-bureau'],
}
/** A milestone with both of its people. Out: its id. */
export async function happened(
  world: World,
  projectId: number,
  whose: keyof typeof people,
  step: MilestoneStep,
  day: string,
  more: Record<string, unknown> = {},
): Promise<number> {
  const [first, second] = people[whose]
  const id = await recordMilestone(world.as(first), { projectId, step, day, ...more })
  await confirmMilestone(world.as(second), { id })
  return id
}
export const outOfOrder = { asHappened: true, reason: '补记' }
export const accepted = { outcome: 'passed', ...outOfOrder }
