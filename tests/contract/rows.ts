import { readFile } from 'node:fs/promises'
import { eq } from 'drizzle-orm'
import { trackMigrations } from '../../jobs/track-migrations.ts'
import { record, sequenceEntries } from '../../src/audit/index.ts'
import { approveCalendar, submitCalendar, uploadCalendar } from '../../src/calendar/index.ts'
import { readCapacity } from '../../src/capacity/read-capacity.ts'
import { setPoolCapacity } from '../../src/capacity/set-pool-capacity.ts'
import {
  approveEdition,
  compileEdition,
  fileUnlistedNeed,
  publishEdition,
  submitEdition,
} from '../../src/catalogue/index.ts'
import { pdf } from '../../src/evidence/files.fixture.ts'
import { storeUpload } from '../../src/evidence/index.ts'
import { fundingRecounter } from '../../src/funding/index.ts'
import { addPerson } from '../../src/identity/index.ts'
import { createKey } from '../../src/identity/keys/api-keys.ts'
import { askForRole } from '../../src/identity/people/request-role.ts'
import { jurisdictions, organisations, sessions } from '../../src/identity/schema.ts'
import { openSession } from '../../src/identity/sign-in/sessions.ts'
import { draftDetermination } from '../../src/oversight/determinations/draft-determination.ts'
import { signDetermination } from '../../src/oversight/determinations/sign-determination.ts'
import { confirmEvaluation, draftEvaluation } from '../../src/oversight/evaluations/record-evaluation.ts'
import { draftOrder } from '../../src/oversight/orders/draft-order.ts'
import { issueOrder } from '../../src/oversight/orders/issue-order.ts'
import { receiveOrder } from '../../src/oversight/orders/receive-order.ts'
import { sampleDetermination, sampleEvaluation, sampleOrder } from '../../src/oversight/testing.ts'
import { type Context, transact } from '../../src/platform/context.ts'
import { transactAs } from '../../src/platform/database.ts'
import { dateOf } from '../../src/platform/dates.ts'
import { runOnce } from '../../src/platform/jobs.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { createProject } from '../../src/projects/create-project.ts'
import { previewProjectFile } from '../../src/projects/file/preview-file.ts'
import { recordMilestone } from '../../src/projects/record-milestone.ts'
import { makeMonthlyReport } from '../../src/reports/index.ts'
import { approveRequest } from '../../src/requests/filing/approve-request.ts'
import { fileRequest } from '../../src/requests/filing/file-request.ts'
import { confirmMatch } from '../../src/requests/filing/match-request.ts'
import { provisionRequest } from '../../src/requests/filing/provision-request.ts'
import { readRequest } from '../../src/requests/filing/read-request.ts'
import { reviewRequest } from '../../src/requests/filing/review-request.ts'
import { submitRequest } from '../../src/requests/filing/submit-request.ts'
import { previewUsage } from '../../src/requests/resources/preview-usage.ts'
import { requestChange } from '../../src/requests/resources/request-change.ts'
import { draftSupplement, proposeAdoption, readRuleEditions } from '../../src/rules/index.ts'
import { adoptOlder, sampleDefinition } from '../../src/rules/testing.ts'
import { confirmImport, previewLedger, proposeFact } from '../../src/systems/index.ts'
import { factProposals } from '../../src/systems/schema.ts'
import { populate, type World } from '../support/world.ts'

/** Ids by which a route's first parameter can name a row. */
export interface Rows {
  /** A row that those who may use the route may use it on. */
  own: string
  /** The same kind of row of another jurisdiction. */
  elsewhere: string
  /** One of another department (or person) of the same jurisdiction, tried by those who see only their own; null: none is. */
  beside: string | null
  /** No row has this id. */
  missing: string
}

export interface Fixtures {
  /** By the route's path up to its first parameter; see `parameterOf`. */
  rows: Record<string, Rows>
  /** What mustn't change: the other jurisdiction, and a department of this one. */
  elsewhere: string
  besideOrganisation: number
}

/** Parameters that name no row of a jurisdiction, and why. */
export const noRows: Record<string, string> = {
  '/assets/:name': 'files of the program',
  '/invitation/:token': 'a secret that is its own credential; a wrong one is tested in people.test.ts',
  '/calendar/:file': 'a year of the reader’s own calendar, or an empty sheet for it',
  '/catalogue/items/:code': 'the published catalogue is everybody’s',
  '/regulations/:id': 'rule packs are part of the program',
}

