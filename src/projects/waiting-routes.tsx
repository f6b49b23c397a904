import { EffectView, effectOf } from '../funding/index.ts'
import { AppError } from '../platform/errors.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { confirmAllIn, confirmMilestones, waitingMilestones } from './confirm-milestones.ts'
import { MoneyEffects, readMoneyEffects } from './money-effect.tsx'
import { WaitingBody } from './waiting-page.tsx'
import { waitingHref } from './words.ts'

export const waitingPages = pageRouter()

/** In: what was ticked; null: the page is opened, and all are. */
async function waitingPage(c: RequestContext, chosen: readonly string[] | null) {
  const context = c.get('context')
  const { milestones, total } = await waitingMilestones(context)
  const ids = milestones.map(({ id }) => id)
  const ticked = chosen === null ? ids : ids.filter((id) => chosen.includes(String(id)))
  const effect =
    ticked.length === 0 ? null : (
      <>
        <EffectView
          effect={await effectOf(context, (tx) => confirmAllIn(context, tx, ticked))}
          after={`确认勾选的 ${ticked.length} 个节点后`}
        />
        <MoneyEffects
          effects={
            await readMoneyEffects(
              context,
              milestones.filter(({ id }) => ticked.includes(id)),
            )
          }
        />
      </>
    )
  return renderPage(
    c,
    { title: '等我确认的节点', place: 'projects' },
    <WaitingBody milestones={milestones} total={total} ticked={ticked} effect={effect} />,
  )
}

waitingPages.get(waitingHref, guard('projects.confirm'), (c) =>
  waitingPage(c, c.req.query('look') === undefined ? null : (c.req.queries('ids') ?? [])),
)

waitingPages.post(`${waitingHref}/confirm`, guard('projects.confirm'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const ids = form.texts('ids')
      if (ids.toSorted().join() !== form.texts('shown').toSorted().join())
        throw new AppError('conflict', '勾选改了，还没有确认。下面是按现在勾选的影响，请看过再确认。')
      await confirmMilestones(c.get('context'), { ids: ids.map(Number) })
      return c.redirect(waitingHref, 303)
    },
    (_error, form) => waitingPage(c, form.texts('ids')),
  ),
)
