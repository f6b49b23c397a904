import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { type Context, transact } from '../../platform/context.ts'
import { databaseErrorCode, transactAs } from '../../platform/database.ts'
import { loadPerson } from '../people/load-person.ts'
import { addTestPerson, codeOf, form, recorded } from '../testing.ts'
import { changeOrganisation, createOrganisation, readOrganisations } from './organisation-tree.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const system = () => world.as('system-admin')
const add = (name: string, parentId: number | null = null) => createOrganisation(system(), { name, parentId })

/** Out: a person of this organisation as they act after signing in. */
async function personOf(organisationId: number, username: string): Promise<Context> {
  const id = await addTestPerson(world, username, ['department'], organisationId)
  const actor = await transactAs(world.database, 'sign-in', (tx) => loadPerson(tx, id))
  if (actor === null) throw new Error('no person')
  return { ...world.as('department'), actor }
}

describe('the tree of organisations', () => {
  it('shows a department its own rows and those of every unit below, none above or beside', async () => {
    const bureau = await add('县教育局')
    const school = await add('县第一中学', bureau)
    const branch = await add('县第一中学西校区', school)
    const beside = await add('县水务局')
    await transactAs(
      world.database,
      { jurisdictionId: world.jurisdictionId, organisations: 'all' },
      async (tx) => {
        for (const [code, id] of [bureau, school, branch, beside].entries())
          await tx.execute(sql`insert into systems (jurisdiction_id, organisation_id, code, name)
            values (${world.jurisdictionId}, ${id}, ${`T-${code}`}, ${`系统${code}`})`)
      },
    )
    const codesSeen = async (context: Context) =>
      (
        await transact(context, (tx) =>
          tx.execute<{ code: string }>(sql`select code from systems order by code`),
        )
      ).map(({ code }) => code)
    expect(await codesSeen(await personOf(bureau, 'bureau'))).toEqual(['T-0', 'T-1', 'T-2'])
    expect(await codesSeen(await personOf(school, 'school'))).toEqual(['T-1', 'T-2'])
    expect(await codesSeen(await personOf(branch, 'branch'))).toEqual(['T-2'])

    await changeOrganisation(system(), school, { name: '县第一中学', parentId: beside })
    expect(await codesSeen(await personOf(bureau, 'bureau-2'))).toEqual(['T-0'])
    expect(await codesSeen(await personOf(beside, 'beside'))).toEqual(['T-1', 'T-2', 'T-3'])
    expect((await recorded(world, 'organisation', school)).at(-1)).toMatchObject({
      before: { name: '县第一中学', parentId: bureau },
      after: { name: '县第一中学', parentId: beside },
    })
  })

  it('never becomes a circle, and two moves at once don’t make one', async () => {
    const [a, b, c] = [await add('甲局'), await add('乙中心'), await add('丙站')]
    await changeOrganisation(system(), b, { name: '乙中心', parentId: a })
    await changeOrganisation(system(), c, { name: '丙站', parentId: b })
    for (const below of [a, b, c])
      expect(await codeOf(changeOrganisation(system(), a, { name: '甲局', parentId: below }))).toBe(
        'invalid-input',
      )
    const [d, e] = [await add('丁局'), await add('戊局')]
    const outcomes = await Promise.all([
      codeOf(changeOrganisation(system(), d, { name: '丁局', parentId: e })),
      codeOf(changeOrganisation(system(), e, { name: '戊局', parentId: d })),
    ])
    expect(outcomes.sort()).toEqual(['done', 'invalid-input'])
  })

  it('stays a tree whatever is moved where', async () => {
    const ids: number[] = []
    for (let n = 0; n < 6; n += 1) ids.push(await add(`随机单位${n}`))
    const place = fc.integer({ min: 0, max: 5 })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, place), { maxLength: 8 }), async (moves) => {
        for (const [from, to] of moves) {
          const id = ids[from] ?? 0
          await codeOf(
            changeOrganisation(system(), id, { name: `随机单位${from}`, parentId: ids[to] ?? null }),
          )
        }
        const shown = (await readOrganisations(system())).filter(({ name }) => name.startsWith('随机单位'))
        // What lies in a circle hangs from no top, and would be missing.
        expect(shown.length).toBe(6)
      }),
      { numRuns: 15 },
    )
  })

  it('has each name once, in words at the field', async () => {
    await add('县档案馆')
    const again = await world.fetch('/admin/organisations', {
      as: 'system-admin',
      ...form({ name: '县档案馆', parentId: '' }),
    })
    expect(again.status).toBe(400)
    expect(await again.text()).toContain('已有同名的单位')
  })

  it('ends at the jurisdiction, in the database too', async () => {
    const foreign = await transactAs(world.database, 'sign-in', async (tx) => {
      await tx.execute(sql`insert into jurisdictions (id, name, regulation_id) values ('other', '别县', 'x')`)
      const [row] = await tx.execute<{ id: string }>(
        sql`insert into organisations (jurisdiction_id, name) values ('other', '别县局') returning id`,
      )
      return Number(row?.id)
    })
    expect(await codeOf(createOrganisation(system(), { name: '跨县单位', parentId: foreign }))).toBe(
      'not-found',
    )
    const forced = transactAs(world.database, 'sign-in', (tx) =>
      tx.execute(sql`insert into organisations (jurisdiction_id, name, parent_id)
        values ('lingchuan', '跨县单位', ${foreign})`),
    )
    expect(await forced.catch(databaseErrorCode)).toBe('23503')
    expect((await readOrganisations(system())).some(({ name }) => name === '别县局')).toBe(false)
  })
})