/** Routes whose parameter names what is to be made, not what is there. */
export const creatingRoutes = ['POST /reports/:month']

const emergency = { values: { emergency: true }, document: '陵数函〔2026〕9号', reason: '应急项目' }

const lifting = { from: '2026-11-21', document: '陵数认〔2026〕9号', reason: '情形已消除' }
const outcome = { outcome: 'resolved', on: '2026-11-21', document: '陵数函〔2026〕89号', reason: '已核实' }

/** What routes that write need to come as far as the row. Without an entry: an empty form, or no body. */
export function bodiesOf(world: World): Record<string, Record<string, string> | (() => FormData)> {
  const organisationId = String(world.organisations.department)
  const file = (name: string, content: string) => () => {
    const data = new FormData()
    data.set('file', new File([content], name))
    return data
  }
  return {
    'POST /admin/people/:id/changes/release': { changeId: '1' },
    'POST /admin/people/:id/changes/refuse': { changeId: '1' },
    'POST /admin/people/:id/rename': { name: '改过的名字' },
    'POST /admin/people/:id/move': { organisationId },
    'POST /admin/people/:id/roles': { role: 'finance' },
    'POST /admin/people/:id/roles/grant': { role: 'finance' },
    'POST /admin/people/:id/roles/withdraw': { role: 'finance', reason: '调离' },
    'POST /admin/organisations/:id': { name: '改过的单位', parentId: '' },
    'POST /evidence/:id/withdraw': { reason: '传错了页' },
    'POST /proposals/:id/return': { reason: '没有批文' },
    'POST /recordings/:id/void': { reason: '登记错了' },
    'POST /systems/:code/facts/:fact': {
      classified: 'no',
      holdsFrom: '2026-11-21',
      document: '陵数函〔2026〕9号',
      reason: '应急项目',
    },
    'POST /systems/import/:id/return': { reason: '依据不符' },
    'POST /calendar/editions/:id/return': { comment: '只写了一天' },
    'POST /rules/adoptions/:id/sign': { hash: 'a' },
    'POST /rules/adoptions/:id/withdraw': { reason: '再核对' },
    'POST /rules/supplements/:id/approve': { hash: 'a' },
    'POST /rules/supplements/:id/return': { reason: '文号不对' },
    'POST /rules/supplements/:id/repeal': { from: '2026-12-01', documentNumber: '陵数发〔2026〕20号' },
    'POST /rules/supplements/:id/approve-repeal': {
      from: '2026-12-01',
      documentNumber: '陵数发〔2026〕20号',
    },
    'POST /rules/supplements/:id/drop-repeal': {
      from: '2026-12-01',
      documentNumber: '陵数发〔2026〕20号',
      reason: '暂不废止',
    },
    'POST /oversight/orders/:id/issue': {
      version: '1',
      number: '陵数函〔2026〕88号',
      on: '2026-11-21',
      shownOn: '2026-11-21',
    },
    'POST /oversight/orders/:id/receive': { on: '2026-11-21' },
    'POST /oversight/orders/:id/answer': { answer: '已经整改' },
    'POST /oversight/orders/:id/propose': outcome,
    'POST /oversight/orders/:id/drop': { version: '1', reason: '再核对' },
    'POST /oversight/orders/:id/confirm': { version: '1', outcome: 'resolved' },
    'POST /oversight/evaluations/:id/propose-rectified': { on: '2026-11-21', document: '陵数评〔2026〕9号' },
    'POST /oversight/evaluations/:id/confirm': { version: '1' },
    'POST /oversight/evaluations/:id/drop-rectified': { version: '1', reason: '再核对' },
    'POST /oversight/evaluations/:id/confirm-rectified': { version: '1' },
    'POST /oversight/evaluations/:id/propose-withdrawal': { reason: '登记错了' },
    'POST /oversight/evaluations/:id/drop-withdrawal': { version: '1', reason: '没有错' },
    'POST /oversight/evaluations/:id/withdraw': { version: '1' },
    'POST /oversight/determinations/:id/sign': { version: '1' },
    'POST /oversight/determinations/:id/propose-lift': lifting,
    'POST /oversight/determinations/:id/drop-lift': { version: '1', reason: '继续有效' },
    'POST /oversight/determinations/:id/lift': { version: '1' },
    'POST /projects/:id/link': { code: 'HERE-1', role: 'runs' },
    'POST /projects/:id/unlink': { code: 'HERE-1' },
    'POST /projects/:id/record': { step: 'approval', day: '2026-11-20' },
    'POST /projects/files/:id/register': { digest: 'a' },
    'POST /projects/milestones/:id/refuse': { comment: '与批复不符' },
    'POST /projects/milestones/:id/revoke': { reason: '登记错了' },
    'POST /editions/:id/return': { reason: '单价有误' },
    'POST /editions/:id/upload': file('catalogue.csv', 'a'),
    'POST /editions/:id/comment': { comment: '请核实' },
    'POST /editions/:id/items/:code/comment': { comment: '请核实' },
    'POST /catalogue/wishes/:id': { status: 'declined', answer: '使用面窄' },
  }
}

