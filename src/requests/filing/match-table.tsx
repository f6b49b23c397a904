import type { FC } from 'hono/jsx'
import type { Match } from '../../matching/index.ts'
import { type Fen, inYuan } from '../../platform/money.ts'
import { Table, Tag } from '../../platform/ui/components.tsx'
import type { FrozenMatch } from './frozen-match.ts'
import { lineInWords } from './line-words.ts'
import { outcomeWords } from './tones.ts'

/** Lines of a match that are shown; the rest is counted. */
const maxShown = 300

interface Row {
  asked: string
  line: Match
}

/** What isn't served costs nothing: there is no lowest price to prove. */
const isPriced = ({ outcome, items }: Match) =>
  items.length > 0 && (outcome === 'served' || outcome === 'substituted')

/** What serves each line, at which price, and why; what doesn't, and what nearly would. */
export const MatchTable: FC<{ match: FrozenMatch; approved?: ReadonlySet<string> | undefined }> = ({
  match,
  approved,
}) => {
  const items = new Map(match.items.map((item) => [item.code, item]))
  const nameOf = (code: string) => items.get(code)?.name ?? code
  const asked = new Map(match.request.lines.map((line) => [line.id, lineInWords(line, nameOf)]))
  const rows = match.lines.slice(0, maxShown).map((line): Row => ({ line, asked: asked.get(line.id) ?? '' }))
  return (
    <>
      <Table
        caption="匹配结果"
        rows={rows}
        columns={[
          {
            label: '需求',
            cell: ({ line, asked }) => (
              <>
                {asked}
                <small>第 {line.id} 行</small>
              </>
            ),
          },
          {
            label: '结果',
            cell: ({ line }) => (
              <>
                <Tag tone={outcomeWords[line.outcome].tone}>{outcomeWords[line.outcome].text}</Tag>
                {line.clause === null ? null : <small>依据 {line.clause}</small>}
              </>
            ),
          },
          {
            label: '服务项',
            cell: ({ line }) => (
              <>
                {line.items.length === 0 ? null : (
                  <ul class="bare">
                    {line.items.map(({ code, quantity, monthlyFen }) => {
                      const item = items.get(code)
                      const refused =
                        approved !== undefined && !approved.has(`${line.id} ${code}`) && monthlyFen > 0
                      return (
                        <li>
                          <a href={`/catalogue/items/${encodeURIComponent(code)}`}>
                            {item?.name ?? code} {item?.specification ?? ''}
                          </a>{' '}
                          × {quantity}
                          {item?.unit ?? ''} <span class="muted nowrap">{code}</span>
                          {refused ? <Tag tone="stop">未批复</Tag> : null}
                        </li>
                      )
                    })}
                  </ul>
                )}
                <small>{line.reason}</small>
                <Alternatives line={line} />
              </>
            ),
          },
          {
            label: '每月（元）',
            numeric: true,
            cell: ({ line }) => (
              <>
                {line.items.length === 0 ? <span class="muted">—</span> : inYuan(line.monthlyFen)}
                {isPriced(line) ? <small>{line.optimal ? '已证明最低' : '未证明最低'}</small> : null}
              </>
            ),
          },
        ]}
        foot={
          <tr>
            <td colspan={3}>合计</td>
            <td class="n">{inYuan(match.monthlyFen)}</td>
          </tr>
        }
      />
      {match.lines.length > maxShown ? (
        <p class="note">
          以上是前 {maxShown} 行，共 {match.lines.length} 行；合计包括全部。
        </p>
      ) : null}
    </>
  )
}

const Alternatives: FC<{ line: Match }> = ({ line }) =>
  line.alternatives.length === 0 ? null : (
    <details>
      <summary>相近的服务项</summary>
      <ul class="bare">
        {line.alternatives.map(({ code, name, specification, quantity, monthlyFen, change }) => (
          <li>
            <a href={`/catalogue/items/${encodeURIComponent(code)}`}>
              {name} {specification}
            </a>{' '}
            × {quantity} {monthlyFen === null ? '' : `每月 ${inYuan(monthlyFen)} 元`}
            {change === null ? null : <small>{change}</small>}
          </li>
        ))}
      </ul>
    </details>
  )

/** 1,234.00 → +1,234.00: by how much a month it rises or falls. */
export function signedYuan(fen: Fen): string {
  return fen > 0 ? `+${inYuan(fen)}` : inYuan(fen)
}
