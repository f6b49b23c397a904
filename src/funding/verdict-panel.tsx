import type { FC } from 'hono/jsx'
import { inChinese } from '../platform/dates.ts'
import { type Fen, inWanYuan, inYuan } from '../platform/money.ts'
import { Card, DateText, Table, Tag } from '../platform/ui/components.tsx'
import {
  citationOf,
  clauseDeadlineWords,
  effects,
  effectTones,
  type FactName,
  type Finding,
  funds,
  fundVerdictWords,
  type LiftingRemedy,
  liftingRemedyWords,
  type OfProject,
  stepsWords,
  verdictTones,
} from '../regulations/index.ts'
import { WithoutRegulation } from '../rules/index.ts'
import type { CurrentVerdict } from './current-verdict.ts'
import { decidingFinding, isUnsettled } from './deciding-finding.ts'
import type { LiftingRemedies } from './read-lifting-remedies.ts'

/** Where something is done, and what the link says. */
export interface Place {
  label: string
  href: string
}

/** What lifts findings, and where each fact is recorded by who looks; null: by them nowhere. */
export interface WaysToLift extends LiftingRemedies {
  placeOf(fact: FactName, project: OfProject | undefined): Place | null
}

/** May this system's O&M money be paid, under which article, since when, what lifts it. */
export const VerdictPanel: FC<{
  verdict: CurrentVerdict | null
  liftingRemedies: WaysToLift
  annualOperationsFen: Fen | null
  systemName: string
  /** Whether there is a regulation to judge by today. */
  governed: boolean
  seesRules: boolean
}> = ({ verdict, liftingRemedies, annualOperationsFen, systemName, governed, seesRules }) => {
  if (verdict === null)
    return (
      <section class="verdict" aria-label="运维经费结论">
        <div>
          <h2>运维经费：尚未判定</h2>
          {governed ? (
            <p>系统每天凌晨一点后判定一次。{systemName}登记以后还没有判定过，最迟明天有结论。</p>
          ) : (
            <WithoutRegulation seesRules={seesRules} />
          )}
        </div>
        <Money fen={annualOperationsFen} />
      </section>
    )
  if (verdict.funds === undefined) return <OutOfScope verdict={verdict} />
  const { operations } = verdict.funds
  const deciding = decidingFinding(verdict)
  return (
    <section class={`verdict ${verdictTones[operations]}`} aria-label="运维经费结论">
      <div>
        <h2>
          {verdict.judgedOn.slice(0, 4)}年运维经费：{fundVerdictWords[operations]}
        </h2>
        {deciding === undefined ? (
          <p>对照《{verdict.regulation.title}》逐条核对，没有停拨、暂停或者预警的情形。</p>
        ) : (
          <Reason finding={deciding} verdict={verdict} liftingRemedies={liftingRemedies} />
        )}
        <p class="note">
          {inChinese(verdict.judgedOn)}判定
          {verdict.asOf === verdict.judgedOn ? '' : `，结论自${inChinese(verdict.asOf)}起未变`}。其他资金：
          {otherFunds(verdict.funds)}。
        </p>
        {verdict.byProject === undefined ? null : <ByProject of={verdict.byProject} />}
      </div>
      <Money fen={annualOperationsFen} />
    </section>
  )
}

/** What else was found, and the days the law sets. */
export const VerdictDetails: FC<{ verdict: CurrentVerdict; liftingRemedies: WaysToLift }> = ({
  verdict,
  liftingRemedies,
}) => {
  if (verdict.funds === undefined) return null
  const deciding = decidingFinding(verdict)
  const others = verdict.findings.filter((finding) => finding !== deciding)
  return (
    <>
      {others.length === 0 ? null : <OtherFindings findings={others} liftingRemedies={liftingRemedies} />}
      {verdict.deadlines.length === 0 ? null : <Deadlines verdict={verdict} />}
    </>
  )
}

/** What it comes to under each project that builds the system. */
const ByProject: FC<{ of: NonNullable<CurrentVerdict['byProject']> }> = ({ of }) => (
  <>
    <h3>各项目下的结论，最严的算数</h3>
    <ul class="bare">
      {of.map(({ project: { id, name, number }, funds: under }) => (
        <li>
          <a href={`/projects/${id}`}>{name}</a>（{number}）：{funds.operations}
          {fundVerdictWords[under.operations]}，{funds.construction}
          {fundVerdictWords[under.construction]}
        </li>
      ))}
    </ul>
  </>
)

