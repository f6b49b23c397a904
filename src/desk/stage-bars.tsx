import type { FC } from 'hono/jsx'
import type { IndicatorCounts } from '../migration/index.ts'
import { type Stage, stageOrder, stages } from '../systems/index.ts'
import { registerHref } from './register-filters.ts'

/** The two stages of migrated systems stand out: paid twice, and done. */
const kinds: Partial<Record<Stage, string>> = { confirmed: 'twice', decommissioned: 'done' }
const words: Partial<Record<Stage, string>> = {
  confirmed: '已确认，旧环境未下线',
  decommissioned: '旧环境已下线',
}

/** How many systems stand in which stage: a table with lengths, each row leading to its systems. */
export const StageBars: FC<{ counts: IndicatorCounts }> = ({ counts }) => {
  const rows: { stage: Stage | 'unknown'; label: string }[] = stageOrder.map((stage) => ({
    stage,
    label: words[stage] ?? stages[stage],
  }))
  if (counts.byStage.unknown > 0) rows.push({ stage: 'unknown', label: '阶段未登记' })
  const largest = Math.max(1, ...rows.map(({ stage }) => counts.byStage[stage]))
  return (
    <table class="bars">
      <caption class="visually-hidden">各阶段的系统数，在册 {counts.inScope} 个</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">阶段</th>
          <th scope="col">比例</th>
          <th scope="col">系统数</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ stage, label }) => (
          <tr class={counts.byStage[stage] === 0 ? 'none' : stage === 'unknown' ? undefined : kinds[stage]}>
            <th scope="row">
              <a href={registerHref({ stage })}>{label}</a>
            </th>
            <td>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="10" rx="1" />
                <rect
                  class="value"
                  width={String(Math.round((counts.byStage[stage] * 1000) / largest) / 10)}
                  height="10"
                  rx="1"
                />
              </svg>
            </td>
            <td class="n">{counts.byStage[stage]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
