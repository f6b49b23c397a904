import type { FC, PropsWithChildren } from 'hono/jsx'
import type { CatalogueItem } from '../model.ts'

export const [minCompared, maxCompared] = [2, 4]

/** A list to pick items from, to be seen side by side: plain check boxes, so it needs no script. */
export const CompareForm: FC<PropsWithChildren<{ jurisdiction: string | undefined }>> = ({
  jurisdiction,
  children,
}) => (
  <form class="card" method="get" action="/catalogue/compare">
    {jurisdiction === undefined ? null : <input type="hidden" name="jurisdiction" value={jurisdiction} />}
    {children}
    <p class="no-print">
      <button class="quiet" type="submit">
        并排比较勾选的 {minCompared} 至 {maxCompared} 项
      </button>
    </p>
  </form>
)

export const ComparisonBox: FC<{ item: CatalogueItem; checked?: boolean }> = ({ item, checked }) => (
  <input
    class="no-print"
    type="checkbox"
    name="code"
    value={item.code}
    checked={checked === true}
    aria-label={`比较 ${item.code} ${item.name} ${item.specification}`}
  />
)