/** The same for the JSON API. */
export const jsonBodies: Record<string, Record<string, unknown>> = {
  'PUT /api/v1/determinations/:id': { ...sampleDetermination, system: 'HERE-1', holdsFrom: '2026-11-21' },
  'POST /api/v1/evaluations/:id/propose-rectified': { on: '2026-11-21', document: '陵数评〔2026〕9号' },
  'POST /api/v1/evaluations/:id/confirm': { version: 1 },
  'POST /api/v1/evaluations/:id/drop-rectified': { version: 1, reason: '再核对' },
  'POST /api/v1/evaluations/:id/confirm-rectified': { version: 1 },
  'POST /api/v1/evaluations/:id/propose-withdrawal': { reason: '登记错了' },
  'POST /api/v1/evaluations/:id/drop-withdrawal': { version: 1, reason: '没有错' },
  'POST /api/v1/evaluations/:id/withdraw': { version: 1 },
  'POST /api/v1/determinations/:id/sign': { version: 1 },
  'POST /api/v1/determinations/:id/propose-lift': lifting,
  'POST /api/v1/determinations/:id/drop-lift': { version: 1, reason: '继续有效' },
  'POST /api/v1/determinations/:id/lift': { version: 1 },
  'PUT /api/v1/orders/:id': { ...sampleOrder, organisationId: 1 },
  'POST /api/v1/orders/:id/issue': { version: 1, number: '陵数函〔2026〕88号', on: '2026-11-21' },
  'POST /api/v1/orders/:id/receive': { on: '2026-11-21' },
  'POST /api/v1/orders/:id/answer': { answer: '已经整改' },
  'POST /api/v1/orders/:id/propose': outcome,
  'POST /api/v1/orders/:id/drop': { version: 1, reason: '再核对' },
  'POST /api/v1/orders/:id/confirm': { version: 1, outcome: 'resolved' },
  'POST /api/v1/projects/:id/link': { code: 'HERE-1', role: 'runs' },
  'POST /api/v1/projects/:id/unlink': { code: 'HERE-1' },
  'POST /api/v1/projects/:id/milestones': { step: 'approval', day: '2026-11-20' },
  'POST /api/v1/project-files/:id/register': { digest: 'a' },
  'POST /api/v1/projects/milestones/:id/refuse': { comment: '与批复不符' },
  'POST /api/v1/projects/milestones/:id/revoke': { reason: '登记错了' },
  'PUT /api/v1/requests/:id': { version: 1, project: '项目', systemName: '系统', purpose: '用途' },
  'POST /api/v1/requests/:id/review': { comment: '同意' },
  'POST /api/v1/requests/:id/correct': { lineId: '1', code: null },
  'POST /api/v1/requests/:id/cancel': { reason: '项目取消' },
  'POST /api/v1/requests/:id/return': { reason: '请核减' },
  'POST /api/v1/resources/:id/changes': { reason: '续期', expiresOn: '2028-12-31' },
  'POST /api/v1/resources/changes/:id': { decision: 'refused', comment: '不续' },
  'POST /api/v1/systems/:code/facts': { ...emergency, holdsFrom: '2026-11-21' },
  'POST /api/v1/fact-proposals/:id/return': { reason: '没有批文' },
  'POST /api/v1/recordings/:id/void': { reason: '登记错了' },
  'POST /api/v1/evidence/:id/withdraw': { reason: '传错了页' },
  'POST /api/v1/resources/:id/release': { reason: '不再使用' },
}

