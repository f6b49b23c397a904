import { approveCalendar } from '../../../src/calendar/approve-calendar.ts'
import { calendarEditionMachine } from '../../../src/calendar/model.ts'
import { returnCalendar } from '../../../src/calendar/return-calendar.ts'
import { submitCalendar } from '../../../src/calendar/submit-calendar.ts'
import { uploadCalendar } from '../../../src/calendar/upload-calendar.ts'
import { addPerson } from '../../../src/identity/index.ts'
import {
  askAccountChange,
  listAskedChanges,
  refuseAccountChange,
  releaseAccountChange,
} from '../../../src/identity/people/account-changes.ts'
import { grantRole, withdrawRole } from '../../../src/identity/people/decide-role.ts'
import { accountChangeMachine, membershipMachine } from '../../../src/identity/people/model.ts'
import { askForRole } from '../../../src/identity/people/request-role.ts'
import { transact } from '../../../src/platform/context.ts'
import { transactAs } from '../../../src/platform/database.ts'
import { runMachine } from '../../../src/platform/job-model.ts'
import { runOnce } from '../../../src/platform/jobs.ts'
import { publishSample } from '../../../src/requests/testing.ts'
import { confirmImport } from '../../../src/systems/confirm-import.ts'
import { acceptImport, returnImport } from '../../../src/systems/decide-import.ts'
import { discardImport } from '../../../src/systems/discard-import.ts'
import { importMachine } from '../../../src/systems/model.ts'
import { previewLedger } from '../../../src/systems/preview-ledger.ts'
import {
  acceptProposal,
  returnProposal,
  withdrawProposal,
} from '../../../src/systems/proposals/decide-proposal.ts'
import { proposalMachine } from '../../../src/systems/proposals/model.ts'
import { proposeFact } from '../../../src/systems/proposals/propose-fact.ts'
import { factEntries } from '../../../src/systems/schema.ts'
import { submitImport } from '../../../src/systems/submit-import.ts'
import { writing } from '../../support/test-job.ts'
import type { World } from '../../support/world.ts'
import { editionRow, needRow } from './catalogue-rows.ts'
import { bytesOf, comment, idOf, instant, type MachineRow, only, reason, rowOf } from './machine-row.ts'
import { determinationRow, evaluationRow, orderRow } from './oversight-rows.ts'
import { milestoneRow, projectFileRow } from './project-rows.ts'
import { requestRows } from './request-rows.ts'
import { adoptionRow, supplementRow } from './rule-rows.ts'

/** Makes a row of every machine there is. */
export async function machineRows(world: World): Promise<MachineRow[]> {
  const adoption = await adoptionRow(world)
  const editionId = await publishSample(world)
  return [
    ...(await requestRows(world)),
    await needRow(world),
    adoption,
    await supplementRow(world),
    await calendarRow(world),
    await ledgerRow(world),
    await proposalRow(world),
    await membershipRow(world),
    await accountChangeRow(world),
    await runRow(world),
    await orderRow(world),
    await determinationRow(world),
    await milestoneRow(world),
    await projectFileRow(world),
    await evaluationRow(world, 'A-9'),
    // Last: its verbs change the catalogue, by which requests are matched.
    await editionRow(editionId),
  ]
}

async function calendarRow(world: World): Promise<MachineRow> {
  const bytes = bytesOf('日期,安排,名称,文号\n2027-01-01,休,元旦,国办发明电〔2026〕9号')
  const uploaded = await uploadCalendar(world.as('data-centre'), { year: 2027, fileName: '2027.csv', bytes })
  if (!('editionId' in uploaded)) throw new Error('the calendar has faults')
  const { editionId } = uploaded
  return rowOf(
    calendarEditionMachine,
    { id: editionId },
    {
      columns: (status) => {
        const decided = ['approved', 'returned'].includes(status)
        return {
          decided_by: only(decided, idOf(world.as('competent-bureau'))),
          decided_at: only(decided, instant),
        }
      },
      verbs: {
        submit: ['data-centre', (c) => submitCalendar(c, editionId)],
        approve: ['competent-bureau', (c) => approveCalendar(c, editionId, [])],
        return: ['competent-bureau', (c) => returnCalendar(c, editionId, { comment })],
      },
    },
  )
}

