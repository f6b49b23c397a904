import type { FC } from 'hono/jsx'
import { inChinese } from '../platform/dates.ts'
import {
  citationOf,
  type Finding,
  fundVerdictWords,
  labelOfFact,
  verdictTones,
} from '../regulations/index.ts'
import type { ConstructionMoney } from './read-construction-money.ts'

/** May construction money be paid to a project that has no system yet, and why not. */
export const ConstructionMoneyPanel: FC<{ of: ConstructionMoney }> = ({
  of: { regulation, asOf, verdict, findings },
}) => (
  <section class={`verdict ${verdictTones[verdict]}`} aria-label="建设资金结论">
    <div>
      <h2>建设资金：{fundVerdictWords[verdict]}</h2>
      {findings.length === 0 ? (
        <p>对照《{regulation.title}》逐条核对，没有停拨、暂停、预警或者待核实的情形。</p>
      ) : (
        <ul class="bare">
          {findings.map((finding) => (
            <li>
              <Ground finding={finding} regulationId={regulation.id} />
            </li>
          ))}
        </ul>
      )}
      <p class="note">
        还没有关联由它建设或改建的系统，按项目自己的节点、{inChinese(asOf)}
        判定；数据共享、整改通知等由系统登记的事实，关联系统以后才有。
      </p>
    </div>
  </section>
)

const Ground: FC<{ finding: Finding; regulationId: string }> = ({ finding, regulationId }) => (
  <>
    {fundVerdictWords[finding.effect === 'noted' ? 'eligible' : finding.effect]}：
    {finding.effect === 'undetermined'
      ? `缺${finding.missing.map(labelOfFact).join('、')}`
      : `${finding.reason.replace(/。$/, '')}${finding.since === null ? '' : `，自${inChinese(finding.since)}起`}`}
    （
    {finding.clause === null ? (
      citationOf(finding)
    ) : (
      <a href={`/regulations/${regulationId}#${finding.clause}`}>{citationOf(finding)}</a>
    )}
    ）{finding.effect === 'undetermined' ? '' : `。${finding.remedy}`}
  </>
)
