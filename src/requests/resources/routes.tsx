import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { confirmUsage } from './confirm-usage.ts'
import { decideChange, resourceOfChange } from './decide-change.ts'
import { IdleBody } from './idle-page.tsx'
import { listIdle } from './list-idle.ts'
import { ResourcesBody } from './list-page.tsx'
import { listResources, resourceFilters } from './list-resources.ts'
import { previewUsage } from './preview-usage.ts'
import { readResource } from './read-resource.ts'
import { listUsageImports, readUsageImport } from './read-usage-import.ts'
import { releaseResource } from './release-resource.ts'
import { requestChange } from './request-change.ts'
import { ResourceBody } from './resource-page.tsx'
import { UsagePreviewBody, UsageUploadBody } from './usage-pages.tsx'

export const resourcePages = pageRouter()
const place = 'cloud' as const
resourcePages.get('/resources', guard('resources.read'), async (c) => {
  const context = c.get('context')
  const filters = resourceFilters.parse(c.req.query())
  const list = await listResources(context, filters)
  return renderPage(
    c,
    { title: '在用资源', place },
    <ResourcesBody actor={context.actor} filters={filters} {...list} />,
  )
})

resourcePages.get('/resources/idle', guard('resources.read'), async (c) => {
  const context = c.get('context')
  return renderPage(c, { title: '闲置和偏大', place }, <IdleBody {...(await listIdle(context))} />)
})

async function usageUpload(c: RequestContext) {
  const imports = await listUsageImports(c.get('context'))
  return renderPage(c, { title: '导入使用率', place }, <UsageUploadBody imports={imports} />)
}

resourcePages.get('/resources/usage', guard('resources.import-usage'), usageUpload)
resourcePages.post('/resources/usage', guard('resources.import-usage'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const file = form.file('请先选择使用率文件。')
      const { importId } = await previewUsage(c.get('context'), file)
      return c.redirect(`/resources/usage/${importId}`, 303)
    },
    () => usageUpload(c),
  ),
)

const usagePath = `/resources/usage/${idInPath}`
async function usagePage(c: RequestContext) {
  const view = await readUsageImport(c.get('context'), idParam(c))
  return renderPage(c, { title: view.fileName, place }, <UsagePreviewBody view={view} />)
}

resourcePages.get(usagePath, guard('resources.import-usage'), usagePage)
resourcePages.post(`${usagePath}/confirm`, guard('resources.import-usage'), (c) =>
  orRefusal(
    c,
    async () => {
      await confirmUsage(c.get('context'), { importId: idParam(c) })
      return c.redirect(`/resources/usage/${idParam(c)}`, 303)
    },
    () => usagePage(c),
  ),
)

async function resourcePage(c: RequestContext, resourceId: number) {
  const context = c.get('context')
  const view = await readResource(context, { resourceId })
  return renderPage(
    c,
    { title: view.row.name, place },
    <ResourceBody actor={context.actor} view={view} today={context.clock.today()} />,
  )
}

/** Does something to a resource and shows it again. */
const onResource = (c: RequestContext, resourceId: number, work: (form: PostedForm) => Promise<unknown>) =>
  orRefusal(
    c,
    async (form) => {
      await work(form)
      return c.redirect(`/resources/${resourceId}`, 303)
    },
    () => resourcePage(c, resourceId),
  )

const idPath = `/resources/${idInPath}`
resourcePages.get(idPath, guard('resources.read'), (c) => resourcePage(c, idParam(c)))

resourcePages.post(`${idPath}/change`, guard('resources.change'), (c) =>
  onResource(c, idParam(c), (form) =>
    requestChange(c.get('context'), {
      resourceId: idParam(c),
      expiresOn: form.said('expiresOn'),
      code: form.said('code'),
      quantity: form.said('quantity') === undefined ? undefined : form.number('quantity'),
      reason: form.said('reason') ?? '',
    }),
  ),
)

resourcePages.post(`${idPath}/release`, guard('resources.release'), (c) =>
  onResource(c, idParam(c), (form) =>
    releaseResource(c.get('context'), { resourceId: idParam(c), reason: form.text('reason') }),
  ),
)

resourcePages.post(`/resources/changes/${idInPath}`, guard('requests.approve'), async (c) => {
  const context = c.get('context')
  const changeId = idParam(c)
  return onResource(c, await resourceOfChange(context, { changeId }), (form) => {
    const decision = form.text('decision')
    if (decision !== 'approved' && decision !== 'refused')
      throw new AppError('invalid-input', '请选择同意或不同意。')
    return decideChange(context, { changeId, decision, comment: form.said('comment') })
  })
})
