import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../platform/context.ts'
import { type CalendarDate, inChinese, minuteInChina } from '../platform/dates.ts'
import { allowedSteps } from '../platform/steps.ts'
import { Alert, Card, DateText, Empty, Table, Tag, type Tone } from '../platform/ui/components.tsx'
import { effects, funds, packs } from '../regulations/index.ts'
import { adoptionMachine, adoptionStatuses } from './editions/model.ts'
import { type Adoption, type RuleEditions, upgradeAwaits } from './editions/read-editions.ts'
import { isGoverned } from './editions/rules-in-force.ts'
import { type Supplement, supplementStateOf, supplementStates } from './supplements/model.ts'

const standingTones: Record<keyof typeof supplementStates, Tone> = {
  draft: 'plain',
  submitted: 'warn',
  coming: 'brand',
  'in-force': 'go',
  'repeal-proposed': 'warn',
  expired: 'plain',
  repealed: 'plain',
}

export const SupplementStateTag: FC<{ supplement: Supplement; today: CalendarDate }> = ({
  supplement,
  today,
}) => {
  const standing = supplementStateOf(supplement, today)
  return <Tag tone={standingTones[standing]}>{supplementStates[standing]}</Tag>
}

/** By which version of the law and which rules of its own the jurisdiction is judged, and what waits to be signed. */
export const RulesOverview: FC<{
  editions: RuleEditions
  supplements: readonly Supplement[]
  actor: Actor
  today: CalendarDate
}> = ({ editions, supplements, actor, today }) => {
  const { edition } = editions.current
  return (
    <>
      <div class="head">
        <div>
          <h1>判定规则</h1>
          <p class="sub">运维经费按哪一版法规规则、哪些补充规则判定，由谁在什么时候签署。</p>
        </div>
        {isGoverned(edition) && allows(actor, 'regulations.draft') ? (
          <a class="button" href="/rules/supplements/new">
            拟定补充规则
          </a>
        ) : null}
      </div>
      <Awaiting editions={editions} actor={actor} />
      {isGoverned(edition) ? <Current editions={editions} /> : null}
      <Card>
        <Table
          caption="补充规则"
          rows={supplements}
          columns={supplementColumns(today)}
          empty={
            <Empty title="还没有补充规则">
              <p>
                {isGoverned(edition)
                  ? '本辖区另行发文规定了拨付条件的，可以用现成的条件拼成规则，经两人办理后与法规一并判定。'
                  : '采用资金管理办法以后才能拟定：现在没有可以补充的。'}
              </p>
            </Empty>
          }
        />
      </Card>
      <Card>
        <Table
          caption="规则版本的采用"
          rows={editions.adoptions}
          columns={adoptionColumns}
          empty={
            <p class="note">
              {isGoverned(edition)
                ? `第一次判定时，自动采用安装的规则版本 ${editions.installed.version}。`
                : '还没有采用过。'}
            </p>
          }
        />
        <LateSignature adoptions={editions.adoptions} actor={actor} />
      </Card>
    </>
  )
}

/** By which version it is judged now. */
const Current: FC<{ editions: RuleEditions }> = ({ editions: { current } }) => {
  const { edition } = current
  return (
    <Card title="现行规则">
      <dl class="pairs">
        <div>
          <dt>法规</dt>
          <dd>
            <a href={`/regulations/${edition.regulationId}`}>《{edition.pack.title}》</a>
          </dd>
        </div>
        <div>
          <dt>规则版本</dt>
          <dd>{edition.version}</dd>
        </div>
        <div>
          <dt>施行中的补充规则</dt>
          <dd>{current.supplements.length} 条</dd>
        </div>
      </dl>
      <dl class="hashes">
        <dt>这一版规则的摘要（SM3，签署的就是它）</dt>
        <dd>
          <code>{edition.hash}</code>
        </dd>
        <dt>连同补充规则的摘要（记在每个结论上）</dt>
        <dd>
          <code>{current.hash}</code>
        </dd>
      </dl>
    </Card>
  )
}

/** Without a regulation: what that means, and which one two people can adopt. */
export const NoRegulation: FC<{ signs: boolean }> = ({ signs }) => (
  <Alert tone="warn" title="尚未采用资金管理办法">
    <p>
      系统台账、服务目录、迁移跟踪和月报照常使用；资金结论要到采用一部办法以后才有。采用由主管部门两人签署，签署前先看影响。
    </p>
    <ul>
      {packs.map(({ id, title, documentNumber }) => (
        <li>
          《{title}》（{documentNumber}）<a href={`/regulations/${id}`}>对照本</a>{' '}
          <a href={`/rules/upgrade?regulation=${id}`}>{signs ? '查看影响并签署' : '查看影响'}</a>
        </li>
      ))}
    </ul>
  </Alert>
)

