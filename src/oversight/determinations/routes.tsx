import { type Effect, EffectView, effectOf } from '../../funding/index.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { onThing } from '../on-thing.ts'
import { allowedDeterminationSteps } from './allowed-steps.ts'
import {
  DeterminationBody,
  DeterminationForm,
  DeterminationList,
  determinationOf,
  titleOfDetermination,
} from './determination-views.tsx'
import { deleteDetermination, draftDetermination, editDetermination } from './draft-determination.ts'
import { dropLift, liftDetermination, liftIn, proposeLift } from './lift-determination.ts'
import { isDeclaration } from './model.ts'
import {
  type DeterminationView,
  determinationFilters,
  listDeterminations,
  readDetermination,
} from './read-determinations.ts'
import { signDetermination, signDeterminationIn } from './sign-determination.ts'

export const determinationPages = pageRouter()
const numbered = `/oversight/determinations/${idInPath}`

for (const [which, title] of [
  ['determinations', '认定'],
  ['declarations', '台账完整声明'],
] as const)
  determinationPages.get(`/oversight/${which}`, guard('oversight.read'), async (c) => {
    const context = c.get('context')
    const filters = determinationFilters.parse(c.req.query())
    const list = await listDeterminations(context, which, filters)
    return renderPage(
      c,
      { title, place: 'oversight' },
      <DeterminationList actor={context.actor} which={which} filters={filters} list={list} />,
    )
  })

function formPage(c: RequestContext, which: 'determinations' | 'declarations', draft?: DeterminationView) {
  const noun = which === 'declarations' ? '声明' : '认定'
  const heading = draft === undefined ? `拟定${noun}` : `修改${noun}`
  return renderPage(
    c,
    { title: heading, place: 'oversight', path: `/oversight/${which}` },
    <>
      <p class="crumbs">
        <a href={`/oversight/${which}`}>{which === 'declarations' ? '台账完整声明' : '认定'}</a> › {heading}
      </p>
      <h1>{heading}</h1>
      <p class="sub">保存为草稿，由主管部门的另一位同事看过影响、签署以后才生效。</p>
      <DeterminationForm
        which={which}
        today={c.get('context').clock.today()}
        system={c.req.query('system')?.slice(0, 100)}
        {...(draft === undefined
          ? { action: '/oversight/determinations' }
          : { draft, action: `/oversight/determinations/${draft.id}/edit` })}
      />
    </>,
  )
}

const whichOf = (text: string | undefined) => (text === 'declarations' ? 'declarations' : 'determinations')

determinationPages.get('/oversight/determinations/new', guard('oversight.draft-determination'), (c) =>
  formPage(c, whichOf(c.req.query('of'))),
)
determinationPages.post('/oversight/determinations', guard('oversight.draft-determination'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const id = await draftDetermination(c.get('context'), determinationOf(form))
      return c.redirect(`/oversight/determinations/${id}`, 303)
    },
    (_error, form) => formPage(c, whichOf(form.text('of'))),
  ),
)

/** The form of a draft; of what is none any more its page, which says how it stands. */
async function editPage(c: RequestContext) {
  const row = await readDetermination(c.get('context'), idParam(c))
  if (row.status !== 'drafted') return determinationPage(c)
  return formPage(c, isDeclaration(row.about) ? 'declarations' : 'determinations', row)
}

determinationPages.get(`${numbered}/edit`, guard('oversight.draft-determination'), editPage)
determinationPages.post(`${numbered}/edit`, guard('oversight.draft-determination'), (c) =>
  orRefusal(
    c,
    async (form) => {
      await editDetermination(c.get('context'), idParam(c), determinationOf(form))
      return c.redirect(`/oversight/determinations/${idParam(c)}`, 303)
    },
    () => editPage(c),
  ),
)

async function determinationPage(c: RequestContext) {
  const context = c.get('context')
  const row = await readDetermination(context, idParam(c))
  const steps = allowedDeterminationSteps(context.actor, row)
  const tried: { effect: Effect; after: string } | null = steps.can.has('sign')
    ? {
        effect: await effectOf(context, (tx) => signDeterminationIn(context, tx, row)),
        after: isDeclaration(row.about) ? '声明后' : '签署后',
      }
    : steps.can.has('lift')
      ? {
          effect: await effectOf(context, (tx) => liftIn(context, tx, row)),
          after: row.liftFrom === row.holdsFrom ? '撤销后' : '解除后',
        }
      : null
  return renderPage(
    c,
    {
      title: titleOfDetermination(row),
      place: 'oversight',
      path: isDeclaration(row.about) ? '/oversight/declarations' : '/oversight/determinations',
    },
    <DeterminationBody
      row={row}
      steps={steps}
      today={context.clock.today()}
      effect={tried === null ? null : <EffectView {...tried} />}
    />,
  )
}

determinationPages.get(numbered, guard('oversight.read'), determinationPage)

const onDetermination = onThing('/oversight/determinations', determinationPage)

determinationPages.post(`${numbered}/delete`, guard('oversight.draft-determination'), (c) =>
  onDetermination(c, (id) => deleteDetermination(c.get('context'), id), '/oversight/determinations'),
)
determinationPages.post(`${numbered}/sign`, guard('oversight.sign-determination'), (c) =>
  onDetermination(c, (id, form) =>
    signDetermination(c.get('context'), { id, version: form.number('version') }),
  ),
)
determinationPages.post(`${numbered}/propose-lift`, guard('oversight.draft-determination'), (c) =>
  onDetermination(c, (id, form) =>
    proposeLift(c.get('context'), {
      id,
      from: form.text('from'),
      document: form.text('document'),
      reason: form.text('reason'),
    }),
  ),
)
determinationPages.post(`${numbered}/drop-lift`, guard('oversight.draft-determination'), (c) =>
  onDetermination(c, (id, form) =>
    dropLift(c.get('context'), { id, version: form.number('version'), reason: form.text('reason') }),
  ),
)
determinationPages.post(`${numbered}/lift`, guard('oversight.sign-determination'), (c) =>
  onDetermination(c, (id, form) =>
    liftDetermination(c.get('context'), { id, version: form.number('version') }),
  ),
)