const Money: FC<{ fen: Fen | null }> = ({ fen }) => (
  <div class="money">
    年运维费
    {fen === null ? (
      <strong>未登记</strong>
    ) : (
      <>
        <strong title={`${inYuan(fen)} 元`}>{inWanYuan(fen)} 万元</strong>
        <span class="note">按台账登记</span>
      </>
    )}
  </div>
)

const OutOfScope: FC<{ verdict: CurrentVerdict }> = ({ verdict }) => {
  const [finding] = verdict.findings
  return (
    <section class="verdict" aria-label="运维经费结论">
      <div>
        <h2>运维经费：不作判定</h2>
        <p>{finding?.reason}</p>
        {finding === undefined ? null : <Citation finding={finding} verdict={verdict} />}
      </div>
    </section>
  )
}

const Reason: FC<{ finding: Finding; verdict: CurrentVerdict; liftingRemedies: WaysToLift }> = ({
  finding,
  verdict,
  liftingRemedies,
}) => (
  <>
    <p>{finding.reason}</p>
    {isUnsettled(finding) ? null : <Citation finding={finding} verdict={verdict} />}
    {finding.remedy === '' ? null : (
      <>
        <h3>{finding.effect === 'undetermined' ? '怎样核实' : '怎样恢复'}</h3>
        <Remedy text={finding.remedy} />
      </>
    )}
    <LiftingRemedyList finding={finding} liftingRemedies={liftingRemedies} />
    <Places finding={finding} liftingRemedies={liftingRemedies} />
    <Restored liftingRemedies={liftingRemedies} />
  </>
)

function liftableOf(finding: Finding, { liftable }: LiftingRemedies) {
  return liftable.find(
    ({ clause, effect, project }) =>
      clause === finding.clause &&
      effect === finding.effect &&
      (finding.project === undefined || project?.id === finding.project.id),
  )
}

/** The facts that somebody records for the finding to go: the unknown ones, a state's own, or what is still to be done. */
function factsToRecord(finding: Finding, ways: LiftingRemedies): FactName[] {
  if (finding.effect === 'undetermined') return finding.missing
  if (finding.clause === null) return (finding.read ?? []).map(({ fact }) => fact)
  const changes = liftableOf(finding, ways)?.liftingRemedies.flatMap((each) => each.changes) ?? []
  return changes.map(({ fact }) => fact)
}

/** The ways to where what lifts the finding is done. */
const Places: FC<{ finding: Finding; liftingRemedies: WaysToLift }> = ({ finding, liftingRemedies }) => {
  const places = new Map<string, string>()
  for (const fact of factsToRecord(finding, liftingRemedies)) {
    const place = liftingRemedies.placeOf(fact, finding.project)
    if (place !== null) places.set(place.href, place.label)
  }
  if (places.size === 0) return null
  return (
    <p class="no-print">
      去办理：
      {[...places].map(([href, label], at) => (
        <>
          {at === 0 ? '' : '、'}
          <a href={href}>{label}</a>
        </>
      ))}
    </p>
  )
}

/** Which facts, changed, would lift the finding: each tried out by judging again. */
const LiftingRemedyList: FC<{ finding: Finding; liftingRemedies: WaysToLift }> = ({
  finding,
  liftingRemedies,
}) => {
  const liftable = liftableOf(finding, liftingRemedies)
  // A state is corrected, as its remedy says, not lifted.
  if (liftable === undefined || liftable.clause === null) return null
  const [only, ...more] = liftable.liftingRemedies
  if (only === undefined) return <p>本条读取的都是已经发生的事实，改变登记不能解除，应当按上面的办法处理。</p>
  const outcome = outcomeWords(finding, only)
  if (more.length === 0)
    return (
      <p>
        {stepsWords(only)}，{outcome}。
      </p>
    )
  const alike = more.every(({ leaves }) => leaves === only.leaves)
  return (
    <>
      <p>做到下列任何一项，{alike ? outcome : '即解除本条'}：</p>
      <ul>
        {liftable.liftingRemedies.map((liftingRemedy) => (
          <li>{alike ? stepsWords(liftingRemedy) : liftingRemedyWords(liftingRemedy)}</li>
        ))}
      </ul>
    </>
  )
}

