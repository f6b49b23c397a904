import { readFile } from 'node:fs/promises'
import type { World } from '../../tests/support/world.ts'
import { approveEdition, compileEdition, publishEdition, submitEdition } from '../catalogue/index.ts'
import { transactAs } from '../platform/database.ts'
import { systems } from '../systems/schema.ts'
import { approveRequest } from './filing/approve-request.ts'
import type { DraftInput } from './filing/draft-input.ts'
import { fileRequest } from './filing/file-request.ts'
import { confirmMatch } from './filing/match-request.ts'
import { provisionRequest } from './filing/provision-request.ts'
import { reviewRequest } from './filing/review-request.ts'
import { submitRequest } from './filing/submit-request.ts'

/** The sample catalogue's text, for editions that differ from it in a price. */
export async function sampleCatalogue(): Promise<string> {
  return readFile(new URL('../../demo/samples/catalogue.csv', import.meta.url), 'utf8')
}

/** Compiles, approves and publishes an edition. Out: its id. */
export async function publishSample(world: World, number = '2026年第1版', csv?: string): Promise<number> {
  const { editionId } = await compileEdition(world.as('data-centre'), {
    number,
    fileName: 'catalogue.csv',
    bytes: new TextEncoder().encode(csv ?? (await sampleCatalogue())),
  })
  await submitEdition(world.as('data-centre'), { editionId })
  await approveEdition(world.as('competent-bureau'), { editionId })
  await approveEdition(world.as('finance'), { editionId })
  await publishEdition(world.as('competent-bureau'), { editionId })
  return editionId
}

/** A system of the department in the register. Out: its code. */
export async function addSystem(world: World, code: string, name = `系统${code}`): Promise<string> {
  const { jurisdictionId } = world
  await transactAs(world.database, { jurisdictionId, organisations: 'all' }, (tx) =>
    tx.insert(systems).values({ jurisdictionId, organisationId: world.organisations.department, code, name }),
  )
  return code
}

export const machine = { quantity: 2, vcpu: 4, memoryGiB: 8, zone: '政务外网' }

/** What a department might say; every part can be another. */
export function draftOf(change: Partial<DraftInput> = {}): DraftInput {
  return {
    project: '国库集中支付系统迁移',
    systemName: '国库集中支付系统',
    purpose: '应用和数据库迁移上云',
    startsOn: '2026-12-01',
    endsOn: '2027-11-30',
    lines: [machine],
    ...change,
  }
}

/** Files a draft and takes it as far as wanted. Out: its id. */
export async function requestIn(
  world: World,
  state: 'draft' | 'submitted' | 'matched' | 'reviewed' | 'approved' | 'provisioned',
  change: Partial<DraftInput> = {},
): Promise<number> {
  const steps: [typeof state, (requestId: number) => Promise<unknown>][] = [
    ['submitted', (requestId) => submitRequest(world.as('department-head'), { requestId })],
    ['matched', (requestId) => confirmMatch(world.as('data-centre'), { requestId })],
    ['reviewed', (requestId) => reviewRequest(world.as('data-centre'), { requestId, comment: '同意' })],
    ['approved', (requestId) => approveRequest(world.as('competent-bureau'), { requestId })],
    ['provisioned', (requestId) => provisionRequest(world.as('data-centre'), { requestId })],
  ]
  const { requestId } = await fileRequest(world.as('department'), draftOf(change))
  if (state === 'draft') return requestId
  for (const [reached, take] of steps) {
    await take(requestId)
    if (reached === state) break
  }
  return requestId
}
