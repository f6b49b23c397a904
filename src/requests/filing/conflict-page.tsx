import type { FC } from 'hono/jsx'
import { Alert, Card, Table } from '../../platform/ui/components.tsx'
import type { DraftLine } from './draft-input.ts'
import type { EditState } from './edit-form.ts'
import { lineInWords } from './line-words.ts'

/** One thing that both have written. */
interface Both {
  what: string
  saved: string
  mine: string
}

const heads = [
  ['project', '项目名称'],
  ['system', '系统'],
  ['systemName', '拟建系统的名称'],
  ['purpose', '用途'],
  ['startsOn', '起始日期'],
  ['endsOn', '截止日期'],
] as const

export interface ConflictView {
  requestId: number
  number: string
  /** Who saved meanwhile. */
  savedBy: string
  savedAt: string
  savedVersion: number
  saved: Pick<EditState, (typeof heads)[number][0]>
  savedLines: readonly DraftLine[]
  mine: EditState
  /** My lines as they would be saved, where they can be read. */
  myLines: readonly DraftLine[] | null
  /** What the edition's items are called. */
  nameOf: (code: string) => string
  /** The posted form, to be sent again. */
  posted: readonly (readonly [string, string])[]
}

/** Two people edited one draft: both versions side by side, and nothing lost. */
export const ConflictBody: FC<ConflictView> = (view) => {
  const { requestId, number, savedBy, savedAt, savedVersion, mine, posted } = view
  return (
    <>
      <p class="crumbs">
        <a href="/requests">资源申请</a> › <a href={`/requests/${requestId}`}>{number}</a>
      </p>
      <h1>这份申请另有人改过</h1>
      <Alert tone="warn" title={`您打开之后，${savedBy}在 ${savedAt} 保存过`}>
        <p>您的填写还没有保存，也没有丢。请对照下面两份，决定以哪一份为准。</p>
      </Alert>
      <Card>
        <Table
          caption="两份内容"
          rows={differences(view)}
          empty={<p>两份内容相同，任选一份都可以。</p>}
          columns={[
            { label: '项目', cell: ({ what }) => what },
            { label: `${savedBy}已保存的`, cell: ({ saved }) => saved || <span class="muted">（空）</span> },
            { label: '您填写的', cell: ({ mine: my }) => my || <span class="muted">（空）</span> },
          ]}
        />
      </Card>
      <div class="row actions">
        <form method="post" action={`/requests/${requestId}`}>
          {posted.map(([name, value]) => (
            <input type="hidden" name={name} value={name === 'version' ? String(savedVersion) : value} />
          ))}
          <button type="submit">以我的填写为准，保存</button>
        </form>
        <a class="button quiet" href={`/requests/${requestId}/edit`}>
          用已保存的，放弃我的填写
        </a>
      </div>
      {mine.pasted === '' ? null : <p class="note">您粘贴的文字也会在保存时读入。</p>}
    </>
  )
}

function differences({ saved, savedLines, mine, myLines, nameOf }: ConflictView): Both[] {
  const head = heads.flatMap(([name, what]): Both[] =>
    saved[name] === mine[name] ? [] : [{ what, saved: saved[name], mine: mine[name] }],
  )
  const count = Math.max(savedLines.length, myLines?.length ?? 0)
  const lines = Array.from({ length: count }, (_, place): Both => {
    const theirs = savedLines[place]
    const my = myLines?.[place]
    return {
      what: `需求第 ${place + 1} 行`,
      saved: theirs === undefined ? '' : lineInWords(theirs, nameOf),
      mine: my === undefined ? '' : lineInWords(my, nameOf),
    }
  }).filter((both) => both.saved !== both.mine)
  return [...head, ...lines]
}
