import type { FC } from 'hono/jsx'
import { inChinese, minuteInChina } from '../platform/dates.ts'
import { Alert, Card, DateText, Empty, Table, Tag } from '../platform/ui/components.tsx'
import {
  citationOf,
  effects,
  effectTones,
  type Finding,
  type FundVerdict,
  factLabel,
  funds,
  fundVerdictWords,
  verdictTones,
} from '../regulations/index.ts'
import type { FactSource } from './facts-known.ts'
import type { FactDifference, Proof, Replay, Replayed } from './replay.ts'

/** 重演: what the law said of a system at a past point, beside today, and whether it is what was written then. */
export const ReplayBody: FC<{ replay: Replay }> = ({ replay }) => {
  const { past, present } = replay
  return (
    <>
      <p class="crumbs">
        <a href="/systems">系统台账</a> ›{' '}
        <a href={`/systems/${encodeURIComponent(replay.code)}`}>{replay.name}</a> › 重演
      </p>
      <h1>{replay.name}：结论重演</h1>
      <p class="sub">
        选一个判定日和一个知悉时间：按那一天施行的规则、那一天的事实，只用那个时间以前登记的内容，重新判定一遍
      </p>
      <PointForm code={replay.code} past={past} />
      <ProofAlert proof={replay.proof} past={past} />
      <div class="columns even">
        <Side title={`${inChinese(past.asOf)}，按 ${minuteInChina(past.knownAt)} 所知`} of={past} />
        <Side title={`今天（${inChinese(present.asOf)}）`} of={present} />
      </div>
      <Differences differences={replay.differences} />
      <Written replay={replay} />
    </>
  )
}

const PointForm: FC<{ code: string; past: Replayed }> = ({ code, past }) => (
  <form class="filters" method="get" action={`/systems/${encodeURIComponent(code)}/replay`}>
    <div>
      <label for="asOf">判定日（规则和事实以这一天为准）</label>
      <input id="asOf" name="asOf" type="date" value={past.asOf} required />
    </div>
    <div>
      <label for="knownAt">知悉时间（只用此前登记的，北京时间）</label>
      <input
        id="knownAt"
        name="knownAt"
        type="datetime-local"
        value={minuteInChina(past.knownAt).replace(' ', 'T')}
        required
      />
    </div>
    <button type="submit">重演</button>
  </form>
)

const ProofAlert: FC<{ proof: Proof | null; past: Replayed }> = ({ proof, past }) => {
  if (proof === null)
    return (
      <Alert title="没有可比对的结论">
        <p>
          到 {minuteInChina(past.knownAt)}，还没有对{inChinese(past.asOf)}或者更早的日子作过判定。
        </p>
      </Alert>
    )
  const written = `${minuteInChina(proof.judgedAt)}写下的结论（判定日${inChinese(proof.asOf)}，第 ${proof.verdictId} 号）`
  if (proof.same)
    return (
      <Alert tone="go" title="与当时写下的结论一致">
        <p>
          重演的结果与{written}
          逐项相同：适用范围、四项资金、每一条依据和每一个期限。
        </p>
      </Alert>
    )
  return (
    <Alert tone="warn" title="与当时写下的结论不同">
      <p>{written}与重演的结果不同，原因：</p>
      <ul>
        {proof.reasons.map((reason) => (
          <li>{reason}</li>
        ))}
      </ul>
    </Alert>
  )
}