/** Fills a world and a second jurisdiction in its database with every kind of row that a route can name. */
export async function fillTown(world: World): Promise<Fixtures> {
  const elsewhere = 'qinshui'
  const others = await populate(world.database, elsewhere, '沁水县')
  await transactAs(world.database, 'sign-in', (tx) =>
    tx.update(jurisdictions).set({ createdAt: new Date('2026-09-01T00:00:00Z') }),
  )
  const here = (role: Role | 'job') => world.as(role)
  const there = (role: Role | 'job'): Context => ({
    ...world.as(role),
    actor:
      role === 'job'
        ? { kind: 'job', job: 'test', jurisdictionId: elsewhere }
        : { kind: 'person', jurisdictionId: elsewhere, roles: [role], ...others[role] },
  })
  const mine = await fill(world, here, { code: 'HERE', month: '2026-10' })
  const theirs = await fill(world, there, { code: 'THERE', month: '2026-09' })
  // The other log is longer: its last entry has a number that this one doesn't have.
  for (const [as, more] of [
    [here, 0],
    [there, 200],
  ] as const)
    await transact(as('job'), async (tx) => {
      const change = { operation: 'audit.sign-head', objectType: 'audit-head', objectId: '1' } as const
      await record(as('job'), tx, Array(more).fill(change))
      await sequenceEntries(as('job'), tx)
    })
  const [beside] = await transact(here('data-centre'), (tx) =>
    tx.select({ id: organisations.id }).from(organisations).where(eq(organisations.name, '县林业局')),
  )
  if (beside === undefined) throw new Error('no department beside')
  const rows = (kind: keyof Filled, missing: string, besides: keyof Filled | null = null): Rows => ({
    own: String(mine[kind]),
    elsewhere: String(theirs[kind]),
    beside: besides === null ? null : String(mine[besides]),
    missing,
  })
  const none = '999999999'
  const months = rows('month', '2026-01')
  const entries = { own: '1', elsewhere: '200', beside: null, missing: none }
  const codes = rows('code', 'NONE-1', 'besideCode')
  const besideNeed = await fileUnlistedNeed(inOrganisation(here('department'), beside.id), need)
  const besideRequest = await fillRequests(here, (context) => inOrganisation(context, beside.id))
  const besideEvidence = await uploadEvidence(inOrganisation(here('department'), beside.id))
  const evidence = { ...rows('evidence', none), beside: String(besideEvidence) }
  const imports = rows('importId', none)
  return {
    elsewhere,
    besideOrganisation: beside.id,
    rows: {
      '/account/sessions/:id': rows('session', none, 'besideSession'),
      '/account/keys/:id': rows('key', none, 'besideKey'),
      '/admin/people/:id': rows('person', none),
      '/admin/organisations/:id': rows('organisation', none),
      '/admin/keys/:id': rows('besideKey', none),
      '/api/v1/ledger-imports/:id': imports,
      '/systems/import/:id': imports,
      '/api/v1/reports/:month': months,
      '/reports/:month': months,
      '/api/v1/audit/entries/:sequence': entries,
      '/audit/:id': entries,
      '/catalogue/editions/:id': { ...rows('edition', none), beside: String(mine.draft) },
      '/editions/:id': rows('draft', none),
      '/rules/adoptions/:id': rows('adoption', none),
      '/rules/supplements/:id': rows('supplement', none),
      '/catalogue/wishes/:id': { ...rows('need', none), beside: String(besideNeed) },
      '/calendar/editions/:id': rows('calendar', none),
      '/requests/:id': { ...rows('request', none), beside: String(besideRequest.request) },
      '/api/v1/requests/:id': { ...rows('submitted', none), beside: String(besideRequest.submitted) },
      '/resources/:id': { ...rows('resource', none), beside: String(besideRequest.resource) },
      '/api/v1/resources/:id': { ...rows('resource', none), beside: String(besideRequest.resource) },
      '/resources/changes/:id': rows('change', none),
      '/resources/usage/:id': rows('usage', none),
      '/api/v1/usage-imports/:id': rows('usage', none),
      '/api/v1/resources/changes/:id': rows('change', none),
      '/projects/:id': rows('project', none, 'besideProject'),
      '/api/v1/projects/:id': rows('project', none, 'besideProject'),
      '/api/v1/project-files/:id': rows('projectFile', none, 'besideProjectFile'),
      '/projects/files/:id': rows('projectFile', none, 'besideProjectFile'),
      '/projects/milestones/:id': rows('milestone', none, 'besideMilestone'),
      '/api/v1/projects/milestones/:id': rows('milestone', none, 'besideMilestone'),
      '/oversight/orders/:id': rows('order', none, 'besideOrder'),
      '/api/v1/orders/:id': rows('order', none, 'besideOrder'),
      '/proposals/:id': rows('proposal', none, 'besideProposal'),
      '/api/v1/fact-proposals/:id': rows('proposal', none, 'besideProposal'),
      '/recordings/:id': rows('recording', none, 'besideRecording'),
      '/api/v1/recordings/:id': rows('recording', none, 'besideRecording'),
      '/oversight/evaluations/:id': rows('evaluation', none, 'besideEvaluation'),
      '/api/v1/evaluations/:id': rows('evaluation', none, 'besideEvaluation'),
      '/oversight/determinations/:id': rows('determination', none, 'besideDetermination'),
      '/api/v1/determinations/:id': rows('determination', none, 'besideDetermination'),
      '/capacity/:id': rows('pool', none),
      '/evidence/:id': evidence,
      '/api/v1/evidence/:id': evidence,
      '/systems/:code': codes,
      '/api/v1/systems/:code': codes,
    },
  }
}

