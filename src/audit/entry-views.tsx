import type { FC } from 'hono/jsx'
import { Card, Table, Tag, type Tone } from '../platform/ui/components.tsx'
import { objectTitle } from '../platform/vocabulary.ts'
import { type FieldChange, fieldChanges } from './diff.ts'
import type { Leaf } from './leaf.ts'
import type { ProvedEntry } from './proofs.ts'
import { actorTitle, operationTitle, roleTitle } from './words.ts'

/** 2026-11-21T02:00:00.000Z → 2026-11-21 10:00:00, in China: eight hours ahead, no summer time. */
export function inChina(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

export const Instant: FC<{ at: string }> = ({ at }) => (
  <time datetime={at} class="nowrap">
    {inChina(at)}
  </time>
)

/** Who did it, and as what. */
export const Who: FC<{ leaf: Leaf }> = ({ leaf: { actor, organisation } }) => (
  <span class="nowrap">
    {actorTitle(actor)}
    {organisation.name === null ? null : <small>{organisation.name}</small>}
  </span>
)

export const EntryTable: FC<{ entries: readonly Leaf[] }> = ({ entries }) => (
  <Table
    label="审计记录"
    rows={entries}
    columns={[
      {
        label: '序号',
        numeric: true,
        cell: (leaf) => <a href={`/audit/${leaf.sequence}`}>{leaf.sequence}</a>,
      },
      { label: '时间', cell: (leaf) => <Instant at={leaf.at} /> },
      { label: '人员', cell: (leaf) => <Who leaf={leaf} /> },
      { label: '操作', cell: (leaf) => <span class="nowrap">{operationTitle(leaf.operation)}</span> },
      {
        label: '对象',
        cell: (leaf) => (
          <>
            <span class="nowrap">{objectTitle(leaf.object.type)}</span>{' '}
            <span class="muted">{leaf.object.id}</span>
          </>
        ),
      },
      { label: '理由', cell: (leaf) => leaf.reason ?? <span class="muted">—</span> },
    ]}
  />
)

/** Everything an entry says, but what changed. */
export const EntryFacts: FC<{ leaf: Leaf }> = ({ leaf }) => {
  const { actor, organisation, object } = leaf
  const roles = actor.roles.map(roleTitle).join('、')
  const search = (name: string, value: string) => `/audit?${new URLSearchParams({ [name]: value })}`
  return (
    <Card title="记录">
      <dl class="pairs">
        <div>
          <dt>时间</dt>
          <dd>
            <Instant at={leaf.at} />
          </dd>
        </div>
        <div>
          <dt>人员</dt>
          <dd>
            <a href={search('person', actor.name)}>{actorTitle(actor)}</a>
            {actor.keyId === null ? null : `（经接口密钥 ${actor.keyId}）`}
          </dd>
        </div>
        <div>
          <dt>单位与岗位</dt>
          <dd>{[organisation.name, roles].filter((part) => part).join('，') || '—'}</dd>
        </div>
        <div>
          <dt>来自地址</dt>
          <dd>{leaf.address ?? '—'}</dd>
        </div>
        <div>
          <dt>操作</dt>
          <dd>{operationTitle(leaf.operation)}</dd>
        </div>
        <div>
          <dt>对象</dt>
          <dd>
            <a href={`/audit?${new URLSearchParams({ objectType: object.type, objectId: object.id })}`}>
              {objectTitle(object.type)} {object.id}
            </a>
          </dd>
        </div>
        <div>
          <dt>请求编号</dt>
          <dd>
            <a href={search('requestId', leaf.requestId)}>{leaf.requestId}</a>
          </dd>
        </div>
        <div>
          <dt>理由</dt>
          <dd>{leaf.reason ?? '—'}</dd>
        </div>
      </dl>
    </Card>
  )
}

/** What the entry changed, field by field. */
export const EntryChanges: FC<{ leaf: Leaf }> = ({ leaf }) => {
  // What was one thing and is another stands above what was only written down with it.
  const isOther = ({ kind }: FieldChange) => kind === 'changed' || kind === 'removed'
  const changes = fieldChanges(leaf.before, leaf.after).sort(
    (a, b) => Number(isOther(b)) - Number(isOther(a)),
  )
  return (
    <Card>
      <Table
        caption="前后对比"
        rows={changes}
        empty={<p class="muted">这条记录没有附带前后内容。</p>}
        columns={[
          { label: '字段', cell: (change) => change.field },
          { label: '之前', cell: (change) => <Value text={change.before} /> },
          {
            label: '之后',
            cell: (change) =>
              change.kind === 'changed' ? (
                <strong>
                  <Value text={change.after} />
                </strong>
              ) : (
                <Value text={change.after} />
              ),
          },
          { label: '变化', cell: (change) => <Kind of={change.kind} /> },
        ]}
      />
    </Card>
  )
}

const kinds: Record<Exclude<FieldChange['kind'], 'same'>, [string, Tone]> = {
  changed: ['改动', 'brand'],
  first: ['初值', 'plain'],
  added: ['新增', 'plain'],
  removed: ['去掉', 'warn'],
}
const Kind: FC<{ of: FieldChange['kind'] }> = ({ of }) =>
  of === 'same' ? <span class="muted">不变</span> : <Tag tone={kinds[of][1]}>{kinds[of][0]}</Tag>

const Value: FC<{ text: string | null }> = ({ text }) =>
  text === null ? <span class="muted">—</span> : <span class="breaks">{text}</span>

/** That the entry is part of the log, with the numbers to check it elsewhere. */
export const EntryProof: FC<{ proved: ProvedEntry }> = ({ proved }) => (
  <Card title="包含证明">
    <p>
      {proved.holds ? (
        <>
          <Tag tone="go">成立</Tag> 这条记录的内容与写入时的指纹一致，并包含在 {proved.treeSize}{' '}
          条记录的链里。
        </>
      ) : (
        <>
          <Tag tone="stop">不成立</Tag> 这条记录的内容与写入时的指纹不符：它被改动过，请立即上报。
        </>
      )}
    </p>
    <details>
      <summary>指纹与证明路径（SM3，RFC 6962）</summary>
      <dl class="hashes">
        <dt>本条指纹</dt>
        <dd>
          <code>{proved.hash}</code>
        </dd>
        <dt>{proved.treeSize} 条的根</dt>
        <dd>
          <code>{proved.root}</code>
        </dd>
        <dt>路径，自下而上</dt>
        {proved.proof.length === 0 ? <dd>只有这一条，不需要路径</dd> : null}
        {proved.proof.map((hash) => (
          <dd>
            <code>{hash}</code>
          </dd>
        ))}
      </dl>
    </details>
  </Card>
)
