import type { FC } from 'hono/jsx'
import { healthOrder, healthWords } from '../migration/index.ts'
import { Select } from '../platform/ui/components.tsx'
import { fundVerdictWords, labelOfFact } from '../regulations/index.ts'
import { dispositions, hostings } from '../systems/index.ts'
import {
  isFiltered,
  type RegisterFilters,
  registerHref,
  type Sort,
  sorts,
  stageFilters,
} from './register-filters.ts'

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** How many, and in which order. */
export const ListHead: FC<{ filters: RegisterFilters; total: number }> = ({ filters, total }) => (
  <div class="list-head">
    <span>
      共 <b>{total}</b> 个系统{filters.sort === 'due' ? '（没有期限的不列）' : ''}
      {filters.missing === undefined ? '' : `，缺“${labelOfFact(filters.missing)}”`}
    </span>
    <nav aria-label="排序" class="no-print">
      {(Object.keys(sorts) as Sort[]).map((sort) => (
        <a
          href={registerHref({ ...filters, sort, page: 1 })}
          aria-current={filters.sort === sort ? 'true' : undefined}
        >
          {sorts[sort]}
        </a>
      ))}
    </nav>
  </div>
)

/** Whether one of the folded filters is set. */
function hasMore(filters: RegisterFilters): boolean {
  const { stage, disposition, hosting, wave } = filters
  return [stage, disposition, hosting, wave].some((value) => value !== undefined)
}

export const Filters: FC<{
  filters: RegisterFilters
  /** Units to choose from; empty for a department, which has only its own. */
  units: readonly { id: number; name: string }[]
  waves: readonly string[]
}> = ({ filters, units, waves }) => (
  <form class="filters" method="get" action="/systems" data-auto>
    <div class="grow">
      <label for="q">搜索</label>
      <input id="q" name="q" type="search" value={filters.q} placeholder="系统名称、编号或单位" />
    </div>
    {units.length === 0 ? null : (
      <Select
        name="unit"
        label="单位"
        all="全部单位"
        value={filters.unit === undefined ? undefined : String(filters.unit)}
        options={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
      />
    )}
    <Select
      name="health"
      label="状态"
      all="全部状态"
      value={filters.health}
      options={healthOrder.map((value) => ({ value, label: healthWords[value] }))}
    />
    <Select
      name="verdict"
      label="运维经费"
      all="全部结论"
      value={filters.verdict}
      options={optionsOf(fundVerdictWords)}
    />
    <button type="submit">查询</button>
    {isFiltered(filters) ? (
      <a class="button quiet" href="/systems">
        清除条件
      </a>
    ) : null}
    <details class="more-filters" open={hasMore(filters)}>
      <summary>更多条件</summary>
      <div class="filters">
        <Select
          name="stage"
          label="阶段"
          all="全部阶段"
          value={filters.stage}
          options={optionsOf(stageFilters)}
        />
        <Select
          name="disposition"
          label="处置意见"
          all="全部"
          value={filters.disposition}
          options={optionsOf(dispositions)}
        />
        <Select
          name="hosting"
          label="部署位置"
          all="全部"
          value={filters.hosting}
          options={optionsOf(hostings)}
        />
        {waves.length === 0 ? null : (
          <Select
            name="wave"
            label="批次"
            all="全部"
            value={filters.wave}
            options={waves.map((wave) => ({ value: wave, label: wave }))}
          />
        )}
      </div>
    </details>
    {filters.missing === undefined ? null : <input type="hidden" name="missing" value={filters.missing} />}
    {filters.sort === 'code' ? null : <input type="hidden" name="sort" value={filters.sort} />}
  </form>
)
