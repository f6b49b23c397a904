import { readFile } from 'node:fs/promises'
import { judgeFunding } from '../jobs/judge-funding.ts'
import { trackMigrations } from '../jobs/track-migrations.ts'
import { writeMonthlyReportJob } from '../jobs/write-monthly-report.ts'
import { fundingTotals } from '../src/funding/index.ts'
import {
  acceptInvitation,
  addFurtherJurisdiction,
  hashPassword,
  listJurisdictions,
} from '../src/identity/index.ts'
import { listOrders, orderFilters } from '../src/oversight/index.ts'
import { clockFrom } from '../src/platform/clock.ts'
import type { Context } from '../src/platform/context.ts'
import { type CalendarDate, dateOf, monthOf } from '../src/platform/dates.ts'
import { type JobDependencies, runDue, runOnce } from '../src/platform/jobs.ts'
import { regulationOptions } from '../src/regulations/index.ts'
import { confirmImport, previewLedger } from '../src/systems/index.ts'
import { type DemoAccount, demoPassword } from './accounts.ts'
import { type As, on } from './as.ts'
import { chengquInNovember, chengquInOctober } from './chengqu.ts'
import { step } from './console.ts'
import { jiaozuoInNovember, jiaozuoInOctober } from './jiaozuo.ts'
import { makePeople, type People } from './people.ts'
import { yunchengInNovember, yunchengInOctober } from './yuncheng.ts'

/** A further jurisdiction of the demo: judged by its own regulation, with some twenty systems that show its clauses. */
export interface Region {
  id: string
  name: string
  regulationId: string
  accounts: readonly DemoAccount[]
  /** What was done before the month was reported, and what since. */
  inOctober: (people: People) => Promise<void>
  inNovember: (people: People, today: CalendarDate) => Promise<void>
}

/** In: how the accounts begin, the unit that answers orders, the offices. Out: one account a role, of audit two. */
function accountsOf(
  prefix: string,
  unit: string,
  offices: { centre: string; bureau: string; finance: string; audit: string },
): DemoAccount[] {
  const { centre, bureau, finance, audit } = offices
  return [
    { role: 'department', username: `${prefix}-bumen`, name: '李文', organisation: unit },
    { role: 'department-head', username: `${prefix}-shenhe`, name: '孙立', organisation: unit },
    { role: 'data-centre', username: `${prefix}-zhongxin`, name: '王强', organisation: centre },
    { role: 'bureau-handler', username: `${prefix}-jingban`, name: '周航', organisation: bureau },
    { role: 'competent-bureau', username: `${prefix}-shenpi`, name: '张敏', organisation: bureau },
    { role: 'finance', username: `${prefix}-caizheng`, name: '赵芳', organisation: finance },
    { role: 'audit', username: `${prefix}-shenji`, name: '刘洋', organisation: audit },
    { role: 'audit', username: `${prefix}-shenji2`, name: '何平', organisation: audit },
    { role: 'system-admin', username: `${prefix}-admin`, name: '陈静', organisation: bureau },
    { role: 'security-admin', username: `${prefix}-anquan`, name: '吴宁', organisation: bureau },
    { role: 'audit-admin', username: `${prefix}-shenjiyuan`, name: '郑秋', organisation: bureau },
  ]
}

export const regions: readonly Region[] = [
  {
    id: 'yuncheng',
    name: '运城市',
    regulationId: 'yuncheng-2021',
    accounts: accountsOf('yc', '运城市教育局', {
      centre: '运城市大数据中心',
      bureau: '运城市行政审批服务管理局',
      finance: '运城市财政局',
      audit: '运城市审计局',
    }),
    inOctober: yunchengInOctober,
    inNovember: yunchengInNovember,
  },
  {
    id: 'chengqu',
    name: '晋城市城区',
    regulationId: 'jincheng-chengqu-2022',
    accounts: accountsOf('cq', '城区住房保障和城乡建设管理局', {
      centre: '城区大数据中心',
      bureau: '城区行政审批服务管理局',
      finance: '城区财政局',
      audit: '城区审计局',
    }),
    inOctober: chengquInOctober,
    inNovember: chengquInNovember,
  },
  {
    id: 'jiaozuo',
    name: '焦作市示范区',
    regulationId: 'jiaozuo-2021',
    accounts: accountsOf('jz', '示范区教育文体局', {
      centre: '示范区大数据中心',
      bureau: '示范区行政审批服务局',
      finance: '示范区财政局',
      audit: '示范区审计局',
    }),
    inOctober: jiaozuoInOctober,
    inNovember: jiaozuoInNovember,
  },
]

