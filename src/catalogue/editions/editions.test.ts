import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import type { Context } from '../../platform/context.ts'
import { transact } from '../../platform/context.ts'
import { databaseErrorCode } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Role } from '../../platform/permissions.ts'
import { RowIssuesError } from '../../platform/spreadsheet/row-issues.ts'
import {
  approveEdition,
  compileEdition,
  deleteDraft,
  editionInForce,
  listCatalogueEditions,
  publishEdition,
  readCatalogueEdition,
  replaceDraft,
  returnEdition,
  submitEdition,
} from '../index.ts'

let world: World
let bytes: Uint8Array
let count = 0
beforeAll(async () => {
  world = await makeWorld()
  bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
})

const file = () => ({ fileName: 'catalogue.csv', bytes })
const changed = (from: string, to: string) => ({
  fileName: 'catalogue.csv',
  bytes: new TextEncoder().encode(new TextDecoder().decode(bytes).replace(from, to)),
})

async function draft(): Promise<number> {
  count += 1
  const { editionId } = await compileEdition(world.as('data-centre'), {
    number: `2026年第${count}版`,
    ...file(),
  })
  return editionId
}
async function submitted(): Promise<number> {
  const editionId = await draft()
  await submitEdition(world.as('data-centre'), { editionId })
  return editionId
}
async function approved(): Promise<number> {
  const editionId = await submitted()
  await approveEdition(world.as('competent-bureau'), { editionId })
  await approveEdition(world.as('finance'), { editionId })
  return editionId
}
async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return 'done'
}
const statusOf = async (editionId: number) =>
  (await readCatalogueEdition(world.as('audit'), { editionId })).status

describe('an edition goes from draft to in force', () => {
  it('by compiling, two approvals and publishing, and supersedes the one before', async () => {
    const first = await approved()
    expect(await publishEdition(world.as('competent-bureau'), { editionId: first })).toEqual({
      publishedOn: '2026-11-21',
      scheduled: false,
      superseded: null,
    })
    const second = await approved()
    const publication = await publishEdition(world.as('competent-bureau'), { editionId: second })
    expect(publication.superseded?.id).toBe(first)
    expect(await statusOf(first)).toBe('superseded')
    const inForce = await editionInForce(world.as('public'))
    expect(inForce?.id).toBe(second)
    expect(inForce?.items.length).toBe(97)
    expect(inForce?.approvals.map(({ bureau, by, on }) => [bureau, by, on])).toEqual([
      ['competent-bureau', '县数据局机关', '2026-11-21'],
      ['finance', '县财政局机关', '2026-11-21'],
    ])
  })

  it('records every step in the audit record', async () => {
    const editionId = await approved()
    await publishEdition(world.as('competent-bureau'), { editionId })
    const rows = await transact(world.as('audit'), (tx) =>
      tx.execute<{ operation: string }>(
        sql`select operation from audit_entries
          where object_type = 'catalogue-edition' and object_id = ${String(editionId)} order by id`,
      ),
    )
    expect(rows.map((row) => row.operation)).toEqual([
      'catalogue.compile',
      'catalogue.submit',
      'catalogue.approve',
      'catalogue.approve',
      'catalogue.publish',
    ])
  })
})

