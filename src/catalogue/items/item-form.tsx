import type { FC } from 'hono/jsx'
import type { AppError } from '../../platform/errors.ts'
import { Alert, Card, Field, Table } from '../../platform/ui/components.tsx'
import { type CatalogueItem, categories, levelInChinese } from '../model.ts'
import type { ItemCells, ItemConflict } from './change-item.ts'
import { type ColumnKey, cellsByKey, columnKeys, columns } from './columns.ts'

const hints: Partial<Record<ColumnKey, string>> = {
  billing: '包月、包年、一次性、免费；按公式的写 阶梯：公式',
  price: '元，最多两位小数；按公式或计价规则的留空',
  zones: '多个用分号隔开',
  aliases: '部门的叫法，多个用分号隔开',
  dependencies: '必须同时订购的服务项的编码，多个用分号隔开',
  successor: '将来由哪个编码取代',
  pool: '与别的项共用一个资源池时填同样的名字；留空则自成一池',
  poolCapacity: '全市共有多少；留空为不限',
  poolUnits: '一个占用资源池多少；留空为 1',
  quota: '一个部门最多多少；留空为不限',
  priceRule:
    '单价说不清的才填，如 包：每100GB为12.1元，超出每GB为0.13元；基价：5以内137.5元，每增1加88元；n为带宽兆数',
}
const longTexts: ReadonlySet<ColumnKey> = new Set(['description', 'priceRule'])
const parts: readonly (readonly [string, readonly ColumnKey[]])[] = [
  ['是什么', ['code', 'category', 'group', 'name', 'specification', 'unit', 'aliases', 'description']],
  ['价格', ['billing', 'price', 'priceRule']],
  ['规格', ['vcpu', 'memoryGiB', 'storageGiB', 'zones', 'architecture', 'domestic', 'protectionLevel']],
  ['承诺与约束', ['leadTime', 'availability', 'shared', 'dependencies', 'successor', 'quota']],
  ['资源池', ['pool', 'poolCapacity', 'poolUnits']],
]

/** In: an item. Out: its cells as a form shows them. */
export function formCells(item: CatalogueItem): ItemCells {
  const cells = cellsByKey(item)
  return cellsFrom((key) => String(cells[key] ?? ''))
}

/** In: how to find a cell's text. Out: the cells of a form. */
export function cellsFrom(of: (key: ColumnKey) => string): ItemCells {
  return Object.fromEntries(columnKeys.map((key) => [key, of(key)])) as Record<ColumnKey, string>
}

const Choice: FC<{ name: ColumnKey; value: string; options: readonly string[] }> = ({
  name,
  value,
  options,
}) => (
  <select id={name} name={name}>
    {(options.includes(value) ? options : [value, ...options]).map((option) => (
      <option value={option} selected={option === value}>
        {option === '' ? '—' : option}
      </option>
    ))}
  </select>
)

const choices: Partial<Record<ColumnKey, readonly string[]>> = {
  category: categories,
  domestic: ['否', '是'],
  shared: ['否', '是'],
  protectionLevel: ['', ...[1, 2, 3, 4, 5].map(levelInChinese)],
}

const ItemField: FC<{ name: ColumnKey; value: string; error: AppError | undefined }> = ({
  name,
  value,
  error,
}) => {
  const hint = hints[name]
  const options = choices[name]
  const described = hint === undefined ? {} : { 'aria-describedby': `${name}-hint` }
  const invalid = error?.errors.some(({ path }) => path === name) ? { 'aria-invalid': 'true' as const } : {}
  return (
    <Field
      name={name}
      label={columns[name].title}
      errors={error?.errors ?? []}
      {...(hint === undefined ? {} : { hint })}
    >
      {options === undefined ? (
        longTexts.has(name) ? (
          <textarea id={name} name={name} maxlength={500} {...described} {...invalid}>
            {value}
          </textarea>
        ) : (
          <input id={name} name={name} value={value} maxlength={200} {...described} {...invalid} />
        )
      ) : (
        <Choice name={name} value={value} options={options} />
      )}
    </Field>
  )
}

/** The form of one item: every column of the spreadsheet, with the faults beside their fields. */
export const ItemForm: FC<{
  action: string
  cells: ItemCells
  /** 0 for a new item. */
  version: number
  error?: AppError | undefined
  needId?: number | undefined
}> = ({ action, cells, version, error, needId }) => (
  <form method="post" action={action}>
    <input type="hidden" name="version" value={String(version)} />
    {needId === undefined ? null : <input type="hidden" name="wish" value={String(needId)} />}
    {parts.map(([title, keys]) => (
      <Card title={title}>
        <div class="fields">
          {keys.map((key) => (
            <ItemField name={key} value={cells[key]} error={error} />
          ))}
        </div>
      </Card>
    ))}
    <p class="row">
      <button type="submit" data-busy="正在保存…">
        保存
      </button>
    </p>
  </form>
)

/** Of an item that somebody else has changed meanwhile, both versions side by side. */
export const VersionsOf: FC<{ conflict: ItemConflict; mine: ItemCells }> = ({ conflict, mine }) => {
  const { theirs } = conflict
  if (theirs === null)
    return (
      <Alert tone="stop" title="这一项已被另一个人删除">
        <p>您的修改没有保存。要保留它，请把下面的内容作为新的一项保存。</p>
      </Alert>
    )
  const other = formCells(theirs)
  const differing = columnKeys.filter((key) => mine[key].trim() !== other[key])
  return (
    <>
      <Alert tone="stop" title="另一个人刚刚改了这一项，您的修改没有保存">
        <p>下面逐格列出两个版本。表单里是您的版本：改好后保存，就以您的为准；不保存，就以对方的为准。</p>
      </Alert>
      <Card>
        <Table
          caption="两个人的版本"
          rows={differing}
          empty={<p class="muted">两个版本内容相同，不必再保存。</p>}
          columns={[
            { label: '列', cell: (key) => columns[key].title },
            { label: '您填的', cell: (key) => mine[key] || <span class="muted">空</span> },
            { label: '对方保存的', cell: (key) => other[key] || <span class="muted">空</span> },
          ]}
        />
      </Card>
    </>
  )
}