const [begun, imported, judged] = [dateOf('2026-10-02'), dateOf('2026-10-05'), dateOf('2026-10-31')]

/**
 * Makes the further jurisdictions as the first one's system administrator does, and has their own people do the rest.
 * A second run finds everything done and changes nothing. Out: who acts in each, in their order.
 */
export async function fillRegions(dependencies: JobDependencies, first: As): Promise<People[]> {
  const hash = await hashPassword(demoPassword)
  const present = new Set((await listJurisdictions(dependencies.database)).map(({ id }) => id))
  for (const region of regions)
    if (!present.has(region.id))
      await step(`建立${region.name}和三名管理员`, () => establish(region, on(first, begun)('system-admin')))
  const filled: People[] = []
  for (const region of regions) {
    const people = await makePeople(dependencies, region.id, region.accounts, hash)
    await step(`办理${region.name}的台账、整改、认定、评价和声明`, () => fill(region, people, dependencies))
    filled.push(people)
  }
  const all = await listJurisdictions(dependencies.database)
  await runDue(dependencies, [trackMigrations, judgeFunding, writeMonthlyReportJob], all)
  return filled
}

/** In: the system administrator of the first jurisdiction. The new administrators set the demo's password themselves. */
async function establish({ id, name, regulationId, accounts }: Region, context: Context): Promise<void> {
  const of = (role: DemoAccount['role']) => {
    const account = accounts.find((candidate) => candidate.role === role)
    if (account === undefined) throw new Error(`no demo account for ${role} of ${id}`)
    return account
  }
  const [system, security, audit] = [of('system-admin'), of('security-admin'), of('audit-admin')]
  const invited = await addFurtherJurisdiction(
    context,
    {
      jurisdictionId: id,
      jurisdictionName: name,
      regulationId,
      organisationName: system.organisation,
      name: system.name,
      username: system.username,
      securityName: security.name,
      securityUsername: security.username,
      auditName: audit.name,
      auditUsername: audit.username,
    },
    regulationOptions.map(({ value }) => value),
  )
  await Promise.all(
    invited.map(({ invitation }) =>
      acceptInvitation(context, invitation.replace('/invitation/', ''), {
        password: demoPassword,
        repeated: demoPassword,
        code: '',
      }),
    ),
  )
}

/** Day by day: the ledger, what October brought, its end judged and reported, what November brought. */
async function fill(region: Region, people: People, dependencies: JobDependencies): Promise<void> {
  const { id, inOctober, inNovember } = region
  const { total } = await listOrders(people.as('competent-bureau'), orderFilters.parse({}))
  if (total > 0) return
  const bytes = await readFile(new URL(`samples/${id}-ledger.csv`, import.meta.url))
  const keeper = on(people.as, imported)('data-centre')
  const { importId } = await previewLedger(keeper, {
    fileName: `${id}-ledger.csv`,
    bytes: new Uint8Array(bytes),
  })
  await confirmImport(keeper, importId)
  await inOctober(people)
  const then = { ...dependencies, clock: clockFrom(() => new Date(`${judged}T23:00:00+08:00`)) }
  await runOnce(then, trackMigrations, id, judged)
  await runOnce(then, judgeFunding, id, judged)
  const next = { ...dependencies, clock: clockFrom(() => new Date('2026-11-01T02:00:00+08:00')) }
  await runOnce(next, writeMonthlyReportJob, id, monthOf(judged))
  await inNovember(people, dependencies.clock.today())
}

/** Out: of each further jurisdiction, how many O&M lines stand how, as a row for the terminal. */
export async function regionRows(filled: readonly People[]): Promise<string[][]> {
  return Promise.all(
    regions.map(async ({ name }, index) => {
      const people = filled[index]
      if (people === undefined) return [name]
      const { eligible, warned, undetermined, suspended, denied } = await fundingTotals(people.as('finance'))
      return [
        name,
        `可拨付 ${eligible.lines}`,
        `预警 ${warned.lines}`,
        `待核实 ${undetermined.lines}`,
        `暂停 ${suspended.lines}`,
        `不予拨付 ${denied.lines}`,
      ]
    }),
  )
}
