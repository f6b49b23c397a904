import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startS3 } from '../../tests/support/s3.ts'
import { makeWorld, populate, type World } from '../../tests/support/world.ts'
import { recorded } from '../identity/testing.ts'
import { type Context, transact } from '../platform/context.ts'
import { type ObjectStore, verifiedObjects } from '../platform/objects.ts'
import { folderObjectStore } from '../platform/objects-folder.ts'
import { s3ObjectStore } from '../platform/objects-s3.ts'
import type { Role } from '../platform/permissions.ts'
import { confirmImport, previewLedger } from '../systems/index.ts'
import { attachEvidence, linkEvidence } from './attach-evidence.ts'
import { archive, docx, jpg, pdf } from './files.fixture.ts'
import { oneFileForm } from './model.ts'
import { evidenceOf, listEvidence, readEvidence, readEvidenceContent } from './read-evidence.ts'
import { storeUpload } from './store-upload.ts'
import { withdrawEvidence } from './withdraw-evidence.ts'

let world: World
/** Recordings of a system of the department, and of one of another organisation. */
let own: { kind: string; id: number }
let others: { kind: string; id: number }
let elsewhere: Record<Role, { id: number; organisationId: number; organisationIds: number[] }>
beforeAll(async () => {
  world = await makeWorld()
  elsewhere = await populate(world.database, 'qinshui', '沁水县')
  const csv = '系统编号,系统名称,主管单位\nLC-1,国库系统,县财政局国库股\nLC-2,林业系统,县林业局'
  const bytes = new TextEncoder().encode(csv)
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  await confirmImport(world.as('data-centre'), importId)
  const entries = await transact(world.as('audit'), (tx) =>
    tx.execute<{ id: string; code: string }>(
      sql`select e.id, s.code from fact_entries e join systems s on s.id = e.system_id`,
    ),
  )
  const of = (code: string) => ({
    kind: 'fact-entry',
    id: Number(entries.find((entry) => entry.code === code)?.id),
  })
  own = of('LC-1')
  others = of('LC-2')
})

let number = 0
/** Another file each time. */
let file: { fileName: string; bytes: Uint8Array<ArrayBuffer> }
beforeEach(() => {
  number += 1
  file = { fileName: `批复${number}.pdf`, bytes: pdf(`/ID ${number}`) }
})

const there = (role: Role): Context => ({
  ...world.as(role),
  actor: {
    kind: 'person',
    jurisdictionId: 'qinshui',
    roles: [role],
    name: '外县',
    organisationName: '外县',
    ...elsewhere[role],
  },
})
/** The department's role in an organisation of this jurisdiction that isn't the department's own. */
const beside = (): Context => {
  const { actor } = world.as('department')
  if (actor.kind !== 'person') throw new Error('no person')
  const organisationId = world.organisations.finance
  return { ...world.as('department'), actor: { ...actor, organisationId, organisationIds: [organisationId] } }
}

function formOf(name: string, content: BlobPart, fields: Record<string, string> = {}): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set('file', new File([content], name))
  return form
}
const post = (body: FormData, as: Role = 'department') =>
  world.fetch('/api/v1/evidence', { method: 'POST', as, body })

