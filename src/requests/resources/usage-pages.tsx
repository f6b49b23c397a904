import type { FC } from 'hono/jsx'
import { minuteInChina } from '../../platform/dates.ts'
import { canTake } from '../../platform/state-machine.ts'
import { Card, Empty, Field, Table, Tag } from '../../platform/ui/components.tsx'
import { Form, Input } from '../../platform/ui/form.tsx'
import { RowIssueTable } from '../../platform/ui/row-issues.tsx'
import { percent } from './idle.ts'
import { usageImportMachine, usageImportStatuses } from './model.ts'
import type { listUsageImports, readUsageImport } from './read-usage-import.ts'

/** Rows and issues shown; the rest is counted. */
const maxShown = 200

export const UsageUploadBody: FC<{
  imports: Awaited<ReturnType<typeof listUsageImports>>
}> = ({ imports }) => (
  <>
    <p class="crumbs">
      <a href="/resources">在用资源</a> › 导入使用率
    </p>
    <h1>导入使用率</h1>
    <p class="sub">从云管平台导出的月度使用率，先看预览，确认后登记。</p>
    <Card title="上传">
      <Form action="/resources/usage" enctype="multipart/form-data">
        <Field
          name="file"
          label="使用率文件"
          hint="Excel（.xlsx）或 CSV，表头：资源名称、月份、CPU平均、CPU峰值、内存平均、内存峰值、存储使用率；使用率写百分数，如 12.5 或 12.5%"
        >
          <Input
            id="file"
            name="file"
            type="file"
            required
            accept=".csv,.xlsx"
            aria-describedby="file-hint"
          />
        </Field>
        <button type="submit" data-busy="正在读取…">
          上传并预览
        </button>
      </Form>
    </Card>
    <Card>
      <Table
        caption="最近的导入"
        rows={imports}
        empty={<Empty title="还没有导入过使用率">上传后，每次导入都列在这里。</Empty>}
        columns={[
          { label: '文件', cell: (one) => <a href={`/resources/usage/${one.id}`}>{one.fileName}</a> },
          { label: '状态', cell: (one) => usageImportStatuses[one.status] },
          { label: '经办', cell: (one) => one.uploadedBy },
          { label: '上传时间', cell: (one) => <span class="nowrap">{minuteInChina(one.uploadedAt)}</span> },
        ]}
      />
    </Card>
  </>
)

export const UsagePreviewBody: FC<{ view: Awaited<ReturnType<typeof readUsageImport>> }> = ({ view }) => (
  <>
    <p class="crumbs">
      <a href="/resources">在用资源</a> › <a href="/resources/usage">导入使用率</a>
    </p>
    <h1>
      {view.fileName}{' '}
      <Tag tone={view.status === 'imported' ? 'go' : 'brand'}>{usageImportStatuses[view.status]}</Tag>
    </h1>
    <p class="sub">
      可导入 {view.rows.length} 行，退回 {view.issues.length} 处问题。同一资源、同一个月再次导入，以新的为准。
    </p>
    {canTake(usageImportMachine, 'import', view.status) && view.rows.length > 0 ? (
      <form method="post" action={`/resources/usage/${view.id}/confirm`}>
        <p>
          <button type="submit" data-busy="正在导入…">
            确认导入 {view.rows.length} 行
          </button>
        </p>
      </form>
    ) : null}
    {view.issues.length === 0 ? null : (
      <Card>
        <RowIssueTable
          caption={`退回的行（${view.issues.length}）`}
          issues={view.issues.slice(0, maxShown)}
        />
      </Card>
    )}
    <Card>
      <Table
        caption="读到的使用率"
        rows={view.rows.slice(0, maxShown)}
        empty={<Empty title="没有可以导入的行">改好文件后重新上传。</Empty>}
        columns={[
          { label: '资源', cell: ({ resourceId, name }) => <a href={`/resources/${resourceId}`}>{name}</a> },
          { label: '月份', cell: ({ month }) => month },
          { label: 'CPU 平均', numeric: true, cell: (row) => percent(row.averageCpu) },
          { label: 'CPU 峰值', numeric: true, cell: (row) => percent(row.peakCpu) },
          { label: '内存平均', numeric: true, cell: (row) => percent(row.averageMemory) },
          { label: '内存峰值', numeric: true, cell: (row) => percent(row.peakMemory) },
          { label: '存储', numeric: true, cell: (row) => percent(row.storage) },
        ]}
      />
      {view.rows.length > maxShown ? (
        <p class="note">
          以上是前 {maxShown} 行，共 {view.rows.length} 行。
        </p>
      ) : null}
    </Card>
  </>
)
