import type { FC } from 'hono/jsx'
import { minuteInChina } from '../../platform/dates.ts'
import { inWanYuan } from '../../platform/money.ts'
import { canTake } from '../../platform/state-machine.ts'
import { Alert, Card, Empty, Field, Table, Tag } from '../../platform/ui/components.tsx'
import { Form, Input } from '../../platform/ui/form.tsx'
import { NextStep } from '../../platform/ui/next-step.tsx'
import { RowIssueTable } from '../../platform/ui/row-issues.tsx'
import { projectRoles } from '../model.ts'
import { wordsOfMilestone } from '../words.ts'
import { projectFileMachine, projectFileStatuses } from './model.ts'
import { countsOf, type PlannedProject } from './plan-row.ts'
import { maxProjects } from './read-file.ts'
import type { listProjectFiles, ProjectFileView } from './read-project-file.ts'

export const projectFilesHref = '/projects/files'

export const ProjectUploadBody: FC<{ files: Awaited<ReturnType<typeof listProjectFiles>> }> = ({ files }) => (
  <>
    <p class="crumbs">
      <a href="/projects">项目</a> › 由文件登记
    </p>
    <h1>由文件登记项目</h1>
    <p class="sub">一行一个项目，一列一个节点。先看预览，确认后一次登记；节点由第二人确认以前不作数。</p>
    <Card title="上传">
      <p>
        <a href={`${projectFilesHref}/template`}>下载模板（.xlsx）</a>
      </p>
      <Form action={projectFilesHref} enctype="multipart/form-data">
        <Field
          name="file"
          label="项目文件"
          hint={`Excel（.xlsx）或 CSV，最多 ${maxProjects} 个项目。不填的列可以删去；已有的项目写项目编号，只补文件里新的节点`}
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
        caption="您最近上传的"
        rows={files}
        empty={<Empty title="还没有上传过">上传后，每份文件都列在这里。</Empty>}
        columns={[
          { label: '文件', cell: (one) => <a href={`${projectFilesHref}/${one.id}`}>{one.fileName}</a> },
          { label: '状态', cell: (one) => projectFileStatuses[one.status] },
          { label: '上传时间', cell: (one) => <span class="nowrap">{minuteInChina(one.uploadedAt)}</span> },
        ]}
      />
    </Card>
  </>
)

export const ProjectFileBody: FC<{ view: ProjectFileView }> = ({
  view: { id, fileName, status, registeredAt, plan },
}) => {
  const counts = countsOf(plan.planned)
  const some = Object.values(counts).some((count) => count > 0)
  const open = canTake(projectFileMachine, 'register', status)
  return (
    <>
      <p class="crumbs">
        <a href="/projects">项目</a> › <a href={projectFilesHref}>由文件登记</a>
      </p>
      <h1>
        {fileName} <Tag tone={open ? 'brand' : 'go'}>{projectFileStatuses[status]}</Tag>
      </h1>
      <p class="sub">
        {open
          ? `将登记 ${counts.projects} 个新项目、${counts.systems} 处系统关联、${counts.milestones} 个节点；${plan.issues.length} 处不导入。`
          : `${registeredAt === null ? '' : minuteInChina(registeredAt)} 登记。下面是文件与现在的记录对照的结果。`}
      </p>
      {open && some ? (
        <NextStep
          mine
          words="核对下面每一行，确认后一次登记。"
          effect="登记本身不改变任何资金结论：每个节点都等第二人对照凭据确认，确认前看得到影响。"
        >
          <Form action={`${projectFilesHref}/${id}/register`} fixed={{ digest: plan.digest }}>
            <button type="submit" data-busy="正在登记…">
              确认登记
            </button>
          </Form>
        </NextStep>
      ) : null}
      {open && !some ? (
        <Alert>
          <p>没有新的可以登记：文件里的或者已经登记过，或者不导入。</p>
        </Alert>
      ) : null}
      {plan.issues.length === 0 ? null : (
        <Card>
          <RowIssueTable caption={`不导入的（${plan.issues.length} 处）`} issues={plan.issues} />
        </Card>
      )}
      <Card>
        <Table
          caption="每一行"
          rows={plan.planned}
          columns={columns}
          empty={<Empty title="没有可以登记的行">按上面说的改好文件，重新上传。</Empty>}
        />
      </Card>
    </>
  )
}

const columns = [
  { label: '行', cell: ({ row }: PlannedProject) => <span class="nowrap">第 {row} 行</span> },
  {
    label: '项目',
    cell: ({ id, name, number, unit, investmentFen }: PlannedProject) => (
      <>
        {id === null ? name : <a href={`/projects/${id}`}>{name}</a>}
        <small>
          {[
            number ?? '编号由程序给',
            unit,
            id === null && investmentFen !== null ? `估算投资 ${inWanYuan(investmentFen)} 万元` : null,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </small>
      </>
    ),
  },
  {
    label: '项目本身',
    cell: ({ id }: PlannedProject) => (id === null ? <Tag tone="brand">新建</Tag> : <Tag>已有</Tag>),
  },
  {
    label: '关联系统',
    cell: ({ systems }: PlannedProject) =>
      systems.length === 0 ? (
        <span class="muted">—</span>
      ) : (
        systems.map(({ code, name, role }) => (
          <div>
            {projectRoles[role]}：{name}
            <small>{code}</small>
          </div>
        ))
      ),
  },
  {
    label: '登记的节点',
    cell: ({ milestones, onRecord }: PlannedProject) => (
      <>
        {milestones.length === 0 ? <span class="muted">—</span> : null}
        {milestones.map((one) => (
          <div>
            {wordsOfMilestone({ ...one, revokes: null })}
            {one.asHappened ? <small>按实际先后补记：{one.reason}</small> : null}
          </div>
        ))}
        {onRecord === 0 ? null : <small>已登记的 {onRecord} 处不变</small>}
      </>
    ),
  },
]