async function ledgerRow(world: World): Promise<MachineRow> {
  const bytes = bytesOf('系统编号,系统名称,主管单位\nA-1,国库系统,县财政局国库股')
  const { importId, digest } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  return rowOf(
    importMachine,
    { id: importId },
    {
      columns: (status) => {
        const decided = ['imported', 'returned'].includes(status)
        return {
          submitted_by: idOf(world.as('data-centre')),
          submitted_at: instant,
          document: '陵数函〔2026〕1号',
          decided_by: only(decided, idOf(world.as('competent-bureau'))),
          decided_at: only(decided, instant),
        }
      },
      verbs: {
        import: ['data-centre', (c) => confirmImport(c, importId)],
        submit: ['data-centre', (c) => submitImport(c, importId, { document: '陵数函〔2026〕1号' })],
        accept: ['competent-bureau', (c) => acceptImport(c, importId, { seen: digest })],
        return: ['competent-bureau', (c) => returnImport(c, importId, { reason })],
        discard: ['data-centre', (c) => discardImport(c, importId)],
      },
    },
  )
}

async function proposalRow(world: World): Promise<MachineRow> {
  const bytes = bytesOf('系统编号,系统名称,主管单位\nA-9,会计系统,县财政局国库股')
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '补报.csv', bytes })
  await confirmImport(world.as('data-centre'), importId)
  const fact = {
    values: { emergency: true },
    holdsFrom: world.clock.today(),
    document: '陵数函〔2026〕1号',
    reason,
  }
  const { proposalId } = await proposeFact(world.as('department'), 'A-9', fact)
  const [entry] = await transact(world.as('job'), (tx) => tx.select().from(factEntries).limit(1))
  return rowOf(
    proposalMachine,
    { id: proposalId },
    {
      columns: (status) => ({
        decided_by: only(['recorded', 'returned'].includes(status), idOf(world.as('competent-bureau'))),
        decided_at: only(['recorded', 'returned'].includes(status), instant),
        entry_id: only(status === 'recorded', entry?.id ?? 0),
      }),
      verbs: {
        accept: ['competent-bureau', (c) => acceptProposal(c, proposalId)],
        return: ['competent-bureau', (c) => returnProposal(c, proposalId, { reason })],
        withdraw: ['department', (c) => withdrawProposal(c, proposalId)],
      },
    },
  )
}

async function accountChangeRow(world: World): Promise<MachineRow> {
  const { jurisdictionId } = world
  const personId = await transactAs(world.database, 'sign-in', (tx) =>
    addPerson(tx, {
      jurisdictionId,
      organisationId: world.organisations.finance,
      username: 'forgets',
      name: '健忘的人',
      passwordHash: null,
      roles: ['department'],
    }),
  )
  await askAccountChange(world.as('system-admin'), personId, 'password')
  const [change] = await listAskedChanges(world.as('system-admin'), personId)
  const changeId = change?.id ?? 0
  return rowOf(
    accountChangeMachine,
    { id: changeId },
    {
      another: () => ({ kind: 'second-factor' }),
      verbs: {
        release: ['security-admin', (c) => releaseAccountChange(c, personId, { changeId })],
        refuse: ['security-admin', (c) => refuseAccountChange(c, personId, changeId)],
      },
    },
  )
}

async function membershipRow(world: World): Promise<MachineRow> {
  const { jurisdictionId } = world
  const personId = await transactAs(world.database, 'sign-in', (tx) =>
    addPerson(tx, {
      jurisdictionId,
      organisationId: world.organisations.finance,
      username: 'besides',
      name: '另一位',
      passwordHash: null,
      roles: ['department'],
    }),
  )
  const asked = { personId, role: 'finance' } as const
  await askForRole(world.as('system-admin'), asked)
  return rowOf(
    membershipMachine,
    { person_id: personId, role: 'finance' },
    {
      another: () => ({ role: 'audit' }),
      verbs: {
        grant: ['security-admin', (c) => grantRole(c, asked)],
        withdraw: ['security-admin', (c) => withdrawRole(c, { ...asked, reason })],
      },
    },
  )
}

async function runRow({ database, objects, clock, jurisdictionId }: World): Promise<MachineRow> {
  const job = 'states'
  await runOnce({ database, objects, clock, log: () => {} }, writing(job), jurisdictionId, '2026-11-20')
  return rowOf(
    runMachine,
    { job, jurisdiction_id: jurisdictionId, period: '2026-11-20' },
    {
      another: () => ({ period: '2026-11-21' }),
    },
  )
}
