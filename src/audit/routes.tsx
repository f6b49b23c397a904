import type { FC } from 'hono/jsx'
import { z } from 'zod'
import { allows } from '../platform/context.ts'
import { guard } from '../platform/http/guard.ts'
import { idInPath, idParam } from '../platform/http/path-id.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter } from '../platform/http/routers.ts'
import { parseInput } from '../platform/parse-input.ts'
import { Alert, Card, Empty, Select, Table, Tag } from '../platform/ui/components.tsx'
import { objectTitle } from '../platform/vocabulary.ts'
import { administrationPages } from './administration-routes.tsx'
import { EntryChanges, EntryFacts, EntryProof, EntryTable, Instant, inChina } from './entry-views.tsx'
import { exportLog } from './export-log.ts'
import { type EntryFilter, entryFilter, isEmpty } from './filter.ts'
import { listHeads } from './heads.ts'
import { proveEntry } from './proofs.ts'
import { listObjectTypes, searchEntries } from './search-entries.ts'
import { answerExport } from './stream-export.ts'
import { actorTitle, operationOptions, operationTitle } from './words.ts'

export const auditPages = pageRouter()
auditPages.route('/', administrationPages)

const cursor = z.coerce.number().int().positive().optional()

/** In: what a form sends. Out: the filter; fields left empty ask for nothing. */
function readFilter(query: Record<string, string>): EntryFilter {
  return parseInput(
    entryFilter,
    Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')),
  )
}

