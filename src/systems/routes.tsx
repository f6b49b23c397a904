import type { FC } from 'hono/jsx'
import { z } from 'zod'
import type { AppError } from '../platform/errors.ts'
import { download } from '../platform/http/download.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../platform/http/path-id.ts'
import type { PostedForm } from '../platform/http/posted-form.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { parseInput } from '../platform/parse-input.ts'
import { allowedSteps } from '../platform/steps.ts'
import { Alert, Refusal } from '../platform/ui/components.tsx'
import { ColumnMatch } from './column-match.tsx'
import type { Mapping } from './columns.ts'
import { confirmImport } from './confirm-import.ts'
import { acceptImport, returnImport } from './decide-import.ts'
import { discardImport, previewAgain } from './discard-import.ts'
import { exportLedger } from './export-ledger.ts'
import { Changes, Contradictions, Counts, Heading, Rejections, Remarks } from './import-views.tsx'
import { Lifts, SecondPerson, SubmitForm } from './lifting-views.tsx'
import { importMachine } from './model.ts'
import { mappingInput, previewLedger } from './preview-ledger.ts'
import { listImports, showImport } from './read-import.ts'
import { LastImports, UploadForm, WhatIsRead } from './upload-views.tsx'

export const systemsPages = pageRouter()

async function uploadPage(c: RequestContext) {
  const imports = await listImports(c.get('context'))
  return renderPage(
    c,
    { title: '导入台账', place: 'systems' },
    <>
      <p class="crumbs">
        <a href="/systems">系统台账</a> › 导入
      </p>
      <h1>导入台账</h1>
      <p class="sub">各单位填报的政务信息系统台账，核对后并入系统目录。</p>
      <div class="columns">
        <UploadForm />
        <WhatIsRead />
      </div>
      <LastImports imports={imports} />
    </>,
  )
}

const asked = z.object({
  r: z.coerce.number().int().min(1).max(100_000).default(1),
  c: z.coerce.number().int().min(1).max(100_000).default(1),
  l: z.coerce.number().int().min(1).max(100_000).default(1),
  d: z.coerce.number().int().min(1).max(100_000).default(1),
})

async function importPage(c: RequestContext, error?: AppError) {
  const importId = idParam(c)
  const { actor } = c.get('context')
  const shown = await showImport(c.get('context'), importId)
  const { status, preview } = shown
  const pages = parseInput(asked, c.req.query())
  const address = (change: Partial<typeof pages>) =>
    `/systems/import/${importId}?${new URLSearchParams(
      Object.entries({ ...pages, ...change }).map(([key, value]) => [key, String(value)]),
    )}`
  const can = allowedSteps(actor, importMachine, status)
  const own =
    actor.kind === 'person' && [shown.uploadedBy, shown.submitted?.personId].some((id) => id === actor.id)
  // Who is to decide returns it; taking it back is for who prepared it.
  const open = can.has('discard') && (own || !can.has('accept'))
  const ready = can.has('import') && preview.missing.length === 0
  const { counts, lifts } = preview
  return renderPage(
    c,
    {
      title: `${preview.fileName} 导入`,
      place: 'systems',
      refusal:
        error === undefined ? undefined : (
          <ImportRefusal error={error} again={open && status === 'previewed' ? importId : null} />
        ),
    },
    <>
      <Heading preview={preview} status={status} />
      {preview.missing.length > 0 ? (
        <Alert tone="stop" title={`缺少${preview.missing.join('、')}列，不能导入`}>
          <p>
            表头在第 {preview.headerRow} 行，读到：{preview.columns.map(({ header }) => header).join('、')}
            。请在下面指明哪一列是{preview.missing.join('、')}，或补上这一列再传。
          </p>
        </Alert>
      ) : (
        <Counts preview={preview} />
      )}
      {status === 'imported' ? (
        <Alert tone="go" title="已导入系统目录">
          <p>
            新增 {counts.added} 个，更改 {counts.changed} 个，不变 {counts.unchanged} 个；退回{' '}
            {counts.rejected} 行，改好后可以再传。
            <a href="/systems">看系统台账</a>
          </p>
        </Alert>
      ) : null}
      {status === 'discarded' ? (
        <Alert title="这次预览已放弃">
          <p>
            系统目录没有因它改动。<a href="/systems/import">重新上传</a>
          </p>
        </Alert>
      ) : null}
      {ready && counts.added + counts.changed === 0 ? (
        <Alert title={`${preview.contradictions.length > 0 ? '' : '与系统目录一致，'}没有要改动的内容`}>
          <p>
            {counts.rejected > 0
              ? '退回的行改好后可以再传。'
              : preview.contradictions.length > 0
                ? '确认后，与记录不一致的各处列为各单位的核对任务。'
                : '不必再导入。'}
          </p>
        </Alert>
      ) : null}
      <SecondPerson shown={shown} mayDecide={can.has('accept')} own={own} />
      {status === 'imported' ? null : <Lifts preview={preview} page={pages.l} href={(l) => address({ l })} />}
      {ready && lifts.length > 0 ? <SubmitForm importId={importId} lifted={lifts.length} /> : null}
      {open ? (
        <div class="row actions">
          {ready && lifts.length === 0 ? (
            <form method="post" action={`/systems/import/${importId}/confirm`}>
              <button type="submit" data-busy="正在导入，请不要关闭页面…">
                确认导入：新增 {counts.added}，更改 {counts.changed}
              </button>
            </form>
          ) : null}
          <form method="post" action={`/systems/import/${importId}/discard`}>
            <button type="submit" class="quiet">
              {status === 'awaiting' ? '撤回并放弃' : '放弃'}
            </button>
          </form>
        </div>
      ) : null}
      <Rejections preview={preview} page={pages.r} href={(r) => address({ r })} />
      <Contradictions preview={preview} page={pages.d} href={(d) => address({ d })} />
      <Changes preview={preview} page={pages.c} href={(to) => address({ c: to })} />
      <Remarks preview={preview} />
      <ColumnMatch preview={preview} canCorrect={status === 'previewed' && open} />
    </>,
  )
}

