import { readLiftingRemedies, verdictForMoney } from '../funding/index.ts'
import { allows, visibilityOf } from '../platform/context.ts'
import { guard } from '../platform/http/guard.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter } from '../platform/http/routers.ts'
import { listProposals } from '../systems/index.ts'
import { DeskBody } from './desk-page.tsx'
import { factPages } from './fact-routes.tsx'
import { listRegister } from './list-register.ts'
import { placeOfFact } from './place-of-fact.ts'
import { ProgressBody } from './progress-page.tsx'
import { readDesk } from './read-desk.ts'
import { readProgress } from './read-progress.ts'
import { readSystem } from './read-system.ts'
import { refreshToday } from './refresh-today.ts'
import { registerChoices } from './register-choices.ts'
import { registerFilters } from './register-filters.ts'
import { RegisterBody } from './register-page.tsx'
import { SystemBody } from './system-page.tsx'
import type { TaskReader } from './tasks.ts'

/** In: where tasks come from. Out: pages composed of several slices. */
export function deskPages(taskReaders: readonly TaskReader[]) {
  const pages = pageRouter()

  pages.get('/desk', guard('migration.read'), async (c) => {
    const context = c.get('context')
    return renderPage(
      c,
      { title: '工作台', place: 'desk' },
      <DeskBody
        desk={await readDesk(context, taskReaders)}
        actor={context.actor}
        today={context.clock.today()}
        refreshed={c.req.query('refreshed') !== undefined}
      />,
    )
  })

  pages.get('/migration', guard('migration.read'), async (c) =>
    renderPage(
      c,
      { title: '迁移进展', place: 'systems' },
      <ProgressBody progress={await readProgress(c.get('context'))} />,
    ),
  )

  pages.post('/desk/refresh', guard('migration.track'), async (c) => {
    await refreshToday(c.get('context'))
    return c.redirect('/desk?refreshed', 303)
  })

  pages.get('/systems', guard('systems.read'), async (c) => {
    const context = c.get('context')
    const filters = registerFilters.parse(c.req.query())
    const page = await listRegister(context, filters)
    const { units, waves } = await registerChoices(context)
    const { actor } = context
    const own = visibilityOf(actor).organisations !== 'all' && actor.kind === 'person'
    return renderPage(
      c,
      { title: '系统台账', place: 'systems' },
      <RegisterBody
        filters={filters}
        page={page}
        units={units}
        waves={waves}
        today={context.clock.today()}
        mayImport={allows(actor, 'systems.import')}
        ownUnit={own ? actor.organisationName : null}
      />,
    )
  })

  pages.get('/systems/:code', guard('systems.read'), async (c) => {
    const context = c.get('context')
    const view = await readSystem(context, c.req.param('code'))
    return renderPage(
      c,
      { title: view.row.name, place: 'systems' },
      <SystemBody
        view={view}
        money={await verdictForMoney(context, view.id)}
        liftingRemedies={{
          ...(await readLiftingRemedies(context, view.id)),
          placeOf: (fact, project) => placeOfFact(fact, view, context.actor, project),
        }}
        proposals={await listProposals(context, { status: 'awaiting', code: view.row.code })}
        actor={context.actor}
        today={context.clock.today()}
        mayRecord={allows(context.actor, 'systems.propose')}
        seesRules={allows(context.actor, 'regulations.read')}
        mayFileProject={allows(context.actor, 'projects.file')}
      />,
    )
  })
  pages.route('/', factPages)
  return pages
}
