import type { Child, FC } from 'hono/jsx'
import { inChinese } from '../platform/dates.ts'
import { Alert, Card, Table } from '../platform/ui/components.tsx'
import { ItemTags, Price } from './item-table.tsx'
import { type CatalogueItem, levelInChinese } from './model.ts'
import type { PublishedEdition } from './published-editions.ts'

const amount = (value: number | null, unit: string) =>
  value === null ? null : `${value.toLocaleString('en')} ${unit}`

function attributes(item: CatalogueItem): [string, Child][] {
  const all: [string, Child][] = [
    ['计费方式', item.priceFormula === null ? item.billing : `${item.billing}，按公式`],
    ['计量单位', item.unit],
    ['vCPU', amount(item.vcpu, '核')],
    ['内存', amount(item.memoryGiB, 'GB')],
    ['存储', amount(item.storageGiB, 'GB')],
    ['网络区域', item.zones.join('、')],
    ['技术路线', item.architecture],
    ['信创', item.domestic ? '是' : '否'],
    ['等保', item.protectionLevel === null ? null : `可承载至${levelInChinese(item.protectionLevel)}`],
    ['开通时限', item.leadTimeWorkingDays === null ? null : `${item.leadTimeWorkingDays} 个工作日`],
    ['可用性承诺', item.availability],
    ['说明', item.priceFormula !== null || item.description === '' ? null : item.description],
    ['别名', item.aliases.length === 0 ? null : item.aliases.join('、')],
  ]
  return all.filter(([, value]) => value !== null)
}

/** One service of the edition in force: everything the catalogue says of it, and its other flavours. */
export const ItemPage: FC<{
  item: CatalogueItem
  edition: PublishedEdition
  link: (path: string) => string
}> = ({ item, edition, link }) => {
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
            <Price item={{ ...item, description: '' }} />
          </strong>
          {item.monthlyFen === 0 ? null : <span class="terms">元/{item.unit}·月</span>}
          {item.priceFormula === null ? null : <span class="terms">{item.description}</span>}
        </div>
      </Card>
      <Card title="属性">
        <dl class="pairs">
          {attributes(item).map(([label, value]) => (
            <div>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      {flavours.length < 2 ? null : (
        <Card>
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
            ]}
          />
        </Card>
      )}
    </>
  )
}
