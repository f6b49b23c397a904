import type { FC } from 'hono/jsx'
import { minuteInChina } from '../platform/dates.ts'
import { Card, Empty, Table, Tag } from '../platform/ui/components.tsx'
import { importStatuses } from './model.ts'
import type { ListedImport } from './read-import.ts'
import { statusTones } from './status-tones.ts'

export const UploadForm: FC = () => (
  <Card title="上传台账">
    <form method="post" action="/systems/import" enctype="multipart/form-data">
      <div class="field">
        <label for="file">台账文件</label>
        <input
          id="file"
          name="file"
          type="file"
          required
          accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          aria-describedby="file-hint"
        />
        <p class="hint" id="file-hint">
          .xlsx 或 .csv，不超过 60 MB。先看预览，确认之前系统目录不会改动。
        </p>
      </div>
      <button type="submit" data-busy="正在读取、核对，行数多时要等几十秒…">
        上传并预览
      </button>
    </form>
  </Card>
)

export const WhatIsRead: FC = () => (
  <Card title="怎样的台账读得懂">
    <ul>
      <li>
        表头在前十行里，至少有“系统名称”和“主管单位”；信息系统名称、建设单位等写法也认得，认错了可以在预览里改。
      </li>
      <li>金额的表头要写明元或万元；一个单位的多个系统，单位名称只写第一行也行。</li>
      <li>
        日期写到日：2026-12-31、2026/12/31、2026.12.31、20261231、2026年12月31日都可以；只写到月或年的行会退回，不会替您猜。
      </li>
      <li>是否类填 是、√、Y、已接入 或 否、×、N、未接入；空着就是不知道。日期填 无 或 / 表示没有发生。</li>
      <li>涉密系统只登记编号、名称和单位，其余各列一律不存。</li>
    </ul>
    <p class="note">
      也可以先<a href="/systems/export.xlsx">导出现有台账</a>（<a href="/systems/export.csv">CSV</a>），在
      Excel 里改好再传回来。
    </p>
  </Card>
)

export const LastImports: FC<{ imports: readonly ListedImport[] }> = ({ imports }) => (
  <Card>
    <Table
      caption="最近的导入"
      rows={imports}
      empty={<Empty title="还没有导入过台账">上传后，每次导入都列在这里。</Empty>}
      columns={[
        { label: '文件', cell: (one) => <a href={`/systems/import/${one.id}`}>{one.fileName}</a> },
        {
          label: '状态',
          cell: (one) => <Tag tone={statusTones[one.status]}>{importStatuses[one.status]}</Tag>,
        },
        { label: '新增', numeric: true, cell: (one) => one.counts.added ?? 0 },
        { label: '更改', numeric: true, cell: (one) => one.counts.changed ?? 0 },
        { label: '退回', numeric: true, cell: (one) => one.counts.rejected ?? 0 },
        { label: '经办', cell: (one) => one.uploadedBy },
        { label: '上传时间', cell: (one) => <span class="nowrap">{minuteInChina(one.uploadedAt)}</span> },
      ]}
    />
  </Card>
)