const Side: FC<{ title: string; of: Replayed }> = ({ title, of }) => {
  const { verdict, rules, coversTo } = of
  return (
    <Card title={title}>
      <div class="stack">
        {verdict.funds === undefined ? (
          <p>{verdict.findings[0]?.reason}</p>
        ) : (
          <dl class="pairs">
            {Object.entries(verdict.funds).map(([fund, result]) => (
              <div>
                <dt>{fundLabel(fund)}</dt>
                <dd>
                  <FundTag verdict={result} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        {verdict.funds === undefined ? null : (
          <Table<Finding>
            label={`${title}的依据`}
            rows={verdict.findings}
            empty={<p class="muted">没有停拨、预警或者提示的情形。</p>}
            columns={[
              {
                label: '结论',
                cell: ({ effect }) => <Tag tone={effectTones[effect]}>{effects[effect]}</Tag>,
              },
              { label: '条款', cell: (finding) => <span class="nowrap">{citationOf(finding)}</span> },
              { label: '说明', cell: ({ reason }) => reason },
              { label: '自', cell: ({ since }) => <DateText on={since} /> },
            ]}
          />
        )}
        <p class="note">
          规则：《{verdict.regulation.title}》{rules.edition.version} 版
          {rules.supplements.length === 0
            ? ''
            : `，补充规则${rules.supplements.map(({ clause }) => clause).join('、')}`}
          （摘要 <code class="breaks">{rules.hash.slice(0, 16)}</code>）。放假安排：
          {coversTo === null ? '无' : `已知至${inChinese(coversTo)}`}。登记：{of.known.recordings} 次。
        </p>
      </div>
    </Card>
  )
}

const FundTag: FC<{ verdict: FundVerdict }> = ({ verdict }) => (
  <Tag tone={verdictTones[verdict]}>{fundVerdictWords[verdict]}</Tag>
)

function fundLabel(fund: string): string {
  return Object.entries(funds).find(([name]) => name === fund)?.[1] ?? fund
}

const Differences: FC<{ differences: readonly FactDifference[] }> = ({ differences }) => (
  <Card>
    <Table<FactDifference>
      caption="两边不同的事实"
      rows={differences}
      empty={
        <Empty title="没有不同的事实">
          <p>那时读取的事实与今天的逐项相同；结论若不同，是因为日期、规则或者放假安排。</p>
        </Empty>
      }
      columns={[
        { label: '事实', cell: ({ fact }) => factLabel(fact) },
        { label: '那时', cell: ({ past }) => past.words },
        { label: '那时的依据', cell: ({ past }) => <Source of={past.evidence} /> },
        { label: '今天', cell: ({ present }) => present.words },
        { label: '今天的依据', cell: ({ present }) => <Source of={present.evidence} /> },
      ]}
    />
  </Card>
)

/** Since when, recorded when, by whom, resting on what. */
const Source: FC<{ of: FactSource | null }> = ({ of }) =>
  of === null ? (
    <span class="muted">没有登记</span>
  ) : (
    <>
      自 <DateText on={of.holdsFrom} />
      <span class="note">
        {' '}
        {of.recordedBy ?? '系统'} {minuteInChina(of.recordedAt)} 登记，
        {of.document ?? (of.imported ? '台账导入' : '直接登记')}
      </span>
    </>
  )

const Written: FC<{ replay: Replay }> = ({ replay: { code, written } }) => (
  <Card>
    <Table
      caption="写下的结论"
      rows={written}
      empty={
        <Empty title="还没有判定过">
          <p>系统每天凌晨一点后判定一次，结论变化时写下新的一份，旧的保留。</p>
        </Empty>
      }
      columns={[
        { label: '编号', cell: ({ id }) => `第 ${id} 号` },
        { label: '判定日', cell: ({ asOf }) => <DateText on={asOf} /> },
        { label: '写下时间', cell: ({ judgedAt }) => minuteInChina(judgedAt) },
        {
          label: '运维经费',
          cell: ({ operations }) => (operations !== null ? <FundTag verdict={operations} /> : '不作判定'),
        },
        {
          label: '重演',
          cell: ({ id }) => (
            <a
              href={`/systems/${encodeURIComponent(code)}/replay?verdict=${id}`}
              aria-label={`重演并比对：第 ${id} 号结论`}
            >
              重演并比对
            </a>
          ),
        },
      ]}
    />
  </Card>
)
