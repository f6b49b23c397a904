import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
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
const place = 'requests' as const
/** What users can mend on the spot is said on the page they are on; the rest has a page of its own. */
function expected(error: unknown): AppError {
  if (error instanceof AppError && error.status < 500 && error.code !== 'not-found') return error
  throw error
}

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
  return renderPage(
    c,
    { title: '闲置和偏大', place },
    <IdleBody actor={context.actor} {...(await listIdle(context))} />,
  )
})

async function usageUpload(c: RequestContext, error?: AppError) {
  const imports = await listUsageImports(c.get('context'))
  return renderPage(
    c,
    { title: '导入使用率', place, ...(error === undefined ? {} : { status: error.status }) },
    <UsageUploadBody imports={imports} error={error?.message} />,
  )
}

resourcePages.get('/resources/usage', guard('resources.import-usage'), (c) => usageUpload(c))
resourcePages.post('/resources/usage', guard('resources.import-usage'), async (c) => {
  try {
    const { file } = await c.req.parseBody()
    if (!(file instanceof File)) throw new AppError('invalid-input', '请先选择使用率文件。')
    const { importId } = await previewUsage(c.get('context'), {
      fileName: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    })
    return c.redirect(`/resources/usage/${importId}`, 303)
  } catch (error) {
    return usageUpload(c, expected(error))
  }
})

const usagePath = `/resources/usage/${idInPath}`
resourcePages.get(usagePath, guard('resources.import-usage'), async (c) => {
  const view = await readUsageImport(c.get('context'), idParam(c))
  return renderPage(c, { title: view.fileName, place }, <UsagePreviewBody view={view} />)
})
resourcePages.post(`${usagePath}/confirm`, guard('resources.import-usage'), async (c) => {
  await confirmUsage(c.get('context'), { importId: idParam(c) })
  return c.redirect(`/resources/usage/${idParam(c)}`, 303)
})

async function resourcePage(c: RequestContext, resourceId: number, error?: AppError) {
  const context = c.get('context')
  const view = await readResource(context, { resourceId })
  return renderPage(
    c,
    { title: view.row.name, place, ...(error === undefined ? {} : { status: error.status }) },
    <ResourceBody actor={context.actor} view={view} today={context.clock.today()} error={error?.message} />,
  )
}

const idPath = `/resources/${idInPath}`
resourcePages.get(idPath, guard('resources.read'), (c) => resourcePage(c, idParam(c)))

resourcePages.post(`${idPath}/change`, guard('resources.change'), async (c) => {
  const resourceId = idParam(c)
  try {
    const form = await c.req.parseBody()
    const said = (name: string) => {
      const value = form[name]
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
    }
    const quantity = said('quantity')
    await requestChange(c.get('context'), {
      resourceId,
      expiresOn: said('expiresOn'),
      code: said('code'),
      quantity: quantity === undefined ? undefined : Number(quantity),
      reason: said('reason') ?? '',
    })
  } catch (error) {
    return resourcePage(c, resourceId, expected(error))
  }
  return c.redirect(`/resources/${resourceId}`, 303)
})

resourcePages.post(`${idPath}/release`, guard('resources.release'), async (c) => {
  const resourceId = idParam(c)
  try {
    const { reason } = await c.req.parseBody()
    await releaseResource(c.get('context'), {
      resourceId,
      reason: typeof reason === 'string' ? reason : '',
    })
  } catch (error) {
    return resourcePage(c, resourceId, expected(error))
  }
  return c.redirect(`/resources/${resourceId}`, 303)
})

resourcePages.post(`/resources/changes/${idInPath}`, guard('requests.approve'), async (c) => {
  const context = c.get('context')
  const resourceId = await resourceOfChange(context, { changeId: idParam(c) })
  try {
    const { decision, comment } = await c.req.parseBody()
    if (decision !== 'approved' && decision !== 'refused')
      throw new AppError('invalid-input', '请选择同意或不同意。')
    await decideChange(context, {
      changeId: idParam(c),
      decision,
      comment: typeof comment === 'string' ? comment : undefined,
    })
  } catch (error) {
    return resourcePage(c, resourceId, expected(error))
  }
  return c.redirect(`/resources/${resourceId}`, 303)
})
