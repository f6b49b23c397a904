import { allows } from '../platform/context.ts'
import type { AppError } from '../platform/errors.ts'
import { download, xlsxType } from '../platform/http/download.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../platform/http/path-id.ts'
import type { PostedForm } from '../platform/http/posted-form.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { RowIssuesError } from '../platform/spreadsheet/row-issues.ts'
import { allowedSteps } from '../platform/steps.ts'
import { RowIssuesReport } from '../platform/ui/row-issues.tsx'
import { approveCalendar } from './approve-calendar.ts'
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

  async function calendarPage(c: RequestContext, error?: AppError) {
    const context = c.get('context')
    const view = await readCalendar(context, recounters)
    const last = view.years.at(-1)?.year
    return renderPage(
      c,
      {
        title: '工作日历',
        place: 'calendar',
        refusal: error instanceof RowIssuesError ? <RowIssuesReport error={error} /> : undefined,
      },
      <CalendarBody
        view={view}
        mayImport={allows(context.actor, 'calendar.import')}
        nextYear={last === undefined ? Number(context.clock.today().slice(0, 4)) : last + 1}
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

  pages.post('/calendar', guard('calendar.import'), (c) => {
    return orRefusal(
      c,
      async (form) => {
        const file = form.file('请选择放假安排文件。')
        const { editionId } = await uploadCalendar(c.get('context'), { ...file, year: form.text('year') })
        return c.redirect(`/calendar/editions/${editionId}`, 303)
      },
      (error) => calendarPage(c, error),
    )
  })

  async function editionPage(c: RequestContext) {
    const context = c.get('context')
    const { actor } = context
    const view = await readCalendarEdition(context, idParam(c))
    const { id, year, notice, status } = view.edition
    const recounts =
      status === 'approved'
        ? await Promise.all(recounters.map(({ render }) => render(context, { id, year, notice })))
        : []
    return renderPage(
      c,
      { title: `${view.edition.year}年放假安排`, place: 'calendar' },
      <EditionBody
        view={view}
        can={allowedSteps(actor, calendarEditionMachine, status)}
        recounts={recounts}
        own={actor.kind === 'person' && actor.id === view.edition.uploadedBy}
      />,
    )
  }

  /** Does something to an edition and shows it again. */
  function act(c: RequestContext, verb: (editionId: number, form: PostedForm) => Promise<unknown>) {
    const editionId = idParam(c)
    return orRefusal(
      c,
      async (form) => {
        await verb(editionId, form)
        return c.redirect(`/calendar/editions/${editionId}`, 303)
      },
      () => editionPage(c),
    )
  }

  pages.get(`/calendar/editions/${idInPath}`, guard('calendar.read'), editionPage)

  pages.post(`/calendar/editions/${idInPath}/submit`, guard('calendar.import'), (c) =>
    act(c, (id) => submitCalendar(c.get('context'), id)),
  )

  pages.post(`/calendar/editions/${idInPath}/approve`, guard('calendar.approve'), (c) =>
    act(c, (id) => approveCalendar(c.get('context'), id, recounters)),
  )

  pages.post(`/calendar/editions/${idInPath}/return`, guard('calendar.approve'), (c) =>
    act(c, (id, form) => returnCalendar(c.get('context'), id, { comment: form.text('comment') })),
  )
  return pages
}