const need = { title: '时空数据库', details: '存放轨迹数据', quantity: '1', unit: '实例', monthlyYuan: '' }

function inOrganisation(context: Context, organisationId: number): Context {
  const { actor } = context
  if (actor.kind !== 'person') throw new Error('no person')
  return { ...context, actor: { ...actor, organisationId, organisationIds: [organisationId] } }
}

/** Requests of an organisation: a draft, one submitted, and a resource in use with a change that waits. */
async function fillRequests(as: (role: Role) => Context, own: (context: Context) => Context) {
  const [department, head] = [own(as('department')), own(as('department-head'))]
  const draft = {
    project: '国库系统迁移',
    systemName: '国库系统',
    purpose: '迁移上云',
    startsOn: '2026-12-01',
    endsOn: '2027-11-30',
    lines: [{ quantity: 1, vcpu: 4, memoryGiB: 8 }],
  }
  const { requestId: request } = await fileRequest(department, draft)
  const { requestId: submitted } = await fileRequest(department, draft)
  await submitRequest(head, { requestId: submitted })
  const { requestId } = await fileRequest(department, draft)
  await submitRequest(head, { requestId })
  await confirmMatch(as('data-centre'), { requestId })
  await reviewRequest(as('data-centre'), { requestId, comment: '同意' })
  await approveRequest(as('competent-bureau'), { requestId })
  await provisionRequest(as('data-centre'), { requestId })
  const [resource] = (await readRequest(as('data-centre'), { requestId })).resources
  if (resource === undefined) throw new Error('nothing was provisioned')
  const { changeId } = await requestChange(department, {
    resourceId: resource.id,
    expiresOn: '2028-11-30',
    reason: '续期',
  })
  return { request, submitted, resource: resource.id, change: changeId, resourceName: resource.name }
}

async function fillCapacity(as: (role: Role) => Context, resourceName: string) {
  const pool = { zone: '政务外网', domestic: false, measure: 'vcpu', capacity: 100 } as const
  await setPoolCapacity(as('data-centre'), pool)
  const bytes = new TextEncoder().encode(`资源名称,月份,CPU平均,CPU峰值\n${resourceName},2026-10,50,80`)
  const { importId } = await previewUsage(as('data-centre'), { fileName: '使用率.csv', bytes })
  const [kept] = (await readCapacity(as('data-centre'))).pools
  return { usage: importId, pool: kept?.id ?? 0 }
}

interface Filled {
  request: number
  submitted: number
  resource: number
  change: number
  usage: number
  pool: number
  adoption: number
  supplement: number
  code: string
  besideCode: string
  month: string
  importId: number
  edition: number
  draft: number
  need: number
  person: number
  organisation: number
  session: number
  besideSession: number
  key: number
  besideKey: number
  calendar: number
  order: number
  besideOrder: number
  proposal: number
  besideProposal: number
  recording: number
  besideRecording: number
  determination: number
  evaluation: number
  besideEvaluation: number
  besideDetermination: number
  project: number
  besideProject: number
  milestone: number
  besideMilestone: number
  projectFile: number
  besideProjectFile: number
  evidence: number
}

