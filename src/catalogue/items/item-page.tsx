import type { FC } from 'hono/jsx'
import { inChinese } from '../../platform/dates.ts'
import { Alert, Card, Table } from '../../platform/ui/components.tsx'
import type { PublishedEdition } from '../editions/published-editions.ts'
import type { CatalogueItem } from '../model.ts'
import { midMonthRules } from '../pricing/index.ts'
import { CompareForm, ComparisonBox } from './compare-form.tsx'
import { ItemTags, Price, PriceFigure } from './item-table.tsx'
import { attributesOf, priceWords } from './item-words.ts'

/** Codes with what they stand for; those that are no longer there without a link. */
const Codes: FC<{
  label: string
  codes: readonly string[]
  edition: PublishedEdition
  link: (path: string) => string
}> = ({ label, codes, edition, link }) =>
  codes.length === 0 ? null : (
    <div>
      <dt>{label}</dt>
      <dd>
        {codes.map((code) => {
          const other = edition.byCode.get(code)
          if (other === undefined) return <span>{code}（不在现行目录里） </span>
          return (
            <a class="nowrap" href={link(`/catalogue/items/${code}`)}>
              {code} {other.name} {other.specification}{' '}
            </a>
          )
        })}
      </dd>
    </div>
  )

/** One service of the edition in force: everything the catalogue says of it, and its other flavours. */
export const ItemPage: FC<{
  item: CatalogueItem
  edition: PublishedEdition
  link: (path: string) => string
  jurisdiction: string | undefined
}> = ({ item, edition, link, jurisdiction }) => {
  const flavours = edition.items.filter((other) => other.name === item.name)
  return (
    <>
      <p class="crumbs">
        <a href={link('/catalogue')}>服务目录</a> ›{' '}
        <a href={link(`/catalogue?category=${item.category}`)}>{item.category}</a> › {item.group}
      </p>
      <h1>
        {item.name} <ItemTags item={item} category />
      </h1>
      <p class="sub">
        {item.code} · {item.specification} · {edition.number}，{inChinese(edition.publishedOn)}发布
      </p>
      {item.shared ? (
        <Alert tone="warn" title="不得重复建设">
          <p>这是统建共用的服务，部门直接申请接入，不得另建同类系统。</p>
        </Alert>
      ) : null}
      <Card title="价格">
        <div class="rate">
          <strong>
            <PriceFigure item={item} />
          </strong>
          {item.monthlyFen === 0 || item.monthlyFen === null ? null : (
            <span class="terms">元/{item.unit}·月</span>
          )}
        </div>
        <p>{priceWords(item)}。</p>
        <p class="note">月中开通、释放的，{midMonthRules[edition.midMonthRule]}。</p>
      </Card>
      <Card title="属性">
        <dl class="pairs">
          {attributesOf(item)
            .filter(([, value]) => value !== null)
            .map(([label, value]) => (
              <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          <Codes label="必配服务项" codes={item.dependencies} edition={edition} link={link} />
          <Codes
            label="后继服务项"
            codes={item.successor === null ? [] : [item.successor]}
            edition={edition}
            link={link}
          />
        </dl>
      </Card>
      {flavours.length < 2 ? null : (
        <CompareForm jurisdiction={jurisdiction}>
          <Table
            caption="同一服务的规格"
            rows={flavours}
            columns={[
              { label: '编码', cell: (other) => other.code },
              {
                label: '规格',
                cell: (other) =>
                  other.code === item.code ? (
                    <b>{other.specification}（本页）</b>
                  ) : (
                    <a href={link(`/catalogue/items/${other.code}`)}>{other.specification}</a>
                  ),
              },
              { label: '网络区域', cell: (other) => other.zones.join('、') },
              { label: '单价（元/月）', numeric: true, cell: (other) => <Price item={other} /> },
              {
                label: '比较',
                cell: (other) => <ComparisonBox item={other} checked={other.code === item.code} />,
              },
            ]}
          />
        </CompareForm>
      )}
    </>
  )
}
