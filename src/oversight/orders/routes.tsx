import { oneFileForm, postedEvidence, storeUpload } from '../../evidence/index.ts'
import { type Effect, EffectView, effectOf } from '../../funding/index.ts'
import { type CalendarDate, parseDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { docxType, download } from '../../platform/http/download.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { Alert } from '../../platform/ui/components.tsx'
import { personOf } from '../act-of-person.ts'
import { onThing } from '../on-thing.ts'
import { type AllowedOrderSteps, allowedOrderSteps } from './allowed-steps.ts'
import { answerOrder } from './answer-order.ts'
import { confirmIn, confirmOutcome, dropOutcome, proposeOutcome } from './decide-order.ts'
import { deleteOrder } from './delete-order.ts'
import { draftOrder, editOrder } from './draft-order.ts'
import { issueIn, issueOrder } from './issue-order.ts'
import { orderLetter } from './letter.ts'
import { OrderForm, orderOf, UnitForm } from './order-form.tsx'
import { OrderForms } from './order-forms.tsx'
import { OrderList } from './order-list.tsx'
import { OrderBody, titleOfOrder } from './order-page.tsx'
import { listOrders, type OrderView, orderChoices, orderFilters, readOrder } from './read-orders.ts'
import { receiveOrder } from './receive-order.ts'

export const orderPages = pageRouter()
const numbered = `/oversight/orders/${idInPath}`

orderPages.get('/oversight/orders', guard('oversight.read'), async (c) => {
  const context = c.get('context')
  const filters = orderFilters.parse(c.req.query())
  const list = await listOrders(context, filters)
  return renderPage(
    c,
    { title: '限期整改通知', place: 'oversight' },
    <OrderList actor={context.actor} filters={filters} list={list} />,
  )
})

/** The form for a new order, or for a draft that is written in. */
async function formPage(c: RequestContext, unitId: number | undefined, order?: OrderView) {
  const context = c.get('context')
  const choices = await orderChoices(context, unitId)
  const unit = choices.units.find(({ id }) => id === unitId)
  const heading = order === undefined ? '拟定整改通知' : '修改整改通知'
  return renderPage(
    c,
    { title: heading, place: 'oversight' },
    <>
      <p class="crumbs">
        <a href="/oversight/orders">限期整改通知</a> › {heading}
      </p>
      <h1>{heading}</h1>
      <p class="sub">保存为草稿，由本机关的另一位同事编文号签发以后才生效。</p>
      {unit === undefined && choices.units.length === 0 ? (
        <Alert>
          <p>
            还没有登记系统的单位。请先<a href="/systems/import">导入台账</a>。
          </p>
        </Alert>
      ) : unit === undefined ? (
        <UnitForm choices={choices} action="/oversight/orders/new" />
      ) : (
        <OrderForm
          person={personOf(context)}
          unit={unit}
          choices={choices}
          {...(order === undefined
            ? { action: '/oversight/orders' }
            : { order, action: `/oversight/orders/${order.id}/edit` })}
        />
      )}
    </>,
  )
}

const idIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined

orderPages.get('/oversight/orders/new', guard('oversight.draft'), (c) =>
  formPage(c, idIn(c.req.query('unit'))),
)

orderPages.post('/oversight/orders', guard('oversight.draft'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const id = await draftOrder(c.get('context'), orderOf(form))
      return c.redirect(`/oversight/orders/${id}`, 303)
    },
    (_error, form) => formPage(c, idIn(form.text('organisationId'))),
  ),
)

orderPages.get(`${numbered}/edit`, guard('oversight.draft'), async (c) => {
  const order = await readOrder(c.get('context'), idParam(c))
  // No draft any more: its page says how it stands.
  return order.status === 'drafted' ? formPage(c, order.organisationId, order) : orderPage(c)
})
orderPages.post(`${numbered}/edit`, guard('oversight.draft'), (c) =>
  orRefusal(
    c,
    async (form) => {
      await editOrder(c.get('context'), { id: idParam(c), order: orderOf(form) })
      return c.redirect(`/oversight/orders/${idParam(c)}`, 303)
    },
    async () => {
      const order = await readOrder(c.get('context'), idParam(c))
      return order.status === 'drafted' ? formPage(c, order.organisationId, order) : orderPage(c)
    },
  ),
)