/** In: how to act in a jurisdiction, and what its rows are called. Out: one row of each kind. */
async function fill(
  world: World,
  as: (role: Role | 'job') => Context,
  names: { code: string; month: string },
): Promise<Filled> {
  const { database, objects, clock } = world
  const { jurisdictionId } = as('job').actor
  const code = `${names.code}-1`
  const besideCode = `${names.code}-2`
  // Before anything is judged, which would adopt the installed rules.
  const adoption = await adoptionIn(as)
  const ledger = async (fileName: string, rows: string[]) => {
    const text = [`统计截止：${names.month}-30`, '系统编号,系统名称,主管单位', ...rows].join('\n')
    return previewLedger(as('data-centre'), { fileName, bytes: new TextEncoder().encode(text) })
  }
  const first = await ledger('台账.csv', [
    `${code},国库系统,县财政局国库股`,
    `${besideCode},林业系统,县林业局`,
  ])
  await confirmImport(as('data-centre'), first.importId)
  const { importId } = await ledger('补报.csv', [`${names.code}-3,补报系统,县财政局国库股`])
  const dependencies = { database, objects, clock, log: () => {} }
  await runOnce(dependencies, trackMigrations, jurisdictionId, dateOf(`${names.month}-30`))
  await makeMonthlyReport(as('competent-bureau'), { month: names.month })
  const edition = await compile(as, '第1版')
  await submitEdition(as('data-centre'), { editionId: edition })
  await approveEdition(as('competent-bureau'), { editionId: edition })
  await approveEdition(as('finance'), { editionId: edition })
  await publishEdition(as('competent-bureau'), { editionId: edition })
  const { resourceName, ...requests } = await fillRequests(as, (context) => context)
  // Somebody whom no other route needs: they are disabled on the way.
  const person = await transactAs(database, 'sign-in', (tx) =>
    addPerson(tx, {
      jurisdictionId,
      organisationId: organisationOf(as('finance')),
      passwordHash: null,
      username: `${jurisdictionId}-besides`,
      name: '另一位',
      roles: ['department'],
    }),
  )
  if (names.code !== 'HERE') await askForRole(as('system-admin'), { personId: person, role: 'finance' })
  return {
    ...requests,
    ...(await fillCapacity(as, resourceName)),
    code,
    besideCode,
    month: names.month,
    importId,
    edition,
    draft: await compile(as, '第2版'),
    adoption,
    supplement: (await draftSupplement(as('bureau-handler'), { definition: sampleDefinition })).id,
    need: await fileUnlistedNeed(as('department'), need),
    person,
    organisation: organisationOf(as('finance')),
    session: await sessionOf(world, idOf(as('department'))),
    besideSession: await sessionOf(world, idOf(as('finance'))),
    key: await keyFor(as, 'department'),
    besideKey: await keyFor(as, 'finance'),
    calendar: await approvedCalendar(as),
    order: await orderTo(as, organisationOf(as('department'))),
    besideOrder: await orderTo(as, organisationOf(as('finance'))),
    proposal: await proposalOf(as('department'), code),
    besideProposal: await proposalOf(as('bureau-handler'), besideCode),
    recording: await recordingOf(as('bureau-handler'), code),
    besideRecording: await recordingOf(as('bureau-handler'), besideCode),
    determination: await determinationOf(as, code),
    evaluation: await evaluationOf(as, code),
    besideEvaluation: await evaluationOf(as, besideCode),
    besideDetermination: await determinationOf(as, besideCode),
    ...(await projectsOf(as)),
    evidence: await uploadEvidence(as('department')),
  }
}

async function proposalOf(context: Context, code: string): Promise<number> {
  const { proposalId } = await proposeFact(context, code, { ...emergency, holdsFrom: context.clock.today() })
  return proposalId
}

/** A single fact that is recorded. */
async function recordingOf(context: Context, code: string): Promise<number> {
  const fact = { ...emergency, values: { disguised: true }, holdsFrom: context.clock.today() }
  const { proposalId } = await proposeFact(context, code, fact)
  const [made] = await transact(context, (tx) =>
    tx.select({ id: factProposals.entryId }).from(factProposals).where(eq(factProposals.id, proposalId)),
  )
  if (made?.id == null) throw new Error('the fact waits')
  return made.id
}

const uploadEvidence = (context: Context) => storeUpload(context, { fileName: '批复.pdf', bytes: pdf() })

