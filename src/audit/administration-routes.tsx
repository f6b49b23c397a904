import { z } from 'zod'
import { guard } from '../platform/http/guard.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter } from '../platform/http/routers.ts'
import { parseInput } from '../platform/parse-input.ts'
import { Card, Empty, Table } from '../platform/ui/components.tsx'
import { objectTitle } from '../platform/vocabulary.ts'
import { fieldChanges } from './diff.ts'
import { Instant, Who } from './entry-views.tsx'
import { entryFilter } from './filter.ts'
import type { Leaf } from './leaf.ts'
import { readAdministration } from './read-administration.ts'
import { operationTitle } from './words.ts'

export const administrationPages = pageRouter()

/** 岗位：财政 → 财政、审计；已停用：否 → 是 */
function inOneLine(leaf: Leaf): string {
  return fieldChanges(leaf.before, leaf.after)
    .filter(({ kind }) => kind !== 'same')
    .map(({ field, before, after }) => `${field}：${before === null ? '' : `${before} → `}${after ?? '无'}`)
    .join('；')
}

administrationPages.get('/admin/audit', guard('audit.read-administration'), async (c) => {
  const { before: asked, ...rest } = c.req.query()
  const given = Object.entries(rest).filter(([, value]) => value !== '')
  const filter = parseInput(
    entryFilter.pick({ person: true, from: true, to: true }),
    Object.fromEntries(given),
  )
  const before = parseInput(z.coerce.number().int().positive().optional(), asked)
  const found = await readAdministration(c.get('context'), filter, { before })
  const older = new URLSearchParams([...given, ['before', String(found.next)]])
  return renderPage(
    c,
    { title: '管理操作记录', place: 'admin' },
    <>
      <h1>管理操作记录</h1>
      <p class="sub">谁对账号、岗位、单位和密钥做了什么。业务数据的记录由审计部门查看。</p>
      <form class="filters" method="get" action="/admin/audit">
        <div>
          <label for="person">人员姓名</label>
          <input id="person" name="person" value={filter.person ?? ''} />
        </div>
        <div>
          <label for="from">起</label>
          <input id="from" name="from" type="date" value={filter.from ?? ''} />
        </div>
        <div>
          <label for="to">止</label>
          <input id="to" name="to" type="date" value={filter.to ?? ''} />
        </div>
        <button type="submit">查询</button>
      </form>
      <Card>
        <Table
          label="管理操作记录"
          rows={found.items}
          empty={
            <Empty title="没有符合条件的记录">
              <p>
                姓名要写全。<a href="/admin/audit">清除条件</a>
              </p>
            </Empty>
          }
          columns={[
            { label: '时间', cell: ({ leaf }) => <Instant at={leaf.at} /> },
            { label: '人员', cell: ({ leaf }) => <Who leaf={leaf} /> },
            { label: '来自地址', cell: ({ leaf }) => leaf.address ?? '—' },
            { label: '操作', cell: ({ leaf }) => operationTitle(leaf.operation) },
            {
              label: '对象',
              cell: ({ leaf }) => (
                <>
                  {objectTitle(leaf.object.type)} <span class="muted">{leaf.object.id}</span>
                </>
              ),
            },
            {
              label: '改动',
              cell: ({ leaf }) => (
                <>
                  {inOneLine(leaf) || '—'}
                  {leaf.reason === null ? null : <small>{leaf.reason}</small>}
                </>
              ),
            },
            {
              label: '序号',
              numeric: true,
              cell: ({ leaf }) => (leaf.sequence === 0 ? <span class="muted">待编号</span> : leaf.sequence),
            },
          ]}
        />
        <nav class="pages" aria-label="分页">
          <span>{before === undefined ? '最新的在前' : '更早的记录'}</span>
          <span class="row">
            {before === undefined ? null : (
              <a href={`/admin/audit?${new URLSearchParams(given)}`}>‹ 回到最新</a>
            )}
            {found.next === null ? null : (
              <a rel="next" href={`/admin/audit?${older}`}>
                更早的 ›
              </a>
            )}
          </span>
        </nav>
      </Card>
    </>,
  )
})