/** What signing would do to money, of an order with the day `issueOn`; null where it isn't this person's to sign. */
async function effectAt(
  c: RequestContext,
  order: OrderView,
  { can }: AllowedOrderSteps,
  issueOn: CalendarDate,
): Promise<{ effect: Effect; after: string } | null> {
  const context = c.get('context')
  const { id, version, outcome } = order
  if (can.has('issue')) {
    const tried = { id, version, number: `（试算 ${id}）`, on: issueOn }
    return {
      effect: await effectOf(context, (tx) => issueIn(context, tx, tried)),
      after: `于 ${issueOn} 签发后`,
    }
  }
  if (outcome === null || !can.has(`confirm-${outcome}`)) return null
  return {
    effect: await effectOf(context, (tx) => confirmIn(context, tx, { id, version, outcome })),
    after: '确认后',
  }
}

/** In: the day of issue that was entered; else it is today. What the page says of money is what issuing on it does. */
async function orderPage(c: RequestContext, entered = '') {
  const context = c.get('context')
  const issueOn = parseDate(entered) ?? context.clock.today()
  const order = await readOrder(context, idParam(c))
  const steps = allowedOrderSteps(context.actor, order)
  const effect = await effectAt(c, order, steps, issueOn)
  return renderPage(
    c,
    { title: titleOfOrder(order), place: 'oversight' },
    <OrderBody
      order={order}
      steps={steps}
      effect={effect === null ? null : <EffectView {...effect} />}
      forms={<OrderForms order={order} steps={steps} today={context.clock.today()} issueOn={issueOn} />}
    />,
  )
}

orderPages.get(numbered, guard('oversight.read'), (c) => orderPage(c))

orderPages.get(`${numbered}/letter.docx`, guard('oversight.read'), async (c) => {
  const context = c.get('context')
  const { bytes, fileName } = await orderLetter(context, idParam(c))
  return download(c, bytes, fileName, docxType)
})

/** Nobody signs for a day whose effect wasn't shown: the first click on another day shows it, the second one signs. */
function assertShown(on: string, shownOn: string): void {
  const day = parseDate(on)
  if (day === null || day === shownOn) return
  throw new AppError(
    'conflict',
    `还没有签发：签发日改成了 ${day}，影响已经按这一天重新算出，请看过以后再点一次“签发通知”。`,
  )
}

const onOrder = onThing('/oversight/orders', (c) => orderPage(c))

orderPages.post(`${numbered}/delete`, guard('oversight.draft'), (c) =>
  onOrder(c, (id) => deleteOrder(c.get('context'), { id }), '/oversight/orders'),
)
orderPages.post(`${numbered}/issue`, guard('oversight.sign'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const [id, on] = [idParam(c), form.text('on')]
      assertShown(on, form.text('shownOn'))
      await issueOrder(c.get('context'), {
        id,
        version: form.number('version'),
        number: form.text('number'),
        on,
      })
      return c.redirect(`/oversight/orders/${id}`, 303)
    },
    (_error, form) => orderPage(c, form.text('on')),
  ),
)
orderPages.post(`${numbered}/receive`, guard('oversight.file-receipt'), (c) =>
  onOrder(c, (id, form) => receiveOrder(c.get('context'), { id, on: form.text('on') })),
)
orderPages.post(`${numbered}/answer`, guard('oversight.file-answer', oneFileForm), (c) =>
  onOrder(c, async (id, form) => {
    const context = c.get('context')
    const file = postedEvidence(form)
    const evidenceIds = file === null ? [] : [await storeUpload(context, file)]
    await answerOrder(context, { id, answer: form.text('answer'), evidenceIds })
  }),
)
orderPages.post(`${numbered}/propose`, guard('oversight.draft'), (c) =>
  onOrder(c, (id, form) =>
    proposeOutcome(c.get('context'), {
      id,
      outcome: form.text('outcome'),
      on: form.text('on'),
      document: form.text('document'),
      reason: form.text('reason'),
    }),
  ),
)
orderPages.post(`${numbered}/drop`, guard('oversight.draft'), (c) =>
  onOrder(c, (id, form) =>
    dropOutcome(c.get('context'), { id, version: form.number('version'), reason: form.text('reason') }),
  ),
)
orderPages.post(`${numbered}/confirm`, guard('oversight.sign'), (c) =>
  onOrder(c, (id, form) =>
    confirmOutcome(c.get('context'), { id, version: form.number('version'), outcome: form.text('outcome') }),
  ),
)