describe('evidence that is attached', () => {
  it('says what it is, is read back as it was, and is recorded', async () => {
    const words = { title: '立项批复', documentNumber: '陵发改〔2026〕8号', documentDate: '2026-03-02' }
    const answer = await post(
      formOf(file.fileName, file.bytes, { ...words, subjectKind: own.kind, subjectId: String(own.id) }),
    )
    expect(answer.status).toBe(201)
    const said = await answer.json()
    expect(said).toMatchObject({
      ...words,
      fileName: file.fileName,
      mediaType: 'application/pdf',
      size: file.bytes.length,
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
      organisation: '县财政局国库股',
      withdrawn: null,
      subjects: [{ ...own, name: expect.stringContaining('国库系统（LC-1）') }],
    })
    const content = await world.fetch(`/api/v1/evidence/${said.id}/content`, { as: 'finance' })
    expect(new Uint8Array(await content.arrayBuffer())).toEqual(file.bytes)
    expect(Object.fromEntries(content.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; /),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(await recorded(world, 'evidence', said.id)).toMatchObject([
      { operation: 'evidence.file', after: { title: '立项批复', sha256: said.sha256 } },
      { operation: 'evidence.file', after: { evidenceOf: expect.stringContaining('LC-1') } },
    ])
  })

  it('is called as its file unless somebody says otherwise, and is there once however often it is sent', async () => {
    const first = await attachEvidence(world.as('department'), { ...file, subject: own })
    expect(await attachEvidence(world.as('department-head'), { ...file, subject: own })).toBe(first)
    const listed = await listEvidence(world.as('department'), own)
    expect(listed.evidence.filter(({ id }) => id === first)).toMatchObject([{ title: `批复${number}` }])
  })

  it('can be uploaded first, and is linked by the verb that needs it or not at all', async () => {
    const id = await storeUpload(world.as('department'), file)
    const context = world.as('data-centre')
    await expect(
      transact(context, async (tx) => {
        await linkEvidence(context, tx, { evidenceIds: [id], subject: own })
        throw new Error('the verb fails')
      }),
    ).rejects.toThrow('the verb fails')
    expect((await readEvidence(context, id)).subjects).toEqual([])
    await transact(context, (tx) => linkEvidence(context, tx, { evidenceIds: [id, id], subject: own }))
    expect((await readEvidence(context, id)).subjects).toMatchObject([own])
  })

  it.each(['department', 'data-centre'] as const)(
    'goes where the subject’s owner lets a %s attach',
    async (role) => {
      await expect(attachEvidence(world.as(role), { ...file, subject: own })).resolves.toBeGreaterThan(0)
      await expect(attachEvidence(world.as('finance'), { ...file, subject: own })).rejects.toMatchObject({
        code: 'forbidden',
      })
      for (const subject of [
        { ...own, id: 999_999 },
        { kind: 'nothing', id: 1 },
      ])
        await expect(attachEvidence(world.as(role), { ...file, subject })).rejects.toMatchObject({
          code: 'not-found',
        })
    },
  )
})

describe('what is refused at the door', () => {
  it.each([
    ['a lie about its type', '批复.pdf', docx(), 415],
    ['an empty file', '批复.pdf', '', 422],
    ['an encrypted file', '批复.pdf', pdf('/Encrypt 5 0 R'), 422],
    ['two things at once', '批复.jpg', new Blob([jpg, archive({ a: 'b' })]), 415],
    ['a bomb', '批复.docx', docx({ 'word/a.bin': new Uint8Array(100 * 1024 * 1024) }), 422],
    ['a name with a control', '批\u0007复.pdf', pdf(), 400],
    ['a name that turns its direction', '批复\u202efdp.exe', pdf(), 400],
    ['a name without end', `${'长'.repeat(300)}.pdf`, pdf(), 400],
  ])('%s', async (_, name, content, status) => {
    const answer = await post(formOf(name, content))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      expect.stringContaining('problem+json'),
    ])
  })

  it('takes the last part of a name with folders, and lets go of signs without width', async () => {
    for (const [name, kept] of [
      ['../../etc/passwd.pdf', 'passwd.pdf'],
      ['C:\\批复\\a\u200bb.pdf', 'ab.pdf'],
    ] as const) {
      const { id } = await (await post(formOf(name, file.bytes, { title: name.slice(0, 2) }))).json()
      expect((await readEvidence(world.as('department'), id)).fileName).toBe(kept)
    }
  })

  it('a day that is none or still to come, half a subject, and no file at all', async () => {
    for (const fields of [
      { documentDate: '2026-02-30' },
      { documentDate: '2026-11-22' },
      { subjectKind: 'fact-entry' },
      { subjectKind: 'fact-entry', subjectId: '1e3' },
    ] as Record<string, string>[])
      expect((await post(formOf(file.fileName, file.bytes, fields))).status).toBe(400)
    expect((await post(new FormData())).status).toBe(400)
  })

  it('more than 20 MB, by its length before a byte is read, and without a length while it is counted', async () => {
    let pulled = 0
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(1024 * 1024))
        },
      })
    const send = (headers: Record<string, string>) =>
      world.fetch('/api/v1/evidence', {
        method: 'POST',
        as: 'department',
        body: endless(),
        headers: { 'content-type': 'multipart/form-data; boundary=x', ...headers },
        duplex: 'half',
      } as RequestInit)
    const told = await send({ 'content-length': String(oneFileForm.bytes + 1) })
    expect([told.status, (await told.json()).detail]).toEqual([413, oneFileForm.refusal])
    expect(pulled).toBeLessThanOrEqual(1)
    const untold = await send({})
    expect([untold.status, (await untold.json()).detail]).toEqual([413, oneFileForm.refusal])
    expect(pulled).toBeLessThanOrEqual(25)
  })

  it('more than 20 MB in the body of another route is that route’s own affair', async () => {
    const answer = await world.fetch('/api/v1/ledger-imports?fileName=a.csv', {
      method: 'POST',
      as: 'data-centre',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(30 * 1024 * 1024) },
      body: '系统编号,系统名称,主管单位\n',
    })
    expect(answer.status).toBe(201)
  })
})

