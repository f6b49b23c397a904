import type { FC } from 'hono/jsx'
import { kindInChinese, lineKinds } from '../../matching/index.ts'
import { inYuan } from '../../platform/money.ts'
import type { EditChoices } from './edit-choices.ts'
import { attachedName, type LineName, type RawLine } from './edit-form.ts'

/** A line of the form, and its place on the page, from 0. */
export interface LineRow {
  place: number
  line: RawLine
}

/** What a control of a line is called in the form. */
export const nameOf = (row: LineRow, field: LineName) => `line-${row.place}-${field}`
/** What it is called for those who hear the page. */
export const titleOf = (row: LineRow, from: number, title: string) => `第 ${from + row.place + 1} 行 ${title}`

interface CellOf {
  row: LineRow
  from: number
}

const Choice: FC<CellOf & { field: LineName; title: string; options: readonly (readonly string[])[] }> = ({
  row,
  from,
  field,
  title,
  options,
}) => (
  <select name={nameOf(row, field)} aria-label={titleOf(row, from, title)}>
    <option value="">{title}不限</option>
    {options.map(([value = '', words = value]) => (
      <option value={value} selected={row.line[field] === value}>
        {words}
      </option>
    ))}
  </select>
)

/** A box to tick. */
export const Mark: FC<CellOf & { field: LineName; title: string }> = ({ row, from, field, title }) => (
  <label class="tick">
    <input
      type="checkbox"
      name={nameOf(row, field)}
      value="yes"
      checked={row.line[field] !== undefined}
      aria-label={titleOf(row, from, title)}
    />{' '}
    {title}
  </label>
)

const levels = ['一级', '二级', '三级', '四级', '五级']

/** How what a line asks for must be, and what comes with each machine. */
export const LineTable: FC<CellOf & { choices: EditChoices }> = ({ row, from, choices }) => {
  const at = { row, from }
  return (
    <span class="demands">
      <Choice
        {...at}
        field="kind"
        title="种类"
        options={lineKinds.map((kind) => [kind, kindInChinese[kind]])}
      />
      <Choice {...at} field="zone" title="区域" options={choices.zones.map((zone) => [zone])} />
      <Choice
        {...at}
        field="architecture"
        title="路线"
        options={choices.architectures.map((route) => [route])}
      />
      <Choice
        {...at}
        field="protectionLevel"
        title="等保"
        options={levels.map((level, place) => [String(place + 1), `等保${level}`])}
      />
      <span class="ticks">
        <Mark {...at} field="domestic" title="信创" />
        <Mark {...at} field="splittable" title="可拆分" />
        <Mark {...at} field="classified" title="涉密" />
      </span>
      <Attached {...at} choices={choices} />
    </span>
  )
}

/** Items billed once for every machine of the line; one that the edition no longer has can still be taken off. */
const Attached: FC<CellOf & { choices: EditChoices }> = ({ row, from, choices: { attachable } }) => {
  const known = new Map(attachable.map((item) => [item.code, item]))
  const codes = [...known.keys(), ...row.line.attached.filter((code) => !known.has(code))]
  if (codes.length === 0) return null
  const chosen = row.line.attached.map((code) => known.get(code)?.name ?? code)
  return (
    <details class="attached">
      <summary>每台配套：{chosen.length === 0 ? '无' : chosen.join('、')}</summary>
      {codes.map((code) => {
        const item = known.get(code)
        const name = item?.name ?? code
        return (
          <label class="tick">
            <input
              type="checkbox"
              name={attachedName(row.place, code)}
              value="yes"
              checked={row.line.attached.includes(code)}
              aria-label={titleOf(row, from, `每台配${name}`)}
            />{' '}
            <span>
              {name}
              <small>
                {item === undefined
                  ? '现行目录没有'
                  : item.monthlyFen === null
                    ? item.specification
                    : `每台每月 ${inYuan(item.monthlyFen)} 元`}
              </small>
            </span>
          </label>
        )
      })}
    </details>
  )
}
