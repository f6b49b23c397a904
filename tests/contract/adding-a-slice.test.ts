import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { readTasks } from '../../src/desk/tasks.ts'
import { allOperations } from '../../src/platform/permissions.ts'
import { jobTitle } from '../../src/platform/vocabulary.ts'
import { houseOf, slices, working } from '../../src/slices.ts'
import { violations } from '../boundaries/rules.ts'
import { recordDrill } from '../support/drills/record-drill.ts'
import { drillsMigration } from '../support/drills/schema.ts'
import { drillsSlice } from '../support/drills/slice.ts'
import { parameterOf, routesOf } from '../support/routes.ts'
import { makeWorld, type World } from '../support/world.ts'
import { machineRows } from './machines/rows.ts'
import { noRows } from './rows.ts'

let world: World
const root = new URL('../../', import.meta.url)
const read = (path: string) => readFile(new URL(path, root), 'utf8')

beforeAll(async () => {
  world = await makeWorld({ house: houseOf([...working, drillsSlice]) })
  for (const statement of drillsMigration) await world.database.execute(sql.raw(statement))
})

describe('a made-up slice', () => {
  it('works by its own folder, its line in the list and its migration', async () => {
    const id = await recordDrill(world.as('department'), { name: '断网演练' })
    const desk = await (await world.fetch('/desk', { as: 'department' })).text()
    expect(desk).toContain('href="/drills"')
    const tasks = await readTasks(world.as('department'), drillsSlice.tasks ? [drillsSlice.tasks] : [])
    expect(tasks.map(({ count, text }) => `${count} ${text}`)).toEqual(['1 次演练待总结'])
    const page = await (await world.fetch('/drills', { as: 'finance' })).text()
    expect(page).toContain('断网演练')
    expect(page).toContain('aria-current="page">应急演练')
    expect(await (await world.fetch('/admin/permissions', { as: 'finance' })).text()).toContain(
      '登记应急演练',
    )
    expect(jobTitle('count-drills')).toBe('演练统计')
    const log = await (await world.fetch('/audit', { as: 'audit' })).text()
    expect(log).toContain('登记应急演练')
    expect((await world.fetch(`/drills/${id}`, { as: 'audit' })).status).toBe(200)
  })

  it('is kept apart by the second wall: no other department sees its rows', async () => {
    const id = await recordDrill(world.as('department'), { name: '停电演练' })
    const person = world.as('department')
    if (person.actor.kind !== 'person') throw new Error('a department is a person')
    const { organisationIds: _, ...actor } = person.actor
    const beside = { ...person, actor: { ...actor, organisationIds: [world.organisations.finance] } }
    const rows = await world.database.execute(
      sql`select relforcerowsecurity as forced from pg_class where relname = 'drills'`,
    )
    expect(rows[0]).toEqual({ forced: true })
    await expect(recordDrill(beside, { name: '替别人登记' })).rejects.toThrow()
    expect((await world.fetch(`/drills/${id}`, { as: 'department-head' })).status).toBe(200)
  })
})

describe('docs/adding-a-slice.md', () => {
  /** Out: the places outside a slice's own folder that its list names, in order. */
  const listed = async () => {
    const [, list = ''] = (await read('docs/adding-a-slice.md')).split('## Outside its folder')
    return [...list.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, place]) => place)
  }

  it('lists the places that a made-up slice is missed in, at most eight', async () => {
    const missed: string[] = []
    const from = 'src/drills/record-drill.ts'
    if (violations([{ from, to: 'zod' }]).length > 0) missed.push('src/slices.ts')
    const bare = await makeWorld()
    const table = await bare.database.execute(sql`select from pg_class where relname = 'drills'`)
    if (table.length === 0) missed.push('drizzle/')
    const paths = routesOf(world.app).flatMap(({ path }) => parameterOf(path) ?? [])
    const rows = await read('tests/contract/rows.ts')
    if (paths.some((path) => noRows[path] === undefined && !rows.includes(`'${path}'`)))
      missed.push('tests/contract/rows.ts')
    const tried = (await machineRows(bare)).map(({ machine }) => machine.table)
    if (drillsSlice.machines?.some((machine) => !tried.includes(machine.table)))
      missed.push('tests/contract/machines/')
    const golden = await read('src/identity/people/permissions.golden.txt')
    const known = golden.split('\n').map((line) => line.split(':')[0])
    if (
      drillsSlice.permissions?.some(({ permissions }) =>
        Object.keys(permissions).some((each) => !known.includes(each)),
      )
    )
      missed.push('src/identity/people/permissions.golden.txt')
    for (const document of ['README.md', 'docs/glossary.md'])
      if (!(await read(document)).includes('src/drills/')) missed.push(document)
    const picture = 'docs/images/architecture.svg'
    if (!(await read(picture)).includes('>drills<')) missed.push(picture)
    expect(await listed()).toEqual(missed)
    expect(missed.length).toBeLessThanOrEqual(8)
  })

  it('names what every slice of the house has done', async () => {
    const readme = await read('README.md')
    for (const { name } of slices) expect([name, readme.includes(`src/${name}/`)]).toEqual([name, true])
    expect(allOperations().length).toBeGreaterThan(60)
  })
})
