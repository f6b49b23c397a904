import type { FC, PropsWithChildren } from 'hono/jsx'
import { z } from 'zod'
import { allows } from '../../platform/context.ts'
import { inChinese } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { download, xlsxType } from '../../platform/http/download.ts'
import { guard } from '../../platform/http/guard.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Alert, Card, Empty, Pages } from '../../platform/ui/components.tsx'
import {
  editionInForce,
  type ListedPublication,
  listPublications,
  type PublishedEdition,
  publishedEdition,
} from '../editions/published-editions.ts'
import { answerEverybody, servedEdition } from '../editions/served-catalogue.ts'
import { categories } from '../model.ts'
import { CompareForm, maxCompared, minCompared } from './compare-form.tsx'
import { ComparePage } from './compare-page.tsx'
import { ItemPage } from './item-page.tsx'
import { ItemTable } from './item-table.tsx'
import { searchItems } from './search.ts'
import { type Asked, anyFilter, CategoryTabs, SearchForm, whatToTry } from './search-form.tsx'
import { itemsAsCsv, itemsAsXlsx } from './write-table.ts'

export const publicPages = pageRouter()
const title = '政务云平台服务目录'
const pageSize = 300

const choice = <T extends string>(values: readonly T[]) =>
  z.union([z.literal(''), z.enum(values)], { error: '没有这个筛选条件' }).default('')
const asked = z.object({
  q: z.string().trim().max(100, '搜索的内容最多 100 个字').default(''),
  category: choice(categories),
  zone: z.string().max(40).default(''),
  domestic: choice(['yes', 'no']),
  level: choice(['1', '2', '3', '4', '5']),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
})

/** Only what was asked for: short addresses are passed on by telephone. */
function queryOf(asked: Asked): string {
  const said = Object.entries(asked).filter(
    ([key, value]) => value !== '' && !(key === 'page' && value === 1),
  )
  return new URLSearchParams(said.map(([key, value]) => [key, String(value)])).toString()
}

/** The public of one of several jurisdictions keeps it from page to page. */
function linker(c: RequestContext): (path: string) => string {
  const named = c.get('context').actor.kind === 'public' ? c.req.query('jurisdiction') : undefined
  if (named === undefined) return (path) => path
  return (path) => `${path}${path.includes('?') ? '&' : '?'}jurisdiction=${encodeURIComponent(named)}`
}

const Approvals: FC<{ edition: PublishedEdition }> = ({ edition }) => (
  <p class="sub">
    {edition.number} · {edition.items.length} 项 ·{' '}
    {edition.approvals.map(({ by, on }) => `${by} ${inChinese(on)}批准`).join('，')} ·{' '}
    {inChinese(edition.publishedOn)}发布
  </p>
)

const Downloads: FC<{ link: (path: string) => string; jurisdictionId: string }> = ({
  link,
  jurisdictionId,
}) => (
  <p class="row note no-print">
    <a href={link('/catalogue.xlsx')}>下载 Excel</a>
    <a href={link('/catalogue.csv')}>下载 CSV</a>
    <a href={`/api/v1/catalogue?jurisdiction=${encodeURIComponent(jurisdictionId)}`}>JSON 接口</a>
  </p>
)

const Publications: FC<{
  publications: readonly ListedPublication[]
  current: number
  link: (path: string) => string
}> = ({ publications, current, link }) => (
  <nav class="note no-print" aria-label="历次版次">
    历次版次：
    {publications.map((one, place) => (
      <>
        {place > 0 ? '，' : ''}
        {one.id === current ? (
          <b>{one.number}</b>
        ) : (
          <a href={link(one.supersededOn === null ? '/catalogue' : `/catalogue/editions/${one.id}`)}>
            {one.number}
          </a>
        )}
        （{one.publishedOn} 发布{one.supersededOn === null ? '，现行' : `，至 ${one.supersededOn}`}）
      </>
    ))}
  </nav>
)

/** Items of the edition in force can be picked to compare. */
const List: FC<PropsWithChildren<{ jurisdiction: string | undefined; compares: boolean }>> = ({
  jurisdiction,
  compares,
  children,
}) => (compares ? <CompareForm jurisdiction={jurisdiction}>{children}</CompareForm> : <Card>{children}</Card>)

