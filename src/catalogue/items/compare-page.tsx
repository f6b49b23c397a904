import type { Child, FC } from 'hono/jsx'
import { Alert, Card } from '../../platform/ui/components.tsx'
import type { CatalogueItem } from '../model.ts'
import { minCompared } from './compare-form.tsx'
import { PriceFigure } from './item-table.tsx'
import { attributesOf, priceWords } from './item-words.ts'

interface Line {
  label: string
  cells: Child[]
  differs: boolean
}

function linesOf(items: readonly CatalogueItem[], link: (code: string) => string): Line[] {
  const attributes = items.map((item) => new Map(attributesOf(item)))
  const said = (label: string, texts: readonly (string | null)[]): Line => ({
    label,
    cells: texts.map((text) => text ?? <span class="muted">—</span>),
    differs: new Set(texts).size > 1,
  })
  const codes = (label: string, lists: readonly (readonly string[])[]): Line => ({
    label,
    cells: lists.map((list) =>
      list.length === 0 ? <span class="muted">—</span> : list.map((code) => <a href={link(code)}>{code} </a>),
    ),
    differs: new Set(lists.map(String)).size > 1,
  })
  return [
    {
      label: '单价（元/月）',
      cells: items.map((item) => <PriceFigure item={item} />),
      differs: new Set(items.map((item) => item.monthlyFen ?? item.priceFormula)).size > 1,
    },
    said('怎样计价', items.map(priceWords)),
    ...[...(attributes[0]?.keys() ?? [])]
      .map((label) => ({ label, texts: attributes.map((each) => each.get(label) ?? null) }))
      .filter(({ texts }) => texts.some((text) => text !== null))
      .map(({ label, texts }) => said(label, texts)),
    codes(
      '必配服务项',
      items.map(({ dependencies }) => dependencies),
    ),
    codes(
      '后继服务项',
      items.map(({ successor }) => (successor === null ? [] : [successor])),
    ),
  ]
}

/** Two to four items side by side; where they differ, the line's name is marked. */
export const ComparePage: FC<{
  items: readonly CatalogueItem[]
  /** Codes that were asked for and aren't in the edition in force. */
  missing: readonly string[]
  link: (path: string) => string
}> = ({ items, missing, link }) => {
  const lines = linesOf(items, (code) => link(`/catalogue/items/${code}`))
  const without = (code: string) => {
    const query = new URLSearchParams(
      items.filter((item) => item.code !== code).map((item) => ['code', item.code]),
    )
    return link(`/catalogue/compare?${query}`)
  }
  return (
    <>
      <p class="crumbs">
        <a href={link('/catalogue')}>服务目录</a> › 并排比较
      </p>
      <h1>并排比较</h1>
      <p class="sub">有差别的行，行名标蓝并注“不同”。</p>
      {missing.length === 0 ? null : (
        <Alert tone="warn">
          <p>现行目录里没有这些编码：{missing.join('、')}</p>
        </Alert>
      )}
      <Card>
        <section class="table-wrap" tabindex={0} aria-label="并排比较">
          <table class="compared">
            <caption class="visually-hidden">并排比较</caption>
            <thead>
              <tr>
                <th scope="col">项目</th>
                {items.map((item) => (
                  <th scope="col">
                    <a href={link(`/catalogue/items/${item.code}`)}>
                      {item.name} {item.specification}
                    </a>
                    <br />
                    <small>{item.code}</small>{' '}
                    {items.length > minCompared ? (
                      <a class="no-print" href={without(item.code)}>
                        移除
                        <span class="visually-hidden">{item.code}</span>
                      </a>
                    ) : null}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map(({ label, cells, differs }) => (
                <tr class={differs ? 'differs' : undefined}>
                  <th scope="row">
                    {label}
                    {differs ? <small>（不同）</small> : null}
                  </th>
                  {cells.map((cell) => (
                    <td>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Card>
    </>
  )
}
