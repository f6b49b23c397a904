import type { FC, PropsWithChildren } from 'hono/jsx'
import { rateText } from './formula.ts'
import type { IndicatorCounts } from './model.ts'

/** 上云率 with everything it is made of; the only way a page may print the rate. */
export const MigrationRate: FC<
  PropsWithChildren<{ counts: IndicatorCounts; formulaVersion: number; compact?: boolean }>
> = ({ counts, formulaVersion, compact, children }) => {
  const terms = (
    <>
      <b>{counts.confirmed}</b> 已确认 ÷ <b>{counts.required}</b>（在册 {counts.inScope} − 豁免{' '}
      {counts.exempt} − 关停 {counts.shutDown} − 整合 {counts.integrated}）·{' '}
      <a href="/migration#formula">口径第{formulaVersion}版</a>
    </>
  )
  if (compact)
    return (
      <span>
        <b>{rateText(counts)}</b> <span class="terms">{terms}</span>
      </span>
    )
  return (
    <div class="rate">
      <strong>{rateText(counts)}</strong>
      <div>
        {children}
        <div class="terms">{terms}</div>
      </div>
    </div>
  )
}
