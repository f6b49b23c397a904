import type { FC } from 'hono/jsx'
import { inChinese, minuteInChina } from '../platform/dates.ts'
import { Alert, Card, Empty, Field, Table, Tag } from '../platform/ui/components.tsx'
import { Form, Input } from '../platform/ui/form.tsx'
import { editionStatuses } from './model.ts'
import type { CalendarEdition, CalendarView } from './read-calendar.ts'
import { statusTones } from './words.ts'
import type { CalendarYear } from './work-calendar.ts'

/** 工作日历: the years that count, what waits for a year, and a new year by file. */
export const CalendarBody: FC<{
  view: CalendarView
  mayImport: boolean
  nextYear: number
}> = ({ view, mayImport, nextYear }) => (
  <>
    <h1>工作日历</h1>
    <p class="sub">
      {view.coversTo === null
        ? '还没有任何一年的放假安排'
        : `放假安排已知至${inChinese(view.coversTo)}，以“工作日”计算的期限和遇休息日顺延的期限都按它计算`}
    </p>
    <Waiting view={view} nextYear={nextYear} />
    {mayImport ? <ImportForm nextYear={nextYear} /> : null}
    <Editions editions={view.editions} />
    <Years years={view.years} />
  </>
)

const Waiting: FC<{ view: CalendarView; nextYear: number }> = ({ view, nextYear }) =>
  view.provisional === 0 ? null : (
    <Alert tone="warn" title={`${view.provisional} 项期限暂定`}>
      <p>
        这些期限要数到{nextYear}年，而{nextYear}
        年的放假安排还没有导入。暂定的期限只作预警，不停拨资金；导入后自动改定。
      </p>
    </Alert>
  )

const ImportForm: FC<{ nextYear: number }> = ({ nextYear }) => (
  <Card title="导入放假安排">
    <Form action="/calendar" enctype="multipart/form-data">
      <Field
        name="year"
        label="年份"
        type="number"
        value={String(nextYear)}
        required
        hint="国务院修改过的年份也可以再导入一次，生效前先列出改动"
      />
      <Field name="file" label="文件" hint=".xlsx 或 .csv，四列：日期、安排（休或者班）、名称、文号">
        <Input
          id="file"
          name="file"
          type="file"
          required
          accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          aria-describedby="file-hint"
        />
      </Field>
      <p class="row">
        <button type="submit">上传并预览</button>
        <a href={`/calendar/${nextYear}.xlsx`}>下载{nextYear}年模板</a>
      </p>
    </Form>
    <p class="note">
      上传后先看预览，再提交，由主管部门另一人批准后生效；生效时，受影响的期限和资格结论在同一时刻改定，每一项都留记录。
    </p>
  </Card>
)

const Editions: FC<{ editions: readonly CalendarEdition[] }> = ({ editions }) =>
  editions.length === 0 ? null : (
    <Card>
      <Table
        caption="导入记录"
        rows={editions}
        columns={[
          {
            label: '年份',
            cell: ({ id, year }) => <a href={`/calendar/editions/${id}`}>{year}年</a>,
          },
          { label: '文号', cell: ({ notice }) => notice },
          {
            label: '状态',
            cell: ({ status }) => <Tag tone={statusTones[status]}>{editionStatuses[status]}</Tag>,
          },
          { label: '上传', cell: (one) => `${one.uploader} ${minuteInChina(one.uploadedAt)}` },
          {
            label: '审批',
            cell: ({ decider, decidedAt }) =>
              decidedAt === null ? '—' : `${decider ?? ''} ${minuteInChina(decidedAt)}`,
          },
        ]}
      />
    </Card>
  )

const Years: FC<{ years: readonly CalendarYear[] }> = ({ years }) => (
  <Card>
    <Table
      caption="现在适用的放假安排"
      rows={[...years].reverse()}
      empty={<Empty title="还没有任何一年的放假安排">请导入国务院办公厅公布的放假安排。</Empty>}
      columns={[
        { label: '年份', cell: ({ year }) => `${year}年` },
        { label: '依据', cell: ({ notice }) => notice },
        {
          label: '来源',
          cell: ({ editionId, knownSince }) =>
            editionId === null ? (
              '随程序提供'
            ) : (
              <a href={`/calendar/editions/${editionId}`}>
                导入{knownSince === null ? '' : `，${minuteInChina(knownSince)}生效`}
              </a>
            ),
        },
        {
          label: '周一至周五放假',
          numeric: true,
          cell: ({ days }) => `${days.filter(({ kind }) => kind === 'off').length} 天`,
        },
        {
          label: '周末上班',
          numeric: true,
          cell: ({ days }) => `${days.filter(({ kind }) => kind === 'worked').length} 天`,
        },
        {
          label: '逐日',
          cell: ({ year }) => (
            <a href={`/calendar/${year}.xlsx`} aria-label={`下载${year}年放假安排`}>
              下载
            </a>
          ),
        },
      ]}
    />
  </Card>
)