describe('who may do what', () => {
  const steps: [string, readonly Role[], (context: Context) => Promise<unknown>][] = [
    ['compile', ['data-centre'], (context) => compileEdition(context, { number: '', ...file() })],
    ['replace', ['data-centre'], (context) => replaceDraft(context, { editionId: 999_999, ...file() })],
    ['delete', ['data-centre'], (context) => deleteDraft(context, { editionId: 999_999 })],
    ['submit', ['data-centre'], (context) => submitEdition(context, { editionId: 999_999 })],
    [
      'approve',
      ['competent-bureau', 'finance'],
      (context) => approveEdition(context, { editionId: 999_999 }),
    ],
    [
      'return',
      ['competent-bureau', 'finance'],
      (context) => returnEdition(context, { editionId: 999_999, reason: '价格有误' }),
    ],
    ['publish', ['competent-bureau'], (context) => publishEdition(context, { editionId: 999_999 })],
    [
      'see drafts',
      ['data-centre', 'bureau-handler', 'competent-bureau', 'finance', 'audit'],
      (context) => readCatalogueEdition(context, { editionId: 999_999 }),
    ],
  ]
  it.each(steps)('%s: %s', async (_name, allowed, work) => {
    for (const role of Object.keys(world.organisations) as Role[]) {
      const code = await codeOf(work(world.as(role)))
      if (allowed.includes(role)) expect(code, role).not.toBe('forbidden')
      else expect(code, role).toBe('forbidden')
    }
    expect(await codeOf(work(world.as('public')))).toBe('not-signed-in')
  })

  it('the compiler may not approve, whatever their roles', async () => {
    const editionId = await submitted()
    const context = world.as('data-centre')
    if (context.actor.kind !== 'person') throw new Error('no person')
    const both: Context = { ...context, actor: { ...context.actor, roles: ['data-centre', 'finance'] } }
    expect(await codeOf(approveEdition(both, { editionId }))).toBe('forbidden')
  })

  it('one person may not approve for both bureaus', async () => {
    const editionId = await submitted()
    const context = world.as('finance')
    if (context.actor.kind !== 'person') throw new Error('no person')
    const both: Context = { ...context, actor: { ...context.actor, roles: ['competent-bureau', 'finance'] } }
    expect(await codeOf(approveEdition(both, { editionId }))).toBe('invalid-input')
    await approveEdition(both, { editionId, bureau: 'finance' })
    expect(await codeOf(approveEdition(both, { editionId, bureau: 'competent-bureau' }))).toBe('forbidden')
  })
})

describe('out of order', () => {
  let editionId: number
  beforeEach(async () => {
    editionId = await submitted()
  })
  const dataCentre = () => world.as('data-centre')
  const bureau = () => world.as('competent-bureau')

  it('a draft can be submitted only', async () => {
    const id = await draft()
    expect(await codeOf(approveEdition(bureau(), { editionId: id }))).toBe('conflict')
    expect(await codeOf(publishEdition(bureau(), { editionId: id }))).toBe('conflict')
    expect(await codeOf(returnEdition(bureau(), { editionId: id, reason: '价格有误' }))).toBe('conflict')
  })

  it('a submitted edition is not edited, deleted, submitted twice or published unapproved', async () => {
    expect(await codeOf(replaceDraft(dataCentre(), { editionId, ...file() }))).toBe('conflict')
    expect(await codeOf(deleteDraft(dataCentre(), { editionId }))).toBe('conflict')
    expect(await codeOf(submitEdition(dataCentre(), { editionId }))).toBe('conflict')
    await approveEdition(world.as('finance'), { editionId })
    expect(await codeOf(publishEdition(bureau(), { editionId }))).toBe('conflict')
  })

  it('a bureau approves once', async () => {
    await approveEdition(bureau(), { editionId })
    expect(await codeOf(approveEdition(bureau(), { editionId }))).toBe('conflict')
  })

  it('what was read is what is approved', async () => {
    expect(await codeOf(approveEdition(bureau(), { editionId, contentHash: 'something else' }))).toBe(
      'conflict',
    )
    const { contentHash } = await readCatalogueEdition(bureau(), { editionId })
    expect(await approveEdition(bureau(), { editionId, contentHash })).toEqual({ status: 'in-approval' })
  })

  it('returning voids the approvals and opens the draft again', async () => {
    await approveEdition(bureau(), { editionId })
    expect(await codeOf(returnEdition(world.as('finance'), { editionId, reason: ' ' }))).toBe('invalid-input')
    await returnEdition(world.as('finance'), { editionId, reason: 'ECS-01 单价与批复不符' })
    const returned = await readCatalogueEdition(dataCentre(), { editionId })
    expect(returned).toMatchObject({ status: 'draft', approvals: [] })
    expect(returned.returned).toMatchObject({ reason: 'ECS-01 单价与批复不符', by: '县财政局机关经办' })
    await replaceDraft(dataCentre(), { editionId, ...changed('包月,30.5,', '包月,31.5,') })
    await submitEdition(dataCentre(), { editionId })
    const again = await readCatalogueEdition(dataCentre(), { editionId })
    expect(again.items[0]?.monthlyFen).toBe(3150)
    expect(again.returned).toBeNull()
    expect(await codeOf(publishEdition(bureau(), { editionId }))).toBe('conflict')
  })

  it('a published edition is final', async () => {
    await approveEdition(bureau(), { editionId })
    await approveEdition(world.as('finance'), { editionId })
    await publishEdition(bureau(), { editionId })
    expect(await codeOf(publishEdition(bureau(), { editionId }))).toBe('conflict')
    expect(await codeOf(returnEdition(bureau(), { editionId, reason: '想改价格' }))).toBe('conflict')
    expect(await codeOf(replaceDraft(dataCentre(), { editionId, ...file() }))).toBe('conflict')
    expect(await codeOf(deleteDraft(dataCentre(), { editionId }))).toBe('conflict')
  })
})