/** The list of an edition's items, searched and filtered by the address; the same for the one in force and old ones. */
async function listPage(c: RequestContext, edition: PublishedEdition, path: string) {
  const link = linker(c)
  const input: Asked = parseInput(asked, c.req.query())
  const found = searchItems(edition.index, {
    text: input.q,
    category: input.category || undefined,
    zone: input.zone || undefined,
    domestic: input.domestic === '' ? undefined : input.domestic === 'yes',
    protectionLevel: input.level === '' ? undefined : Number(input.level),
  })
  const address = (change: Partial<Asked>) => link(`${path}?${queryOf({ ...input, page: 1, ...change })}`)
  const shown = found.slice((input.page - 1) * pageSize, input.page * pageSize)
  const inForce = edition.supersededOn === null
  const { actor } = c.get('context')
  return renderPage(
    c,
    { title, place: 'cloud' },
    <>
      <div class="head">
        <div>
          <h1>{title}</h1>
          <Approvals edition={edition} />
        </div>
        {inForce ? <Downloads link={link} jurisdictionId={actor.jurisdictionId} /> : null}
      </div>
      {edition.supersededOn === null ? null : (
        <Alert tone="warn">
          <p>
            这一版已在 {inChinese(edition.supersededOn)}被取代，只供查阅。
            <a href={link('/catalogue')}>看现行的一版</a>
          </p>
        </Alert>
      )}
      <CategoryTabs
        asked={input}
        items={edition.items}
        categories={edition.choices.categories}
        address={address}
      />
      <SearchForm
        asked={input}
        choices={edition.choices}
        path={path}
        jurisdiction={c.req.query('jurisdiction')}
      />
      <List jurisdiction={c.req.query('jurisdiction')} compares={inForce}>
        <p class="note" role="status">
          {anyFilter(input)
            ? `找到 ${found.length} 项，全部 ${edition.items.length} 项。`
            : `全部 ${found.length} 项。`}
          单价为每个计量单位每月的元数。
          {anyFilter(input) ? (
            <a class="no-print" href={link(path)}>
              清除条件
            </a>
          ) : null}
        </p>
        <ItemTable
          label={`${title}，${edition.number}`}
          items={shown}
          grouped={input.q === ''}
          picks={inForce}
          href={inForce ? (item) => link(`/catalogue/items/${item.code}`) : null}
          empty={
            <Empty title="没有符合条件的服务项">
              {whatToTry(edition.index, input, address, allows(actor, 'catalogue.wish'))}
            </Empty>
          }
        />
        {found.length > pageSize ? (
          <Pages
            page={input.page}
            pageSize={pageSize}
            total={found.length}
            href={(page) => address({ page })}
          />
        ) : null}
      </List>
      {allows(actor, 'catalogue.read-wishes') ? (
        <p class="note no-print">
          目录里没有的，见 <a href="/catalogue/wishes">目录外需求</a>。
        </p>
      ) : null}
      <Publications
        publications={await listPublications(c.get('context'))}
        current={edition.id}
        link={link}
      />
    </>,
  )
}

/** The list as everybody sees it who hasn't signed in: made once for each address, as long as the edition is in force. */
async function publicList(c: RequestContext, edition: PublishedEdition) {
  const page = () => Promise.resolve(listPage(c, edition, '/catalogue'))
  const { actor } = c.get('context')
  if (actor.kind !== 'public') return page()
  const headers = { 'Content-Type': 'text/html; charset=UTF-8' }
  const make = async () => (await page()).text()
  return answerEverybody(c, edition, actor.jurisdictionId, { headers, tag: null, make })
}

publicPages.get('/catalogue', guard('public'), async (c) => {
  const context = c.get('context')
  const served = await servedEdition(context, context.actor.jurisdictionId)
  if (served !== null) return publicList(c, served)
  return renderPage(
    c,
    { title, place: 'cloud' },
    <>
      <h1>{title}</h1>
      <p class="sub">云平台提供哪些服务、什么规格、什么价格，以这里为准。</p>
      <Card>
        <Empty title="服务目录还没有发布">
          <p>目录由大数据中心编制，经主管部门和财政部门批准后在这里公布。</p>
          {allows(context.actor, 'catalogue.read-drafts') ? <a href="/editions">去目录编制</a> : null}
        </Empty>
      </Card>
    </>,
  )
})

publicPages.get(`/catalogue/editions/${idInPath}`, guard('public'), async (c) => {
  const edition = await publishedEdition(c.get('context'), idParam(c))
  if (edition === null) throw new AppError('not-found', '没有这一版已发布的目录。')
  return listPage(c, edition, `/catalogue/editions/${edition.id}`)
})

publicPages.get('/catalogue/items/:code', guard('public'), async (c) => {
  const edition = await inForceOr404(c)
  const item = edition.byCode.get(c.req.param('code'))
  if (item === undefined)
    throw new AppError('not-found', '现行目录里没有这个编码的服务项，可能在新版里取消或改了编码。')
  return renderPage(
    c,
    { title: `${item.name} ${item.specification}`, place: 'cloud' },
    <ItemPage item={item} edition={edition} link={linker(c)} jurisdiction={c.req.query('jurisdiction')} />,
  )
})

publicPages.get('/catalogue/compare', guard('public'), async (c) => {
  const edition = await inForceOr404(c)
  const codes = [...new Set(c.req.queries('code') ?? [])].slice(0, 100)
  if (codes.length < minCompared || codes.length > maxCompared)
    throw new AppError(
      'invalid-input',
      `请在目录里勾选 ${minCompared} 至 ${maxCompared} 项再比较，现在是 ${codes.length} 项。`,
    )
  const items = codes.flatMap((code) => edition.byCode.get(code) ?? [])
  const missing = codes.filter((code) => !edition.byCode.has(code)).map((code) => code.slice(0, 40))
  return renderPage(
    c,
    { title: '并排比较', place: 'cloud' },
    <ComparePage items={items} missing={missing} link={linker(c)} />,
  )
})

async function inForceOr404(c: RequestContext): Promise<PublishedEdition> {
  const edition = await editionInForce(c.get('context'))
  if (edition === null) throw new AppError('not-found', '服务目录还没有发布。')
  return edition
}

publicPages.get('/catalogue.xlsx', guard('public'), async (c) => {
  const edition = await inForceOr404(c)
  const name = `${title} ${edition.number}`
  return download(c, await itemsAsXlsx(c.get('context'), edition.items, name), `${name}.xlsx`, xlsxType)
})

publicPages.get('/catalogue.csv', guard('public'), async (c) => {
  const edition = await inForceOr404(c)
  return download(c, itemsAsCsv(edition.items), `${title} ${edition.number}.csv`, 'text/csv; charset=utf-8')
})

publicPages.get('/catalogue.json', guard('public'), (c) =>
  c.redirect(
    `/api/v1/catalogue?jurisdiction=${encodeURIComponent(c.get('context').actor.jurisdictionId)}`,
    302,
  ),
)