describe('who sees evidence', () => {
  const sees = async (context: Context, id: number) =>
    Promise.all(
      [readEvidence(context, id), readEvidenceContent(context, id)].map((work) =>
        work.then(
          () => 'yes',
          (error: { code: string }) => error.code,
        ),
      ),
    )

  it('its own organisation and the offices; no other department, no administrator, no other jurisdiction', async () => {
    const id = await storeUpload(world.as('department'), file)
    for (const role of ['department-head', 'data-centre', 'competent-bureau', 'finance', 'audit'] as const)
      expect([role, await sees(world.as(role), id)]).toEqual([role, ['yes', 'yes']])
    expect(await sees(beside(), id)).toEqual(['not-found', 'not-found'])
    expect(await sees(there('audit'), id)).toEqual(['not-found', 'not-found'])
    expect(await sees(there('department'), id)).toEqual(['not-found', 'not-found'])
    expect(await sees(world.as('system-admin'), id)).toEqual(['forbidden', 'forbidden'])
    expect(await sees(world.as('public'), id)).toEqual(['not-signed-in', 'not-signed-in'])
  })

  it('a department, of what an office attached to its own, and of nothing else', async () => {
    const [mine, theirs] = [
      await attachEvidence(world.as('data-centre'), { ...file, subject: own }),
      await attachEvidence(world.as('data-centre'), { ...file, title: '另一份', subject: others }),
    ]
    expect(await sees(world.as('department'), mine)).toEqual(['yes', 'yes'])
    expect(await sees(world.as('department'), theirs)).toEqual(['not-found', 'not-found'])
    await expect(listEvidence(world.as('department'), others)).rejects.toMatchObject({ code: 'not-found' })
    const list = await transact(world.as('department'), (tx) =>
      evidenceOf(world.as('department'), tx, others),
    )
    expect(list).toEqual([])
  })

  it('nobody by linking what they do not see, in the verb or behind it', async () => {
    const id = await storeUpload(world.as('data-centre'), file)
    const context = world.as('department')
    await expect(
      transact(context, (tx) => linkEvidence(context, tx, { evidenceIds: [id], subject: own })),
    ).rejects.toMatchObject({ code: 'not-found' })
    const { department } = world.organisations
    const link = (evidenceId: number, organisations: string) =>
      transact(context, (tx) =>
        tx.execute(sql`insert into evidence_links (jurisdiction_id, evidence_id, subject_kind, subject_id,
          organisation_ids, linked_by, linked_at) values ('lingchuan', ${evidenceId}, 'fact-entry', ${own.id},
          ${organisations}::bigint[], ${context.actor.kind === 'person' ? context.actor.id : 0}, now())`),
      )
    await expect(link(id, `{${department}}`)).rejects.toMatchObject({ cause: { code: '55000' } })
    const mine = await storeUpload(context, { ...file, title: '自己的' })
    await expect(link(mine, `{${world.organisations.finance}}`)).rejects.toMatchObject({
      cause: { code: '42501' },
    })
  })
})

