import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../platform/context.ts'
import { Card, Empty, Field, Table, Tag } from '../platform/ui/components.tsx'
import { Choice, Form, Input } from '../platform/ui/form.tsx'
import { measures, zoneMeasures } from './model.ts'
import type { PoolView } from './read-capacity.ts'

export interface CapacityView {
  actor: Actor
  pools: readonly PoolView[]
  zones: readonly string[]
  /** The pool whose chart is shown. */
  shown: PoolView | undefined
}

export const CapacityBody: FC<CapacityView> = ({ actor, pools, zones, shown }) => (
  <>
    <h1>容量</h1>
    <p class="sub">各资源池的总量、已批复和会审中占用的量，以及今后十二个月每月的最高占用。</p>
    <Card>
      <Table
        caption="资源池"
        rows={pools}
        columns={poolColumns(shown?.id)}
        empty={
          <Empty title="还没有登记资源池">
            <p>登记之前，会审和批复不受容量限制。目录里写明资源池总量的服务项，会审时自动计入。</p>
          </Empty>
        }
      />
    </Card>
    {shown === undefined ? null : (
      <Card title={`${shown.title}：今后十二个月`} id="chart">
        <section class="table-wrap" tabindex={0} aria-label={`${shown.title}的折线图`}>
          <img
            class="chart"
            src={`/capacity/${shown.id}/chart.svg`}
            width={720}
            height={240}
            alt={`${shown.title}每月最高占用的折线图，总量 ${shown.capacity}；数据见下表。`}
          />
        </section>
        <Table
          label={`${shown.title}每月最高占用`}
          rows={shown.peaks}
          folds={false}
          columns={[
            { label: '月份', cell: ({ month }) => month },
            { label: '最高占用', numeric: true, cell: ({ peak }) => inFigures(peak) },
            { label: '余量', numeric: true, cell: ({ peak }) => inFigures(shown.capacity - peak) },
          ]}
        />
      </Card>
    )}
    {allows(actor, 'capacity.keep') ? <KeepForm zones={zones} /> : null}
  </>
)

const KeepForm: FC<{ zones: readonly string[] }> = ({ zones }) => (
  <Card title="登记总量">
    <Form action="/capacity">
      <div class="row">
        <Field name="zone" label="网络区域">
          <Choice name="zone" options={zones.map((zone) => ({ value: zone, label: zone }))} />
        </Field>
        <Field name="domestic" label="技术路线">
          <Choice
            name="domestic"
            options={[
              { value: 'no', label: '通用' },
              { value: 'yes', label: '信创' },
            ]}
          />
        </Field>
        <Field name="measure" label="资源">
          <Choice
            name="measure"
            options={zoneMeasures.map((measure) => ({ value: measure, label: measures[measure] }))}
          />
        </Field>
        <Field name="capacity" label="总量">
          <Input id="capacity" name="capacity" inputmode="numeric" required maxlength={10} />
        </Field>
      </div>
      <button type="submit">登记</button>
    </Form>
    <p class="note">同一区域、同一路线再次登记，改为新的总量；已批复的占用不受影响。</p>
  </Card>
)

/** 204,800: a count with its thousands apart. */
const inFigures = (count: number) => count.toLocaleString('en-US')

/** In: the pool whose chart stands below. */
const poolColumns = (shown: number | undefined) => [
  {
    label: '资源池',
    cell: (pool: PoolView) => (
      <>
        <a href={`/capacity?pool=${pool.id}#chart`} aria-current={pool.id === shown ? 'true' : undefined}>
          {pool.title}
        </a>
        {pool.measure === 'named' ? <small>目录载明</small> : null}
      </>
    ),
  },
  { label: '总量', numeric: true, cell: (pool: PoolView) => inFigures(pool.capacity) },
  { label: '已批复占用', numeric: true, cell: (pool: PoolView) => inFigures(pool.confirmed) },
  { label: '会审中占用', numeric: true, cell: (pool: PoolView) => inFigures(pool.held) },
  {
    label: '今后最高占用',
    numeric: true,
    cell: (pool: PoolView) => (
      <>
        {peakOf(pool) > pool.capacity ? <Tag tone="stop">超出</Tag> : null} {inFigures(peakOf(pool))}
      </>
    ),
  },
  {
    label: '占总量',
    numeric: true,
    cell: (pool: PoolView) =>
      pool.capacity === 0 ? (
        <span class="muted">—</span>
      ) : (
        `${Math.round((peakOf(pool) * 100) / pool.capacity)}%`
      ),
  },
]

const peakOf = ({ peaks }: PoolView) => Math.max(...peaks.map(({ peak }) => peak))
