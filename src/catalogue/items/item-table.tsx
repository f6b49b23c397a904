import type { Child, FC } from 'hono/jsx'
import { type Column, Table, Tag } from '../../platform/ui/components.tsx'
import { type CatalogueItem, levelInChinese, priceText } from '../model.ts'
import { readPrice, sayPrice } from '../pricing/index.ts'
import { ComparisonBox } from './compare-form.tsx'

/** A rule is said in words instead. */
const isRule = (formula: string) => readPrice(formula) !== null

/** The price in 元 a month; a formula stands with what its letters mean. */
export const Price: FC<{ item: CatalogueItem }> = ({ item }) =>
  item.priceFormula === null ? (
    <span>{priceText(item)}</span>
  ) : (
    <>
      {item.priceFormula === null || isRule(item.priceFormula) ? null : item.priceFormula}
      <small>{item.price === null ? item.description : sayPrice(item.price, item.unit)}</small>
    </>
  )

/** The price alone, as a figure: a number, 免费 or the formula; a rule in words stands below it anyway. */
export const PriceFigure: FC<{ item: CatalogueItem }> = ({ item }) =>
  item.priceFormula === null || !isRule(item.priceFormula) ? (
    <span>{priceText(item)}</span>
  ) : (
    <span>{item.billing}</span>
  )

export const ItemTags: FC<{ item: CatalogueItem; category: boolean }> = ({ item, category }) => (
  <>
    {category ? <Tag>{item.category}</Tag> : null}
    {item.domestic ? <Tag tone="brand">信创</Tag> : null}
    {item.shared ? <Tag tone="warn">不得重复建设</Tag> : null}
  </>
)

const levelText = (item: CatalogueItem): Child =>
  item.protectionLevel === null ? <span class="muted">—</span> : `至${levelInChinese(item.protectionLevel)}`

/** Parts that break between each other, never within. */
const parts = (texts: readonly string[], between: string): Child =>
  texts.map((text, place) => (
    <>
      <span class="nowrap">
        {text}
        {place < texts.length - 1 ? between : ''}
      </span>
      <wbr />
    </>
  ))

type Link = ((item: CatalogueItem) => string) | null
const columns = (
  href: Link,
  grouped: boolean,
  remarks: ReadonlyMap<string, number> | undefined,
  picks: boolean,
): Column<CatalogueItem>[] => [
  { label: '编码', cell: (item) => <span class="nowrap">{item.code}</span> },
  {
    label: '服务',
    cell: (item) => (
      <>
        <span class="apart">{href === null ? item.name : <a href={href(item)}>{item.name}</a>}</span>{' '}
        <ItemTags item={item} category={!grouped} />
        {remarks?.has(item.code) ? <Tag tone="warn">{remarks.get(item.code)} 条意见</Tag> : null}
      </>
    ),
  },
  {
    label: '规格',
    cell: (item) =>
      parts(
        item.architecture === null ? [item.specification] : [item.specification, item.architecture],
        ' ·\u00a0',
      ),
  },
  { label: '网络区域', cell: (item) => <span class="paper-line">{parts(item.zones, '、')}</span> },
  { label: '等保', cell: (item) => <span class="nowrap">{levelText(item)}</span> },
  {
    label: '开通工作日',
    numeric: true,
    cell: (item) => item.leadTimeWorkingDays ?? <span class="muted">—</span>,
  },
  { label: '计量单位', cell: (item) => item.unit },
  { label: '单价（元/月）', numeric: true, cell: (item) => <Price item={item} /> },
  ...(picks
    ? [{ label: '比较', screenOnly: true, cell: (item: CatalogueItem) => <ComparisonBox item={item} /> }]
    : []),
]

/** In: items, in order. `grouped` puts headings between the kinds of service; `href` links each item. */
export const ItemTable: FC<{
  items: readonly CatalogueItem[]
  grouped: boolean
  label: string
  href: Link
  empty?: Child
  /** How many comments wait at an item, by code. */
  remarks?: ReadonlyMap<string, number>
  /** With a box to tick at every item; stands in a CompareForm then. */
  picks?: boolean
}> = ({ items, grouped, label, href, empty, remarks, picks }) => (
  <Table
    label={label}
    rows={grouped ? inGroups(items) : items}
    columns={columns(href, grouped, remarks, picks === true)}
    {...(grouped ? { group: (item: CatalogueItem) => `${item.category} · ${item.group}` } : {})}
    {...(empty === undefined ? {} : { empty })}
  />
)

/** Brings the items of one kind together, kinds in the order in which they first appear, IaaS to SaaS. */
function inGroups(items: readonly CatalogueItem[]): CatalogueItem[] {
  const kinds = new Map<string, CatalogueItem[]>()
  for (const item of items) {
    const kind = `${item.category} ${item.group}`
    kinds.set(kind, [...(kinds.get(kind) ?? []), item])
  }
  return [...kinds.values()]
    .flat()
    .sort((a, b) => (a.category < b.category ? -1 : Number(a.category > b.category)))
}