describe('evidence that is withdrawn', () => {
  it('stays listed with its reason, and is read by the audit bureau alone, marked', async () => {
    const id = await attachEvidence(world.as('department'), { ...file, subject: own })
    await withdrawEvidence(world.as('department-head'), { id, reason: '传错了页' })
    const listed = (await listEvidence(world.as('finance'), own)).evidence.find((each) => each.id === id)
    expect(listed?.withdrawn).toMatchObject({ reason: '传错了页', by: expect.stringContaining('国库股') })
    await expect(readEvidenceContent(world.as('department'), id)).rejects.toMatchObject({ code: 'forbidden' })
    const read = await readEvidenceContent(world.as('audit'), id)
    expect([read.fileName, read.bytes]).toEqual([`【已撤回】${file.fileName}`, file.bytes])
    expect((await recorded(world, 'evidence', id)).at(-1)).toMatchObject({ reason: '传错了页' })
    await expect(withdrawEvidence(world.as('department'), { id, reason: '再撤' })).rejects.toMatchObject({
      code: 'conflict',
    })
    const context = world.as('department')
    await expect(
      transact(context, (tx) => linkEvidence(context, tx, { evidenceIds: [id], subject: own })),
    ).rejects.toMatchObject({ code: 'conflict' })
    // Sent again, it is another piece of evidence.
    expect(await attachEvidence(context, { ...file, subject: own })).not.toBe(id)
  })

  it('is withdrawn by its own organisation, with a reason', async () => {
    const id = await attachEvidence(world.as('department'), { ...file, subject: own })
    await expect(withdrawEvidence(world.as('data-centre'), { id, reason: '替他撤' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(withdrawEvidence(beside(), { id, reason: '替他撤' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(withdrawEvidence(world.as('department'), { id, reason: ' ' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
})

describe('the database', () => {
  it('lets nobody alter, delete or withdraw twice what was uploaded and linked, its owner included', async () => {
    const id = await attachEvidence(world.as('department'), { ...file, subject: own })
    const code = (statement: string) =>
      transact(world.as('data-centre'), (tx) => tx.execute(sql.raw(statement))).then(
        () => null,
        (error: { cause: { code: string } }) => error.cause.code,
      )
    expect(await code(`update evidence_files set title = 'x' where id = ${id}`)).toBe('55000')
    expect(await code(`update evidence_files set size = 1 where id = ${id}`)).toBe('55000')
    expect(await code(`delete from evidence_files where id = ${id}`)).toBe('42501')
    expect(await code(`update evidence_links set subject_id = 1 where evidence_id = ${id}`)).toBe('42501')
    await withdrawEvidence(world.as('department'), { id, reason: '传错' })
    expect(await code(`update evidence_files set withdrawn_reason = 'x' where id = ${id}`)).toBe('55000')
    for (const statement of [
      'truncate evidence_files cascade',
      'delete from evidence_files',
      'delete from evidence_links',
    ])
      await expect(world.database.execute(sql.raw(statement))).rejects.toMatchObject({
        cause: { code: '42501' },
      })
  })
})

describe('a file that was altered where it is kept', () => {
  interface Store {
    objects: ObjectStore
    alter(key: string): Promise<void>
    remove(key: string): Promise<void>
  }
  const stores: Record<string, () => Promise<Store>> = {
    folder: async () => {
      const here = await mkdtemp(join(tmpdir(), 'dengyun-evidence-'))
      folder = here
      const pathOf = (key: string) => join(here, key.slice(0, 10), key)
      return {
        objects: verifiedObjects(folderObjectStore(here)),
        async alter(key) {
          const bytes = await readFile(pathOf(key))
          await writeFile(pathOf(key), bytes.fill(0x20, 20, 21))
        },
        remove: (key) => rm(pathOf(key)),
      }
    },
    'S3 bucket': async () => {
      s3 ??= await startS3()
      const store = s3ObjectStore(s3.config)
      return {
        objects: verifiedObjects(store),
        alter: (key) => store.put(key, pdf('altered'), 'application/pdf'),
        remove: (key) => store.delete(key),
      }
    },
  }
  let s3: Awaited<ReturnType<typeof startS3>> | undefined
  let folder: string | undefined
  afterAll(async () => {
    await s3?.stop()
    if (folder !== undefined) await rm(folder, { recursive: true })
  })

  it.each(Object.keys(stores))('is never handed out, nor one that is gone: in a %s', async (name) => {
    const store = await stores[name]?.()
    if (store === undefined) throw new Error('no store')
    const context = { ...world.as('department'), objects: store.objects }
    const id = await storeUpload(context, file)
    expect((await readEvidenceContent(context, id)).bytes).toEqual(file.bytes)
    const key = `sha256-${createHash('sha256').update(file.bytes).digest('hex')}.pdf`
    await store.alter(key)
    await expect(readEvidenceContent(context, id)).rejects.toMatchObject({ code: 'stored-data-damaged' })
    await store.remove(key)
    await expect(readEvidenceContent(context, id)).rejects.toMatchObject({
      code: 'stored-data-damaged',
      message: expect.stringContaining('找不到了'),
    })
  })
})