describe('two at once', () => {
  it('publish one edition: one wins', async () => {
    const editionId = await approved()
    const publish = () => codeOf(publishEdition(world.as('competent-bureau'), { editionId }))
    expect((await Promise.all([publish(), publish()])).sort()).toEqual(['conflict', 'done'])
    expect((await editionInForce(world.as('public')))?.id).toBe(editionId)
  })

  it('publish two editions: never two in force', async () => {
    const ids = [await approved(), await approved()]
    const codes = await Promise.all(
      ids.map((editionId) => codeOf(publishEdition(world.as('competent-bureau'), { editionId }))),
    )
    expect(codes).toContain('done')
    const all = await listCatalogueEditions(world.as('audit'))
    expect(all.filter((edition) => edition.status === 'published').length).toBe(1)
  })

  it('both bureaus approve: both count', async () => {
    const editionId = await submitted()
    await Promise.all([
      approveEdition(world.as('competent-bureau'), { editionId }),
      approveEdition(world.as('finance'), { editionId }),
    ])
    expect(await statusOf(editionId)).toBe('approved')
  })

  it('submit and replace: the approved items are the ones submitted or the replacement, never half', async () => {
    const editionId = await draft()
    await Promise.allSettled([
      submitEdition(world.as('data-centre'), { editionId }),
      replaceDraft(world.as('data-centre'), { editionId, ...changed('包月,30.5,', '包月,31.5,') }),
    ])
    expect((await readCatalogueEdition(world.as('audit'), { editionId })).items.length).toBe(97)
  })
})

describe('a file with issues', () => {
  it('stores nothing and names row, column, value and what is wrong', async () => {
    const before = await listCatalogueEditions(world.as('audit'))
    const input = { number: '2026年坏版', ...changed('包月,30.5,', '包月,三十,') }
    await expect(compileEdition(world.as('data-centre'), input)).rejects.toSatisfy(
      (error) =>
        error instanceof RowIssuesError &&
        error.total === 1 &&
        error.issues[0]?.row === 2 &&
        error.issues[0].column === '单价（元/月）' &&
        error.issues[0].value === '三十' &&
        error.issues[0].message.includes('不是金额'),
    )
    expect(await listCatalogueEditions(world.as('audit'))).toEqual(before)
  })

  it('leaves the draft it should have replaced as it was', async () => {
    const editionId = await draft()
    await expect(
      replaceDraft(world.as('data-centre'), { editionId, ...changed('包月,30.5,', '包月,三十,') }),
    ).rejects.toBeInstanceOf(RowIssuesError)
    expect((await readCatalogueEdition(world.as('audit'), { editionId })).items.length).toBe(97)
  })

  it('a number is used once', async () => {
    const editionId = await draft()
    const { number } = await readCatalogueEdition(world.as('audit'), { editionId })
    expect(await codeOf(compileEdition(world.as('data-centre'), { number, ...file() }))).toBe('conflict')
  })

  it('a draft can be deleted, and its number used again', async () => {
    const editionId = await draft()
    const { number } = await readCatalogueEdition(world.as('audit'), { editionId })
    await deleteDraft(world.as('data-centre'), { editionId })
    expect(await codeOf(readCatalogueEdition(world.as('audit'), { editionId }))).toBe('not-found')
    expect(await codeOf(compileEdition(world.as('data-centre'), { number, ...file() }))).toBe('done')
  })
})