/** A confirmed evaluation of a system. */
async function evaluationOf(as: (role: Role) => Context, system: string): Promise<number> {
  const evaluatedOn = as('bureau-handler').clock.today()
  const id = await draftEvaluation(as('bureau-handler'), { ...sampleEvaluation, system, evaluatedOn })
  await confirmEvaluation(as('competent-bureau'), { id, version: 1 })
  return id
}

/** A signed determination of a system. */
async function determinationOf(as: (role: Role) => Context, system: string): Promise<number> {
  const holdsFrom = as('bureau-handler').clock.today()
  const determined = { ...sampleDetermination, system, holdsFrom }
  const id = await draftDetermination(as('bureau-handler'), determined)
  await signDetermination(as('competent-bureau'), { id, version: 1 })
  return id
}

/** An order that a unit has received. */
async function orderTo(as: (role: Role) => Context, organisationId: number): Promise<number> {
  const id = await draftOrder(as('bureau-handler'), { ...sampleOrder, organisationId })
  const on = as('bureau-handler').clock.today()
  await issueOrder(as('competent-bureau'), {
    id,
    version: 1,
    number: `陵数函〔2026〕${organisationId}号`,
    on,
  })
  await receiveOrder(as('bureau-handler'), { id, on })
  return id
}

/** A project of a unit and one of another, each with a milestone that waits. */
async function projectsOf(as: (role: Role) => Context) {
  const made = async (organisationId: number) => {
    const projectId = await createProject(as('bureau-handler'), { name: '国库支付系统建设', organisationId })
    const waiting = { projectId, step: 'emergency', day: as('bureau-handler').clock.today() }
    return [projectId, await recordMilestone(as('bureau-handler'), waiting)] as const
  }
  const [project, milestone] = await made(organisationOf(as('department')))
  const [besideProject, besideMilestone] = await made(organisationOf(as('finance')))
  const file = { fileName: '项目.csv', bytes: new TextEncoder().encode('项目名称\n档案平台') }
  const { fileId: projectFile } = await previewProjectFile(as('department'), file)
  const { fileId: besideProjectFile } = await previewProjectFile(as('bureau-handler'), file)
  return { project, milestone, besideProject, besideMilestone, projectFile, besideProjectFile }
}

async function approvedCalendar(as: (role: Role) => Context): Promise<number> {
  const text = '日期,安排,名称,文号\n2027-01-01,休,元旦,国办发明电〔2026〕9号'
  const bytes = new TextEncoder().encode(text)
  const { editionId } = await uploadCalendar(as('data-centre'), { year: 2027, fileName: '2027.csv', bytes })
  await submitCalendar(as('data-centre'), editionId)
  await approveCalendar(as('competent-bureau'), editionId, [fundingRecounter])
  return editionId
}

/** A jurisdiction judged by older rules, and the installed ones proposed. */
async function adoptionIn(as: (role: Role | 'job') => Context): Promise<number> {
  await transact(as('job'), (tx) => adoptOlder(as('job'), tx))
  const { installed } = await readRuleEditions(as('competent-bureau'))
  const { adoptionId } = await proposeAdoption(as('bureau-handler'), {
    hash: installed.hash,
    effectiveFrom: '2027-01-01',
  })
  return adoptionId
}

async function compile(as: (role: Role) => Context, number: string): Promise<number> {
  const bytes = await readFile(new URL('../../demo/samples/catalogue.csv', import.meta.url))
  const file = { fileName: 'catalogue.csv', bytes: new Uint8Array(bytes) }
  return (await compileEdition(as('data-centre'), { number, ...file })).editionId
}

function idOf({ actor }: Context): number {
  if (actor.kind !== 'person') throw new Error('no person')
  return actor.id
}

function organisationOf({ actor }: Context): number {
  if (actor.kind !== 'person') throw new Error('no person')
  return actor.organisationId
}

async function sessionOf({ database, clock }: World, personId: number): Promise<number> {
  await openSession(database, clock, personId, { address: null, agent: null })
  const rows = await transactAs(database, 'sign-in', (tx) =>
    tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.personId, personId)),
  )
  return rows.at(-1)?.id ?? 0
}

function keyFor(as: (role: Role) => Context, role: Role): Promise<number> {
  const { jurisdictionId } = as(role).actor
  const username = `${jurisdictionId}-${role}`
  return createKey(as('system-admin'), { username, name: '预算系统', days: 30, operations: ['systems.read'] })
}
