import type { FC } from 'hono/jsx'
import { type CalendarDate, inChinese } from '../platform/dates.ts'
import { type Fen, inWanYuan } from '../platform/money.ts'
import { effects, type Finding, fundVerdictWords } from '../regulations/index.ts'
import type { ShownVerdict } from './read-system.ts'
import { verdictTones } from './tags.tsx'

/** The answer first, then the article, then the way back. */
export const VerdictPanel: FC<{
  verdict: ShownVerdict | null
  annualOperationsFen: Fen | null
  today: CalendarDate
}> = ({ verdict, annualOperationsFen, today }) => {
  const operations = verdict?.operations
  if (verdict === null || operations === undefined)
    return (
      <section class="verdict">
        <div>
          <h2>{today.slice(0, 4)}年运维经费：尚未判定</h2>
          <p>下次判定在次日凌晨，届时这里会说明能不能拨付、依据哪一条。</p>
        </div>
      </section>
    )
  const findings = verdict.findings.filter((finding) => finding.effect !== 'noted')
  return (
    <section class={`verdict ${verdictTones[operations]}`}>
      <div>
        <h2>
          {today.slice(0, 4)}年运维经费：{fundVerdictWords[operations]}
        </h2>
        {findings.map((finding) => (
          <FindingText finding={finding} verdict={verdict} />
        ))}
      </div>
      <div class="money">
        年运维费
        <strong>{annualOperationsFen === null ? '未登记' : `${inWanYuan(annualOperationsFen)} 万元`}</strong>
      </div>
    </section>
  )
}

const FindingText: FC<{ finding: Finding; verdict: ShownVerdict }> = ({ finding, verdict }) => (
  <>
    <p>{finding.reason}</p>
    <p class="note">
      {effects[finding.effect]} · 依据{verdict.regulation}
      {finding.article}
      {finding.since === null ? '' : ` · 自 ${inChinese(finding.since)}起`}
    </p>
    <h3>怎样恢复</h3>
    <p>{finding.remedy}</p>
  </>
)