/** The first edition was adopted without signatures; two people may sign it afterwards. */
const LateSignature: FC<{ adoptions: readonly Adoption[]; actor: Actor }> = ({ adoptions, actor }) => {
  const first = adoptions.find(({ automatic }) => automatic)
  if (first === undefined || actor.kind !== 'person') return null
  if (!allowedSteps(actor, adoptionMachine, first.status).has('sign-first')) return null
  const { id, version, hash, signatures } = first
  if (signatures.length >= 2 || signatures.some(({ personId }) => personId === actor.id)) return null
  return (
    <form method="post" action={`/rules/adoptions/${id}/sign`}>
      <input type="hidden" name="hash" value={hash} />
      <p class="note">版本 {version} 是启用时自动采用的。对照对照本核对无误后，可以由两人补签。</p>
      <button type="submit" class="quiet">
        补签版本 {version}
      </button>
    </form>
  )
}

const Awaiting: FC<{ editions: RuleEditions; actor: Actor }> = ({ editions, actor }) => {
  const { proposed, coming, installed, current } = editions
  const signs = actor.kind === 'person' && allows(actor, 'regulations.sign')
  if (proposed !== null) {
    const mine = signs && !proposed.signatures.some(({ personId }) => personId === actor.id)
    return (
      <Alert tone="warn" title={`规则版本 ${proposed.version} 等第二人签署`}>
        <p>
          {proposed.signatures.map(({ by }) => by).join('、')}已签署，拟自{inChinese(proposed.effectiveFrom)}
          起采用。<a href="/rules/upgrade">{mine ? '查看影响并签署' : '查看影响'}</a>
        </p>
      </Alert>
    )
  }
  if (upgradeAwaits(editions))
    return (
      <Alert tone="warn" title={`软件带来了规则版本 ${installed.version}，尚未采用`}>
        <p>
          两人签署之前，仍按版本 {current.edition.version} 判定。
          <a href="/rules/upgrade">{signs ? '查看影响并签署' : '查看影响'}</a>
        </p>
      </Alert>
    )
  if (coming === null) return isGoverned(current.edition) ? null : <NoRegulation signs={signs} />
  return (
    <Alert>
      <p>
        规则版本 {coming.version} 已由两人签署，自{inChinese(coming.effectiveFrom)}起采用。
      </p>
    </Alert>
  )
}

const supplementColumns = (today: CalendarDate) => [
  {
    label: '编号',
    cell: ({ id, clause }: Supplement) => (
      <a class="nowrap" href={`/rules/supplements/${id}`}>
        {clause}
      </a>
    ),
  },
  {
    label: '依据',
    cell: ({ definition: { title, documentNumber, article } }: Supplement) => (
      <>
        《{title}》
        <small>
          {documentNumber}
          {article}
        </small>
      </>
    ),
  },
  {
    label: '结论',
    cell: ({ definition }: Supplement) => (
      <>
        {effects[definition.effect]}
        <small>{definition.funds.map((fund) => funds[fund]).join('、') || '不涉及资金'}</small>
      </>
    ),
  },
  { label: '施行日', cell: ({ definition }: Supplement) => <DateText on={definition.from} /> },
  {
    label: '状态',
    cell: (supplement: Supplement) => <SupplementStateTag supplement={supplement} today={today} />,
  },
]

const adoptionTones: Record<Adoption['status'], Tone> = {
  proposed: 'warn',
  adopted: 'go',
  withdrawn: 'plain',
}

const adoptionColumns = [
  { label: '规则版本', cell: ({ version }: Adoption) => version },
  { label: '自这一天起判定', cell: ({ effectiveFrom }: Adoption) => <DateText on={effectiveFrom} /> },
  {
    label: '状态',
    cell: ({ status, withdrawnReason }: Adoption) => (
      <>
        <Tag tone={adoptionTones[status]}>{adoptionStatuses[status]}</Tag>
        {withdrawnReason === null ? null : <small>{withdrawnReason}</small>}
      </>
    ),
  },
  {
    label: '签署',
    cell: ({ automatic, signatures }: Adoption) => (
      <>
        {automatic && signatures.length === 0 ? <span class="muted">启用时自动采用，没有签署</span> : null}
        {signatures.map(({ by, organisation, at }) => (
          <p>
            {organisation} {by} <small>{minuteInChina(at)}</small>
          </p>
        ))}
      </>
    ),
  },
  { label: '摘要', cell: ({ hash }: Adoption) => <code title={hash}>{hash.slice(0, 12)}…</code> },
]
