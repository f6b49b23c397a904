import { beforeAll, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { judgeSystems } from '../funding/index.ts'
import { draftOrder, issueOrder } from '../oversight/index.ts'
import { sampleOrder } from '../oversight/testing.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { createProjectFromSystem } from '../projects/index.ts'
import { factsNeededBy } from '../regulations/index.ts'
import { packs } from '../regulations/packs/index.ts'
import { systems } from '../systems/schema.ts'
import { recordRegister } from '../systems/testing.ts'
import { placeOfFact } from './place-of-fact.ts'
import { readSystem } from './read-system.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  const of = (code: string) => ({
    jurisdictionId: world.jurisdictionId,
    organisationId: world.organisations.department,
    code,
    name: `系统${code}`,
    classified: false,
    dataSharing: false,
    disguised: true,
    coConstruction: false,
    constructionStartedOn: dateOf('2025-05-31'),
    approvedOn: dateOf('2025-06-01'),
    builtOn: dateOf('2025-10-01'),
    acceptedOn: 'infinity' as const,
    hosting: 'public-cloud' as const,
    publicCloudAssessedOn: 'infinity' as const,
  })
  await transact(world.as('job'), (tx) => tx.insert(systems).values([of('A/1'), of('A/2')]))
  await recordRegister(world.as('job'))
  await createProjectFromSystem(world.as('department'), { code: 'A/2' })
  const id = await draftOrder(world.as('bureau-handler'), {
    ...sampleOrder,
    organisationId: world.organisations.department,
    wholeUnit: false,
    systems: ['A/1'],
    title: '系统整改',
  })
  await issueOrder(world.as('competent-bureau'), {
    id,
    number: '陵数改〔2026〕1号',
    on: '2026-11-20',
    version: 1,
  })
  const job = world.as('job')
  await transact(job, (tx) => judgeSystems(job, tx, job.clock.today()))
})

const roles = ['competent-bureau', 'bureau-handler', 'department', 'finance', 'data-centre', 'audit'] as const
const linksIn = (page: string) =>
  [...page.matchAll(/去办理：(.*?)<\/p>/gs)].flatMap(([, links = '']) =>
    [...links.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&')),
  )

it.each(packs.map((pack) => [pack.id, pack] as const))(
  'every fact that %s reads has a place where the bureau records it',
  async (_, pack) => {
    const bureau = world.as('competent-bureau')
    for (const code of ['A/1', 'A/2']) {
      const view = await readSystem(bureau, code)
      expect(factsNeededBy(pack).filter((fact) => placeOfFact(fact, view, bureau.actor) === null)).toEqual([])
    }
  },
)

it.each(roles)('each way that a page shows to what lifts a finding is open to %s', async (role) => {
  const links = new Set<string>()
  for (const code of ['A%2F1', 'A%2F2']) {
    const page = await (await world.fetch(`/systems/${code}`, { as: role })).text()
    for (const link of linksIn(page)) links.add(link)
    // What the table of facts leads to, likewise.
    for (const [, link = ''] of page.matchAll(/href="([^"]+\/facts\/\w+)"/g)) links.add(link)
    expect(page).toContain(' id="projects"')
  }
  for (const link of links)
    if (!link.startsWith('#'))
      expect([link, (await world.fetch(link, { as: role })).status]).toEqual([link, 200])
  if (role !== 'competent-bureau') return
  expect([...links].filter((link) => !link.startsWith('/systems/'))).toEqual([
    '/oversight/determinations/new?system=A%2F1',
    '#projects',
    '/oversight/determinations/new?system=A%2F2',
    '/projects/1',
  ])
  expect([...links]).toContain('/systems/A%2F1/facts/publicCloudAssessedOn')
})

it('the list of orders is found by a system of theirs', async () => {
  const page = async (code: string) =>
    (await world.fetch(`/oversight/orders?q=${code}`, { as: 'department' })).text()
  expect(await page('A%2F1')).toContain('系统整改')
  expect(await page('A%2F2')).not.toContain('系统整改')
})