/** Why nothing was imported. In: the import to look at again, when it can be. */
const ImportRefusal: FC<{ error: AppError; again: number | null }> = ({ error, again }) => (
  <>
    <Refusal error={error} />
    {again === null ? null : (
      <form class="row" method="post" action={`/systems/import/${again}/again`}>
        <button type="submit" class="quiet" data-busy="正在重新核对…">
          重新预览
        </button>
      </form>
    )}
  </>
)

systemsPages.get('/systems/import', guard('systems.import'), uploadPage)

systemsPages.post('/systems/import', guard('systems.import'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const { importId } = await previewLedger(c.get('context'), form.file('请先选择台账文件。'))
      return c.redirect(`/systems/import/${importId}`, 303)
    },
    () => uploadPage(c),
  ),
)

const idPath = `/systems/import/${idInPath}`

systemsPages.get(idPath, guard('systems.import'), (c) => importPage(c))

/** Does something to an import; what doesn't go is said on its page. In: work that answers where to go next. */
const onImport = (c: RequestContext, work: (importId: number, form: PostedForm) => Promise<string>) =>
  orRefusal(
    c,
    async (form) => c.redirect(await work(idParam(c), form), 303),
    (error) => importPage(c, error),
  )

systemsPages.post(`${idPath}/confirm`, guard('systems.import'), (c) =>
  onImport(c, async (id, form) => {
    await confirmImport(c.get('context'), id, { document: form.said('document') })
    return `/systems/import/${id}`
  }),
)

systemsPages.post(`${idPath}/accept`, guard('systems.confirm'), (c) =>
  onImport(c, async (id, form) => {
    await acceptImport(c.get('context'), id, { seen: form.text('seen') })
    return `/systems/import/${id}`
  }),
)

systemsPages.post(`${idPath}/return`, guard('systems.confirm'), (c) =>
  onImport(c, async (id, form) => {
    await returnImport(c.get('context'), id, { reason: form.text('reason') })
    return `/systems/import/${id}`
  }),
)

systemsPages.post(`${idPath}/discard`, guard('systems.import'), (c) =>
  onImport(c, async (id) => {
    await discardImport(c.get('context'), id)
    return '/systems/import'
  }),
)

systemsPages.post(`${idPath}/again`, guard('systems.import'), (c) =>
  onImport(c, async (id) => {
    const preview = await previewAgain(c.get('context'), id)
    return `/systems/import/${preview.importId}`
  }),
)

systemsPages.post(`${idPath}/columns`, guard('systems.import'), (c) =>
  onImport(c, async (id, form) => {
    const entries = Object.entries(form.values()).flatMap(([name, value]) => {
      const index = /^column-(\d+)$/.exec(name)?.[1]
      return index === undefined ? [] : [[index, value === '' ? null : value]]
    })
    const mapping: Mapping = parseInput(mappingInput, Object.fromEntries(entries))
    const preview = await previewAgain(c.get('context'), id, mapping)
    return `/systems/import/${preview.importId}`
  }),
)

for (const format of ['xlsx', 'csv'] as const)
  systemsPages.get(`/systems/export.${format}`, guard('systems.export'), async (c) => {
    const { bytes, fileName, contentType } = await exportLedger(c.get('context'), format)
    return download(c, bytes, fileName, contentType)
  })
