import { allows } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { download, xlsxType } from '../platform/http/download.ts'
import { guard } from '../platform/http/guard.ts'
import { idInPath, idParam } from '../platform/http/path-id.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { allowedSteps } from '../platform/steps.ts'
import { approveCalendar } from './approve-calendar.ts'
import type { Fault } from './arrangement.ts'
import { CalendarBody } from './calendar-page.tsx'
import { EditionBody } from './edition-page.tsx'
import { calendarEditionMachine } from './model.ts'
import { readCalendar, readCalendarEdition } from './read-calendar.ts'
import type { Recounter } from './recounter.ts'
import { returnCalendar } from './return-calendar.ts'
import { submitCalendar } from './submit-calendar.ts'
import { calendarAsXlsx } from './template.ts'
import { uploadCalendar } from './upload-calendar.ts'

/** In: who counts last days by the calendar. Out: the calendar's pages. */
export function calendarPages(recounters: readonly Recounter[]) {
  const pages = pageRouter()

  async function calendarPage(
    c: RequestContext,
    error?: AppError,
    { year = '', faults = [] }: { year?: string; faults?: readonly Fault[] } = {},
  ) {
    const context = c.get('context')
    const view = await readCalendar(context, recounters)
    const last = view.years.at(-1)?.year
    return renderPage(
      c,
      { title: '工作日历', place: 'calendar', ...(error === undefined ? {} : { status: error.status }) },
      <CalendarBody
        view={view}
        mayImport={allows(context.actor, 'calendar.import')}
        nextYear={last === undefined ? Number(context.clock.today().slice(0, 4)) : last + 1}
        {...(error === undefined
          ? {}
          : { refusal: { year, message: error.message, errors: error.errors, faults } })}
      />,
    )
  }

  pages.get('/calendar', guard('calendar.read'), (c) => calendarPage(c))

  pages.get('/calendar/:file{[0-9]{4}\\.xlsx}', guard('calendar.read'), async (c) => {
    const year = Number(c.req.param('file').slice(0, 4))
    const { years } = await readCalendar(c.get('context'), recounters)
    const known = years.find((each) => each.year === year) ?? { year, notice: '', days: [] }
    return download(c, await calendarAsXlsx(known), `${year}年放假安排.xlsx`, xlsxType)
  })

  pages.post('/calendar', guard('calendar.import'), async (c) => {
    const { year: typed, file } = await c.req.parseBody()
    const year = typeof typed === 'string' ? typed : ''
    try {
      if (!(file instanceof File) || file.name === '')
        throw new AppError('invalid-input', '请选择放假安排文件。')
      const uploaded = await uploadCalendar(c.get('context'), {
        year,
        fileName: file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })
      if ('editionId' in uploaded) return c.redirect(`/calendar/editions/${uploaded.editionId}`, 303)
      const { faults } = uploaded
      return calendarPage(c, new AppError('invalid-input', '请在文件里改正下列各处，再上传一次。'), {
        year,
        faults,
      })
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      return calendarPage(c, error, { year })
    }
  })

  async function editionPage(c: RequestContext, editionId: number, error?: AppError) {
    const context = c.get('context')
    const { actor } = context
    const view = await readCalendarEdition(context, editionId)
    const { id, year, notice, status } = view.edition
    const recounts =
      status === 'approved'
        ? await Promise.all(recounters.map(({ render }) => render(context, { id, year, notice })))
        : []
    return renderPage(
      c,
      {
        title: `${view.edition.year}年放假安排`,
        place: 'calendar',
        ...(error === undefined ? {} : { status: error.status }),
      },
      <EditionBody
        view={view}
        can={allowedSteps(actor, calendarEditionMachine, status)}
        recounts={recounts}
        own={actor.kind === 'person' && actor.id === view.edition.uploadedBy}
        {...(error === undefined ? {} : { error: error.message })}
      />,
    )
  }

  /** Does something to an edition and shows it again, with the fault where there is one. */
  async function act(c: RequestContext, verb: (editionId: number) => Promise<unknown>) {
    const editionId = idParam(c)
    try {
      await verb(editionId)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500 || error.code === 'not-found') throw error
      return editionPage(c, editionId, error)
    }
    return c.redirect(`/calendar/editions/${editionId}`, 303)
  }

  pages.get(`/calendar/editions/${idInPath}`, guard('calendar.read'), (c) => editionPage(c, idParam(c)))

  pages.post(`/calendar/editions/${idInPath}/submit`, guard('calendar.import'), (c) =>
    act(c, (id) => submitCalendar(c.get('context'), id)),
  )

  pages.post(`/calendar/editions/${idInPath}/approve`, guard('calendar.approve'), (c) =>
    act(c, (id) => approveCalendar(c.get('context'), id, recounters)),
  )

  pages.post(`/calendar/editions/${idInPath}/return`, guard('calendar.approve'), async (c) => {
    const { comment } = await c.req.parseBody()
    return act(c, (id) =>
      returnCalendar(c.get('context'), id, { comment: typeof comment === 'string' ? comment : '' }),
    )
  })
  return pages
}