function outcomeWords({ effect }: Finding, { leaves }: LiftingRemedy): string {
  return leaves === null ? '即解除本条' : `本条即由“${effects[effect]}”转为“${effects[leaves]}”`
}

/** Where several clauses stand in the way of the money: what brings it back altogether. */
const Restored: FC<{ liftingRemedies: WaysToLift }> = ({ liftingRemedies: { restoring } }) => {
  if (restoring === null || (restoring.changes.length < 2 && restoring.verdict === 'eligible')) return null
  const { changes, verdict, beyond } = restoring
  return (
    <p>
      {changes.map(({ words }) => words).join('、')}
      {changes.length > 1 ? '，各项都办到后' : '后'}，运维经费为<strong>{fundVerdictWords[verdict]}</strong>
      {beyond.length === 0 ? '' : `；${beyond.join('、')}所读的事实已经发生，不能由此解除`}。
    </p>
  )
}

const Citation: FC<{ finding: Finding; verdict: CurrentVerdict }> = ({ finding, verdict }) => (
  <p class="note">
    {finding.clause === null ? (
      '依据系统的状态，不是条文规定的停拨'
    ) : (
      <CitedArticle clause={finding.clause} article={citationOf(finding)} verdict={verdict} />
    )}
    {finding.since === null ? '' : ` · 自 ${inChinese(finding.since)}起`}
  </p>
)

const CitedArticle: FC<{ clause: string; article: string; verdict: CurrentVerdict }> = ({
  clause,
  article,
  verdict: { documents, regulation },
}) => (
  <>
    依据《{documents.get(clause)?.title ?? regulation.title}》
    {documents.has(clause) ? '' : `（${regulation.documentNumber}）`}
    <a href={`/regulations/${regulation.id}#${clause}`}>{article}</a>
  </>
)

const Remedy: FC<{ text: string }> = ({ text }) => {
  const steps = text.split('；')
  if (steps.length === 1) return <p>{text}</p>
  return (
    <ul>
      {steps.map((step) => (
        <li>{step}</li>
      ))}
    </ul>
  )
}

const OtherFindings: FC<{ findings: readonly Finding[]; liftingRemedies: WaysToLift }> = ({
  findings,
  liftingRemedies,
}) => (
  <Card>
    <Table
      caption="其他依据"
      rows={findings}
      columns={[
        { label: '结论', cell: ({ effect }) => <Tag tone={effectTones[effect]}>{effects[effect]}</Tag> },
        { label: '条款', cell: ({ article }) => <span class="nowrap">{article}</span> },
        { label: '说明', cell: ({ reason }) => reason },
        {
          label: '涉及资金',
          cell: (finding) =>
            finding.funds.length === 0 ? '不涉及' : finding.funds.map((fund) => funds[fund]).join('、'),
        },
        { label: '自', cell: ({ since }) => <DateText on={since} /> },
        {
          label: '怎样消除',
          cell: (finding) => (
            <>
              <p>{finding.remedy}</p>
              <LiftingRemedyList finding={finding} liftingRemedies={liftingRemedies} />
              <Places finding={finding} liftingRemedies={liftingRemedies} />
            </>
          ),
        },
      ]}
    />
  </Card>
)

const Deadlines: FC<{ verdict: CurrentVerdict }> = ({ verdict }) => (
  <Card>
    <Table
      caption="法定期限"
      rows={verdict.deadlines}
      columns={[
        { label: '事项', cell: ({ clause }) => clauseDeadlineWords(verdict.regulation.id, clause) },
        {
          label: '最后一日',
          cell: ({ dueOn, provisional }) => (
            <>
              <DateText on={dueOn} /> {provisional ? <Tag tone="hold">暂定</Tag> : null}
            </>
          ),
        },
        { label: '办结', cell: ({ metOn }) => (metOn === null ? '没有办结记录' : <DateText on={metOn} />) },
      ]}
    />
  </Card>
)

function otherFunds(verdicts: NonNullable<CurrentVerdict['funds']>): string {
  return (['construction', 'purchase', 'upgrade'] as const)
    .map((fund) => `${funds[fund]}${fundVerdictWords[verdicts[fund]]}`)
    .join('，')
}
