import { allows, visibilityOf } from '../platform/context.ts'
import { guard, pageRouter, renderPage } from '../platform/http.tsx'
import { listRegister } from './list-register.ts'
import { readSystem } from './read-system.ts'
import { registerChoices } from './register-choices.ts'
import { registerFilters } from './register-filters.ts'
import { RegisterBody } from './register-page.tsx'
import { SystemBody } from './system-page.tsx'

export const deskPages = pageRouter()

deskPages.get('/systems', guard('systems.read'), async (c) => {
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

deskPages.get('/systems/:code', guard('systems.read'), async (c) => {
  const context = c.get('context')
  const view = await readSystem(context, c.req.param('code'))
  return renderPage(
    c,
    { title: view.row.name, place: 'systems' },
    <SystemBody view={view} today={context.clock.today()} />,
  )
})
