import { readFile } from 'node:fs/promises'
import { judgeFunding } from '../jobs/judge-funding.ts'
import { signAuditHeadJob } from '../jobs/sign-audit-head.ts'
import { trackMigrations } from '../jobs/track-migrations.ts'
import { writeMonthlyReportJob } from '../jobs/write-monthly-report.ts'
import { addJurisdiction, hashPassword, jurisdictionsAs, listJurisdictions } from '../src/identity/index.ts'
import { transactAs } from '../src/platform/database.ts'
import { dateOf, daysOfMonth, monthOf } from '../src/platform/dates.ts'
import { type JobDependencies, runDue, runOnce } from '../src/platform/jobs.ts'
import { confirmImport, type LedgerPreview, previewLedger } from '../src/systems/index.ts'
import { demoAccounts, demoPassword } from './accounts.ts'
import type { As } from './as.ts'
import { prepareNextEdition, publishCatalogue } from './catalogue.ts'
import { step } from './console.ts'
import { makePeople } from './people.ts'
import { addProjects } from './projects.ts'
import { regions } from './regions.ts'
import { fillRequests } from './requests.ts'
import { addSupplements } from './supplement.ts'

const sample = (name: string) => readFile(new URL(`samples/${name}`, import.meta.url))
/** The sample ledger says so itself: 统计截止 2026年10月31日. */
const ledgerDay = dateOf('2026-10-31')
const jurisdictionId = 'lingchuan'

/**
 * The main job, done as its users do it: ledger in, catalogue compiled, approved by two bureaus and published, systems
 * tracked, money judged, the closed month reported, resources requested, the next edition handed in. A second run finds everything done and changes nothing.
 */
export async function fillDemo(dependencies: JobDependencies): Promise<{ preview: LedgerPreview; as: As }> {
  const as = await step('建立辖区、单位和账号', () => makeFirst(dependencies))
  const preview = await step('预览台账', async () =>
    previewLedger(as('data-centre'), {
      fileName: 'lingchuan-ledger.xlsx',
      bytes: new Uint8Array(await sample('lingchuan-ledger.xlsx')),
    }),
  )
  await step('导入台账', () => confirmImport(as('data-centre'), preview.importId))
  await step('编制、批准、发布服务目录', () => publishCatalogue(as))
  await step('拟定两条补充规则，批准一条', () => addSupplements(as))
  await step('核对 10 月底的进度，判定运维经费', async () => {
    await runOnce(dependencies, trackMigrations, jurisdictionId, ledgerDay)
    await runOnce(dependencies, judgeFunding, jurisdictionId, ledgerDay)
    // The report prints the newest head: there is one, where there is a key to sign it with.
    if (dependencies.auditSigningKey !== undefined)
      await runOnce(dependencies, signAuditHeadJob, jurisdictionId, ledgerDay)
    await runOnce(dependencies, writeMonthlyReportJob, jurisdictionId, monthOf(ledgerDay))
  })
  const jurisdictions = await listJurisdictions(dependencies.database)
  await step('核对今天的进度，判定运维经费，补出月报', () =>
    runDue(dependencies, [trackMigrations, judgeFunding, writeMonthlyReportJob], jurisdictions),
  )
  await step('由台账补录两个项目，登记一项验收备案', () => addProjects(as))
  await step('填报、匹配、批复、开通资源申请', () => fillRequests(as, dependencies))
  await step('编制下一版目录，提交批准', () => prepareNextEdition(as))
  return { preview, as }
}

/** Makes what isn't there yet. Out: how to act as somebody. Throws when the database belongs to somebody else. */
async function makeFirst(dependencies: JobDependencies): Promise<As> {
  // One hash for all: it is one password, and a hash takes most of a second.
  const hash = await hashPassword(demoPassword)
  await transactAs(dependencies.database, 'sign-in', async (tx) => {
    const jurisdiction = jurisdictionsAs('jurisdiction')
    const present = await tx.select({ id: jurisdiction.id }).from(jurisdiction)
    const known = [jurisdictionId, ...regions.map(({ id }) => id)]
    if (present.some(({ id }) => !known.includes(id)))
      throw new Error('这个数据库里已有别的辖区，演示不会往里写。请换一个 DATABASE_URL 或 DATA_DIR。')
    if (present.length === 0)
      await addJurisdiction(tx, {
        id: jurisdictionId,
        name: '陵川县',
        regulationId: 'lingchuan-2024',
        // The demo signs in by its printed password alone; every page says so.
        secondFactor: 'off',
        // The first month to be reported is the ledger's.
        createdAt: new Date(`${daysOfMonth(monthOf(ledgerDay)).first}T09:00:00+08:00`),
      })
  })
  return (await makePeople(dependencies, jurisdictionId, demoAccounts, hash)).as
}