describe('the database itself', () => {
  /** Runs SQL as dengyun_app, as a fault in the app's code would. Out: its SQLSTATE or the number of rows. */
  async function direct(role: Role, statement: string): Promise<string | number> {
    try {
      return await transact(world.as(role), async (tx) => {
        const rows = await tx.execute(sql.raw(`${statement} returning 1`))
        return rows.length
      })
    } catch (error) {
      return databaseErrorCode(error) ?? String(error)
    }
  }
  const wrongState = '55000'

  it('keeps a published edition, its items and its approvals as they are', async () => {
    const id = await approved()
    await publishEdition(world.as('competent-bureau'), { editionId: id })
    const other = await draft()
    for (const statement of [
      `update catalogue_items set monthly_fen = 1 where edition_id = ${id}`,
      `update catalogue_items set edition_id = ${other} where edition_id = ${id}`,
      `update catalogue_items set edition_id = ${id}, code = 'X-' || code where edition_id = ${other}`,
      `delete from catalogue_items where edition_id = ${id}`,
      `insert into catalogue_items (edition_id, jurisdiction_id, position, code, category, item_group, name,
         specification, unit, billing, monthly_fen, zones, domestic, shared, aliases, description)
       select ${id}, jurisdiction_id, 999, 'NEW', category, item_group, name, specification, unit, billing,
         monthly_fen, zones, domestic, shared, aliases, description from catalogue_items where edition_id = ${id} limit 1`,
      `update catalogue_editions set number = '改名' where id = ${id}`,
      `update catalogue_editions set published_on = '2020-01-01' where id = ${id}`,
      `update catalogue_editions set status = 'draft', published_on = null where id = ${id}`,
      `delete from catalogue_editions where id = ${id}`,
      `update catalogue_approvals set comment = '改' where edition_id = ${id}`,
      `delete from catalogue_approvals where edition_id = ${id}`,
    ])
      expect(await direct('data-centre', statement), statement).toBe(wrongState)
  })

  it('lets nothing be published without two approvals of one content', async () => {
    const id = await submitted()
    expect(
      await direct('competent-bureau', `update catalogue_items set monthly_fen = 1 where edition_id = ${id}`),
    ).toBe(wrongState)
    expect(
      await direct('competent-bureau', `update catalogue_editions set status = 'approved' where id = ${id}`),
    ).toBe(wrongState)
    expect(
      await direct(
        'competent-bureau',
        `update catalogue_editions set status = 'published', published_on = '2026-11-21' where id = ${id}`,
      ),
    ).toBe(wrongState)
  })

  it('hides drafts from departments and the public, and lets a draft be edited', async () => {
    const id = await draft()
    const change = `update catalogue_items set unit = '个' where edition_id = ${id}`
    expect(await direct('department', change)).toBe(0)
    expect(await direct('data-centre', change)).toBe(97)
    for (const who of ['department', 'public'] as const) {
      const rows = await transact(world.as(who), (tx) =>
        tx.execute(sql`select e.id from catalogue_editions e left join catalogue_items i on i.edition_id = e.id
          where e.status not in ('published', 'superseded')`),
      )
      expect(rows.length, who).toBe(0)
    }
  })
})
