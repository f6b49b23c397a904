import { AppError } from '../platform/errors.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../platform/http/path-id.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { CapacityBody } from './capacity-page.tsx'
import { capacityChart } from './chart.ts'
import { zoneMeasures } from './model.ts'
import { type PoolView, readCapacity } from './read-capacity.ts'
import { setPoolCapacity } from './set-pool-capacity.ts'

export const capacityPages = pageRouter()

async function capacityPage(c: RequestContext) {
  const context = c.get('context')
  const { pools, zones } = await readCapacity(context)
  const wanted = Number(c.req.query('pool'))
  return renderPage(
    c,
    { title: '容量', place: 'cloud' },
    <CapacityBody
      actor={context.actor}
      pools={pools}
      zones={zones}
      shown={pools.find(({ id }) => id === wanted) ?? fullest(pools)}
    />,
  )
}

/** The pool of which the largest share is taken in some month. */
function fullest(pools: readonly PoolView[]): PoolView | undefined {
  const share = ({ capacity, peaks }: PoolView) =>
    Math.max(0, ...peaks.map(({ peak }) => peak)) / Math.max(1, capacity)
  return [...pools].sort((a, b) => share(b) - share(a))[0]
}

capacityPages.get('/capacity', guard('capacity.read'), capacityPage)

capacityPages.post('/capacity', guard('capacity.keep'), (c) =>
  orRefusal(
    c,
    async (form) => {
      await setPoolCapacity(c.get('context'), {
        zone: form.text('zone'),
        domestic: form.text('domestic') === 'yes',
        measure: zoneMeasures.find((measure) => measure === form.text('measure')) ?? 'vcpu',
        capacity: form.number('capacity'),
      })
      return c.redirect('/capacity', 303)
    },
    () => capacityPage(c),
  ),
)

capacityPages.get(`/capacity/${idInPath}/chart.svg`, guard('capacity.read'), async (c) => {
  const poolId = idParam(c)
  const { pools } = await readCapacity(c.get('context'))
  const pool = pools.find(({ id }) => id === poolId)
  if (pool === undefined) throw new AppError('not-found', '没有这个资源池。')
  return c.body(capacityChart(pool), 200, { 'Content-Type': 'image/svg+xml; charset=utf-8' })
})
