import type { FC } from 'hono/jsx'
import { Card, Tag } from '../../platform/ui/components.tsx'
import type { CatalogueItem } from '../model.ts'
import { type ColumnKey, cellsByKey, columnKeys, columns } from './columns.ts'

/** Every column of an item that says something, and what the edition in force says otherwise. */
export const Cells: FC<{
  item: CatalogueItem
  /** The edition in force, where it is another one, with its item of that code. */
  now: { number: string; item: CatalogueItem | undefined } | null
}> = ({ item, now }) => {
  const cells = cellsByKey(item)
  const before = now?.item === undefined ? null : cellsByKey(now.item)
  const text = (cell: (typeof cells)[ColumnKey]) => (cell === null || cell === '' ? '空' : cell)
  const shown = columnKeys.filter(
    (key) => text(cells[key]) !== '空' || (before && cells[key] !== before[key]),
  )
  return (
    <Card title="内容">
      {now === null ? null : (
        <p class="note">
          {before === null
            ? `${now.number}没有这一项。`
            : shown.some((key) => cells[key] !== before[key])
              ? `与现行的${now.number}不同的，注明了现行的内容。`
              : `与现行的${now.number}相同。`}
        </p>
      )}
      <dl class="pairs">
        {shown.map((key) => (
          <div>
            <dt>{columns[key].title}</dt>
            <dd>
              {text(cells[key])}
              {before === null || cells[key] === before[key] ? null : (
                <>
                  {' '}
                  <Tag tone="brand">现行 {text(before[key])}</Tag>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
