import type { Child, FC, PropsWithChildren } from 'hono/jsx'
import type { AppError, FieldError } from '../errors.ts'
import { type Fen, inWanYuan, inYuan } from '../money.ts'
import { Choice, Fault, Input } from './form.tsx'

/** Colour only where it means something: stop, warn, hold (unknown), go; brand marks a place. */
export type Tone = 'stop' | 'warn' | 'hold' | 'go' | 'brand' | 'plain'

export const Tag: FC<PropsWithChildren<{ tone?: Tone }>> = ({ tone = 'plain', children }) => (
  <span class={tone === 'plain' ? 'tag' : `tag ${tone}`}>{children}</span>
)

export const Card: FC<PropsWithChildren<{ title?: string; id?: string }>> = ({ title, id, children }) => (
  <section class="card" id={id}>
    {title === undefined ? null : <h2>{title}</h2>}
    {children}
  </section>
)

export const Alert: FC<PropsWithChildren<{ tone?: 'stop' | 'warn' | 'go'; title?: string }>> = ({
  tone,
  title,
  children,
}) => (
  <div class={tone === undefined ? 'alert' : `alert ${tone}`} role={tone === 'stop' ? 'alert' : 'status'}>
    {title === undefined ? null : (
      <p>
        <strong>{title}</strong>
      </p>
    )}
    {children}
  </div>
)

export const Empty: FC<PropsWithChildren<{ title: string }>> = ({ title, children }) => (
  <div class="empty">
    <strong>{title}</strong>
    {children}
  </div>
)

/** A calendar date, or a dash. */
export const DateText: FC<{ on: string | null | undefined }> = ({ on }) =>
  on === null || on === undefined ? <span class="muted">—</span> : <time datetime={on}>{on}</time>

/** Fen as 万元, with the exact 元 in the title. */
export const WanYuan: FC<{ fen: Fen | null }> = ({ fen }) =>
  fen === null ? <span class="muted">—</span> : <span title={`${inYuan(fen)} 元`}>{inWanYuan(fen)}</span>

export interface Column<Row> {
  /** Header text; also the label beside the value on a phone. */
  label: string
  /** Numbers and money stand right. */
  numeric?: boolean
  /** For doing something, not for reading: left out on paper. */
  screenOnly?: boolean
  cell: (row: Row) => Child
}

function classOf({ numeric, screenOnly }: Column<never>): string | undefined {
  const classes = [...(numeric ? ['n'] : []), ...(screenOnly ? ['no-print'] : [])]
  return classes.length === 0 ? undefined : classes.join(' ')
}

/** A table that folds into labelled lines on a phone. Rows are not shown when empty: `empty` is. */
export function Table<Row>(props: {
  caption?: string
  /** Read aloud when there is no visible caption. */
  label?: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Rows that follow each other with the same text stand under it as a heading. */
  group?: (row: Row) => string
  empty?: Child
  foot?: Child
  /** false: few short columns, which stay a table on a phone too. */
  folds?: boolean
}) {
  if (props.rows.length === 0 && props.empty !== undefined)
    return (
      <>
        {props.caption === undefined ? null : <h2>{props.caption}</h2>}
        {props.empty}
      </>
    )
  return (
    <section class="table-wrap" tabindex={0} aria-label={props.caption ?? props.label}>
      <table class={props.folds === false ? undefined : 'folds'}>
        {props.caption === undefined ? (
          <caption class="visually-hidden">{props.label}</caption>
        ) : (
          <caption>{props.caption}</caption>
        )}
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th scope="col" class={classOf(column)}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, place) => {
            const before = props.rows[place - 1]
            const group = props.group?.(row)
            return (
              <>
                {group === undefined || (before !== undefined && props.group?.(before) === group) ? null : (
                  <tr class="group">
                    <th scope="rowgroup" colspan={props.columns.length}>
                      {group}
                    </th>
                  </tr>
                )}
                <tr>
                  {props.columns.map((column) => (
                    <td class={classOf(column)} data-label={column.label}>
                      <span>{column.cell(row)}</span>
                    </td>
                  ))}
                </tr>
              </>
            )
          })}
        </tbody>
        {props.foot === undefined ? null : <tfoot>{props.foot}</tfoot>}
      </table>
    </section>
  )
}

/** Horizontal bars as a table: reads aloud, prints, needs no script. Values are whole counts. */
export const Bars: FC<{
  caption: string
  rows: readonly { label: string; value: number; kind?: 'done' | 'twice' | 'late' }[]
}> = ({ caption, rows }) => {
  const largest = Math.max(1, ...rows.map((row) => row.value))
  return (
    <table class="bars">
      <caption class="visually-hidden">{caption}</caption>
      <tbody>
        {rows.map((row) => (
          <tr class={row.kind}>
            <th scope="row">{row.label}</th>
            <td>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="10" rx="1" />
                <rect class="value" width={String((row.value * 100) / largest)} height="10" rx="1" />
              </svg>
            </td>
            <td class="n">{row.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Why something was refused, with every fault that the sentence itself doesn't name. */
export const Refusal: FC<{ error: AppError }> = ({ error }) => {
  const others = error.errors.map(({ message }) => message).filter((each) => !error.message.includes(each))
  return (
    <Alert tone="stop">
      <p>{error.message}</p>
      {others.length === 0 ? null : (
        <ul>
          {[...new Set(others)].map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
    </Alert>
  )
}

/**
 * One labelled control with its hint and its error, tied together for screen readers. In: `errors` only where the page
 * keeps what was typed by itself; in a `Form` it is known.
 */
export const Field: FC<{
  name: string
  /** Where several forms of a page have a field of this name. */
  id?: string
  label: string
  hint?: string
  errors?: readonly FieldError[]
  children?: Child
  type?: string
  value?: string
  required?: boolean
  autocomplete?: string
}> = ({ name, id = name, label, hint, errors, children, type = 'text', value, required, autocomplete }) => (
  <div class="field">
    <label for={id}>{label}</label>
    {children ?? (
      <Input
        id={id}
        name={name}
        type={type}
        value={value}
        required={required}
        autocomplete={autocomplete}
        errors={errors}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
    )}
    {hint === undefined ? null : (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    <Fault name={name} id={id} errors={errors} />
  </div>
)

/** A `select` with its label, for filters. An empty value means "all". */
export const Select: FC<{
  name: string
  label: string
  all?: string
  value: string | undefined
  options: readonly { value: string; label: string }[]
}> = ({ name, label, all, value, options }) => (
  <div>
    <label for={name}>{label}</label>
    <Choice name={name} all={all} value={value} options={options} />
    <Fault name={name} />
  </div>
)

/** Page through a list. `href` makes the address of a page. */
export const Pages: FC<{ page: number; pageSize: number; total: number; href: (page: number) => string }> = ({
  page,
  pageSize,
  total,
  href,
}) => {
  const last = Math.max(1, Math.ceil(total / pageSize))
  const from = total === 0 ? 0 : (page - 1) * pageSize + 1
  return (
    <nav class="pages" aria-label="分页">
      <span>
        第 {from}–{Math.min(total, page * pageSize)} 条，共 {total} 条
      </span>
      <span class="row">
        {page > 1 ? (
          <a rel="prev" href={href(page - 1)}>
            ‹ 上一页
          </a>
        ) : null}
        <span>
          {page} / {last} 页
        </span>
        {page < last ? (
          <a rel="next" href={href(page + 1)}>
            下一页 ›
          </a>
        ) : null}
      </span>
    </nav>
  )
}
