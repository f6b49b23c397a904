import type { FC } from 'hono/jsx'
import type { RowIssue, RowIssuesError } from '../spreadsheet/row-issues.ts'
import { Alert, Card, Table } from './components.tsx'

/** What is wrong with an uploaded table, one line each; only the columns that are said. */
export const RowIssueTable: FC<{ issues: readonly RowIssue[]; caption?: string }> = ({ issues, caption }) => (
  <Table
    {...(caption === undefined ? { label: '文件里的问题' } : { caption })}
    rows={issues}
    columns={[
      {
        label: '行',
        cell: ({ row }) => <span class="nowrap">{row === null ? '整个文件' : `第 ${row} 行`}</span>,
      },
      ...(issues.some(({ column }) => column !== undefined)
        ? [{ label: '列', cell: ({ column }: RowIssue) => column ?? '整行' }]
        : []),
      ...(issues.some(({ value }) => value !== undefined)
        ? [{ label: '填的内容', cell: ({ value }: RowIssue) => value || <span class="muted">空</span> }]
        : []),
      { label: '问题', cell: ({ message }) => message },
    ]}
  />
)

/** Why an uploaded table was not taken, place by place, so that it can be put right in one go. */
export const RowIssuesReport: FC<{ error: RowIssuesError }> = ({ error: { issues, total } }) => (
  <>
    <Alert tone="stop" title={`文件里有 ${total} 处问题，什么都没有保存`}>
      <p>
        请在原文件里改好后重新上传。
        {total > issues.length ? `下面列出前 ${issues.length} 处。` : ''}
      </p>
    </Alert>
    <Card>
      <RowIssueTable issues={issues} />
    </Card>
  </>
)
