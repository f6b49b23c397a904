import type { FC } from 'hono/jsx'
import { type Effect, EffectView } from '../funding/index.ts'
import { inChinese, minuteInChina } from '../platform/dates.ts'
import { Alert, Card, Empty, Field, Table, Tag, type Tone } from '../platform/ui/components.tsx'
import { FoldedForm, TextArea } from '../platform/ui/form.tsx'
import { NextStep } from '../platform/ui/next-step.tsx'
import { type ProposalStatus, proposalStatuses, type ShownProposal } from '../systems/index.ts'
import { columnWords } from './fact-words.ts'

const tones: Record<ProposalStatus, Tone> = {
  awaiting: 'warn',
  recorded: 'go',
  returned: 'stop',
  withdrawn: 'plain',
}

/** In: what a proposal is about, by column. Out: for each its name, and the words before and after. */
function changesOf({
  values,
  before,
  voids,
}: ShownProposal): { label: string; before: string; after: string }[] {
  const asked: Readonly<Record<string, unknown>> = values
  return Object.keys(values).map((column) => {
    const [was, becomes] = [columnWords(column, before[column]), columnWords(column, asked[column])]
    const words = becomes?.words ?? ''
    return {
      label: becomes?.label ?? column,
      before: was?.words ?? '',
      after: voids === null ? words : `撤销登记的“${words}”`,
    }
  })
}

export const ProposalList: FC<{ proposals: readonly ShownProposal[] }> = ({ proposals }) => (
  <>
    <p class="crumbs">
      <a href="/systems">系统台账</a> › 更正申请
    </p>
    <h1>更正申请</h1>
    <p class="sub">单项事实的登记、更正；会放宽资金结论的，由主管部门另一人复核以后才生效。</p>
    <Card>
      <Table<ShownProposal>
        label="更正申请"
        rows={proposals}
        columns={[
          {
            label: '系统',
            cell: ({ id, system, code }) => (
              <>
                <a href={`/proposals/${id}`}>{system}</a>
                <small>{code}</small>
              </>
            ),
          },
          {
            label: '事实',
            cell: (proposal) => (
              <ul class="bare">
                {changesOf(proposal).map(({ label, before, after }) => (
                  <li>
                    <b>{label}</b> <span class="muted">{before}</span> → {after}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            label: '提交',
            cell: ({ proposedBy, proposedAt }) => (
              <>
                {proposedBy.name}
                <small>{minuteInChina(proposedAt)}</small>
              </>
            ),
          },
          {
            label: '状态',
            cell: ({ status }) => <Tag tone={tones[status]}>{proposalStatuses[status]}</Tag>,
          },
        ]}
        empty={
          <Empty title="没有更正申请">
            <p>在系统页面“结论读取的事实”一栏，点“登记”或者“更正”，即可登记一项事实。</p>
          </Empty>
        }
      />
    </Card>
  </>
)

export const ProposalBody: FC<{
  proposal: ShownProposal
  mayDecide: boolean
  own: boolean
  /** What accepting would change; null where it isn't the actor's to accept. */
  effect: Effect | null
}> = ({ proposal, mayDecide, own, effect }) => {
  const { id, code, system, holdsFrom, document, reason, status } = proposal
  return (
    <>
      <p class="crumbs">
        <a href="/systems">系统台账</a> › <a href={`/systems/${encodeURIComponent(code)}`}>{system}</a> ›{' '}
        <a href="/proposals">更正申请</a>
      </p>
      <h1>
        更正申请 {id} 号 <Tag tone={tones[status]}>{proposalStatuses[status]}</Tag>
      </h1>
      <p class="sub">
        {system}（{code}）
      </p>
      <NextStep
        mine={status === 'awaiting' && mayDecide && !own}
        words={turnOf(proposal, mayDecide, own)}
        effect={
          effect === null ? null : (
            <EffectView effect={effect} after={proposal.voids === null ? '登记后' : '撤销后'} />
          )
        }
      >
        {status === 'awaiting' ? <Decide proposal={proposal} mayDecide={mayDecide} own={own} /> : null}
      </NextStep>
      <Card>
        <Table
          label={proposal.voids === null ? '要登记的事实' : '要撤销的登记'}
          rows={changesOf(proposal)}
          columns={[
            { label: '事实', cell: ({ label }) => label },
            { label: '原来', cell: ({ before }) => <span class="muted">{before}</span> },
            { label: proposal.voids === null ? '登记为' : '改为', cell: ({ after }) => after },
          ]}
        />
        <dl class="pairs">
          <div>
            <dt>起算日</dt>
            <dd>{inChinese(holdsFrom)}</dd>
          </div>
          <div>
            <dt>依据</dt>
            <dd>{document}</dd>
          </div>
          <div>
            <dt>理由</dt>
            <dd>{reason}</dd>
          </div>
          <div>
            <dt>提交</dt>
            <dd>
              {proposal.proposedBy.name}，{minuteInChina(proposal.proposedAt)}
            </dd>
          </div>
          {proposal.decidedBy === null || proposal.decidedAt === null ? null : (
            <div>
              <dt>复核</dt>
              <dd>
                {proposal.decidedBy}，{minuteInChina(proposal.decidedAt)}
              </dd>
            </div>
          )}
        </dl>
        {proposal.comment === null ? null : <Alert tone="stop" title={`退回：${proposal.comment}`} />}
      </Card>
    </>
  )
}

/** What the actor may do with one that waits: its second person decides, who proposed it may take it back. */
const Decide: FC<{ proposal: ShownProposal; mayDecide: boolean; own: boolean }> = ({
  proposal: { id, voids },
  mayDecide,
  own,
}) => {
  const address = `/proposals/${id}`
  if (own)
    return (
      <form method="post" action={`${address}/withdraw`}>
        <button type="submit" class="quiet">
          撤回
        </button>
      </form>
    )
  if (!mayDecide) return null
  return (
    <div class="stack">
      <form method="post" action={`${address}/accept`}>
        <button type="submit">{voids === null ? '复核同意，登记' : '复核同意，撤销'}</button>
      </form>
      <FoldedForm summary="退回" action={`${address}/return`}>
        <Field name="reason" label="退回的理由">
          <TextArea id="reason" name="reason" rows={3} required />
        </Field>
        <button type="submit" class="quiet">
          退回
        </button>
      </FoldedForm>
    </div>
  )
}

/** Whose turn it is. */
function turnOf({ status, voids }: ShownProposal, mayDecide: boolean, own: boolean): string {
  if (status === 'recorded')
    return voids === null
      ? '已登记进系统目录，资金结论随即重新判定。'
      : '那条登记已经撤销，资金结论随即重新判定。'
  if (status !== 'awaiting') return '系统目录没有因它改动。'
  if (own) return '等主管部门的另一位同事复核。'
  if (!mayDecide) return '等主管部门复核。'
  return `等您复核：同意后${voids === null ? '登记进系统目录' : '撤销那条登记'}，资金结论随即重新判定。`
}