function address(path: string, filter: EntryFilter, more: Record<string, string> = {}): string {
  const given = Object.entries({ ...filter, ...more }).filter(
    (entry): entry is [string, string] => !!entry[1],
  )
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

const Filters: FC<{ filter: EntryFilter; objectTypes: readonly string[] }> = ({ filter, objectTypes }) => {
  const input = (name: keyof EntryFilter, label: string, type = 'text') => (
    <div>
      <label for={name}>{label}</label>
      <input id={name} name={name} type={type} value={filter[name] ?? ''} />
    </div>
  )
  return (
    <form class="filters" method="get" action="/audit">
      {input('person', '人员姓名')}
      <Select
        name="operation"
        label="操作"
        all="全部操作"
        value={filter.operation}
        options={operationOptions()}
      />
      <Select
        name="objectType"
        label="对象类别"
        all="全部类别"
        value={filter.objectType}
        options={objectTypes.map((value) => ({ value, label: objectTitle(value) }))}
      />
      {input('objectId', '对象编号')}
      {input('from', '起', 'date')}
      {input('to', '止', 'date')}
      {input('requestId', '请求编号')}
      <button type="submit">查询</button>
    </form>
  )
}

auditPages.get('/audit', guard('audit.read'), async (c) => {
  const context = c.get('context')
  const { before: asked, ...rest } = c.req.query()
  const filter = readFilter(rest)
  const before = parseInput(cursor, asked)
  const found = await searchEntries(context, filter, { before })
  return renderPage(
    c,
    { title: '审计', place: 'audit' },
    <>
      <div class="head">
        <h1>审计记录</h1>
        <div class="row">
          <a class="button quiet" href="/audit/heads">
            链头
          </a>
          {isEmpty(filter) ? null : (
            <a class="button quiet" href={address('/audit/export', filter)}>
              导出查询结果
            </a>
          )}
          <a class="button" href="/audit/export">
            导出全部
          </a>
        </div>
      </div>
      <p class="sub">
        本辖区共 {found.treeSize} 条，只增不改；内部没有删除的办法，至少保存六个月。导出的文件可离线核对：npm
        run audit:verify。
      </p>
      <Filters filter={filter} objectTypes={await listObjectTypes(context)} />
      <Card>
        {found.items.length === 0 ? (
          <Empty title={isEmpty(filter) ? '还没有审计记录' : '没有符合条件的记录'}>
            {isEmpty(filter) ? (
              <p>有人登录或改动数据后，记录会出现在这里。</p>
            ) : (
              <p>
                姓名和编号要写全。<a href="/audit">清除条件</a>
              </p>
            )}
          </Empty>
        ) : (
          <EntryTable entries={found.items} />
        )}
        <nav class="pages" aria-label="分页">
          <span>{before === undefined ? '最新的在前' : `第 ${before} 条之前的`}</span>
          <span class="row">
            {before === undefined ? null : <a href={address('/audit', filter)}>‹ 回到最新</a>}
            {found.next === null ? null : (
              <a rel="next" href={address('/audit', filter, { before: String(found.next) })}>
                更早的 ›
              </a>
            )}
          </span>
        </nav>
      </Card>
    </>,
  )
})

auditPages.get('/audit/export', guard('audit.read'), async (c) =>
  answerExport(c, await exportLog(c.get('context'), readFilter(c.req.query()))),
)

auditPages.get('/audit/heads', guard('public'), async (c) => {
  const context = c.get('context')
  const { jurisdictionId } = context.actor
  const { items, total } = await listHeads(context, 100)
  const publicKey = items.find((head) => head.publicKey !== null)?.publicKey ?? null
  return renderPage(
    c,
    { title: '审计链头', ...(allows(context.actor, 'audit.read') ? { place: 'audit' as const } : {}) },
    <>
      <h1>审计链头</h1>
      <p class="sub">
        每天签署一次，概括当时的全部审计记录。请把它保存在本系统之外：此后任何人改动、删除或重写其中一条，都会与它不符。
      </p>
      {publicKey === null ? (
        items.length === 0 ? null : (
          <Alert tone="warn" title="链头没有签名">
            <p>服务没有配置签名密钥（AUDIT_SIGNING_KEY）。链头仍可用来核对，但无法证明出自本系统。</p>
          </Alert>
        )
      ) : (
        <Card title="签名公钥">
          <p>
            SM2，摘要 SM3，用户标识取默认值。请另行抄存：<code class="breaks">{publicKey}</code>
          </p>
        </Card>
      )}
      <Card>
        <Table
          label="链头"
          rows={items}
          empty={
            <Empty title="还没有链头">
              <p>第一个链头在今晚签署。</p>
            </Empty>
          }
          columns={[
            { label: '签署时间', cell: (head) => <Instant at={head.at} /> },
            { label: '记录条数', numeric: true, cell: (head) => head.treeSize },
            { label: '根', cell: (head) => <code class="breaks">{head.root}</code> },
            {
              label: '签名',
              cell: (head) =>
                head.signature === null ? <Tag tone="warn">未签名</Tag> : <Tag tone="go">已签名</Tag>,
            },
          ]}
        />
        {items.length === 0 ? null : (
          <p class="pages">
            <span>
              列出最新的 {items.length} 个，共 {total} 个。
            </span>
            <a
              href={`/api/v1/audit/heads?${new URLSearchParams({ jurisdiction: jurisdictionId, limit: '1000' })}`}
            >
              下载链头（JSON，带签名）
            </a>
          </p>
        )}
      </Card>
    </>,
  )
})

auditPages.get(`/audit/${idInPath}`, guard('audit.read'), async (c) => {
  const sequence = idParam(c)
  const proved = await proveEntry(c.get('context'), sequence)
  return renderPage(
    c,
    { title: `审计记录第 ${sequence} 条`, place: 'audit' },
    <>
      <p class="crumbs">
        <a href="/audit">审计记录</a> › 第 {sequence} 条
      </p>
      <div class="head">
        <h1>审计记录第 {sequence} 条</h1>
        <nav class="row" aria-label="前后">
          {sequence > 1 ? <a href={`/audit/${sequence - 1}`}>‹ 前一条</a> : null}
          {sequence < proved.newest ? <a href={`/audit/${sequence + 1}`}>后一条 ›</a> : null}
        </nav>
      </div>
      <p class="sub">
        {actorTitle(proved.leaf.actor)} · {operationTitle(proved.leaf.operation)} · {inChina(proved.leaf.at)}
      </p>
      <EntryFacts leaf={proved.leaf} />
      <EntryChanges leaf={proved.leaf} />
      <EntryProof proved={proved} />
    </>,
  )
})
