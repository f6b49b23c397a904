import type { FC } from 'hono/jsx'
import { inYuan } from '../../platform/money.ts'
import {
  Alert,
  Card,
  DateText,
  Empty,
  Field,
  Select,
  Table,
  Tag,
  type Tone,
} from '../../platform/ui/components.tsx'
import { Form, TextArea } from '../../platform/ui/form.tsx'
import { type UnlistedNeedStatus, unlistedNeedStatuses } from '../model.ts'
import type { UnlistedNeed } from './unlisted-needs.ts'

const tones: Record<UnlistedNeedStatus, Tone> = {
  open: 'warn',
  planned: 'brand',
  served: 'go',
  declined: 'plain',
}
export const UnlistedNeedTag: FC<{ status: UnlistedNeedStatus }> = ({ status }) => (
  <Tag tone={tones[status]}>{unlistedNeedStatuses[status]}</Tag>
)

const Money: FC<{ need: Pick<UnlistedNeed, 'monthlyFen'> }> = ({ need }) =>
  need.monthlyFen === null ? <span class="muted">未知</span> : <span>{inYuan(need.monthlyFen)}</span>

/** The needs the reader may see: a department its own, the data centre all. */
export const UnlistedNeedList: FC<{ needs: readonly UnlistedNeed[]; files: boolean; answers: boolean }> = ({
  needs,
  files,
  answers,
}) => (
  <>
    <div class="head">
      <div>
        <h1>目录外需求</h1>
        <p class="sub">部门需要而目录里没有的，由大数据中心答复：拟列入、目录可满足，或说明理由不列入。</p>
      </div>
      {files ? (
        <a class="button" href="/catalogue/wishes/new">
          提出需求
        </a>
      ) : null}
      {answers ? (
        <a class="button" href="/gaps">
          汇总缺口
        </a>
      ) : null}
    </div>
    <Card>
      <Table
        label="目录外需求"
        rows={needs}
        empty={
          <Empty title="还没有目录外需求">
            <p>目录里找不到的服务，部门在这里提出。</p>
          </Empty>
        }
        columns={[
          { label: '需求', cell: (need) => <a href={`/catalogue/wishes/${need.id}`}>{need.title}</a> },
          { label: '部门', cell: (need) => need.organisation },
          { label: '提出', cell: (need) => <DateText on={need.filedOn} /> },
          { label: '数量', numeric: true, cell: (need) => `${need.quantity} ${need.unit}` },
          { label: '估算（元/月）', numeric: true, cell: (need) => <Money need={need} /> },
          { label: '答复', cell: (need) => <UnlistedNeedTag status={need.status} /> },
          { label: '理由', cell: (need) => need.answer ?? <span class="muted">—</span> },
        ]}
      />
    </Card>
  </>
)

/** The form for a new one. In: what is needed, where that is known from a search. */
export const UnlistedNeedForm: FC<{ title: string }> = ({ title }) => (
  <>
    <p class="crumbs">
      <a href="/catalogue/wishes">目录外需求</a> › 提出
    </p>
    <h1>提出目录外需求</h1>
    <p class="sub">先在服务目录里搜一搜，确实没有的再提。大数据中心会答复，并据此编制下一版目录。</p>
    <Form class="card" action="/catalogue/wishes">
      <Field name="title" label="需要什么" hint="一句话，如 时空数据库" required value={title} />
      <Field name="details" label="用途和规格要求">
        <TextArea id="details" name="details" required maxlength={1000} />
      </Field>
      <Field name="quantity" label="数量" required value="1" />
      <Field name="unit" label="计量单位" hint="台、套、GB、次 等" required />
      <Field
        name="monthlyYuan"
        label="估算费用（元/月，全部数量）"
        hint="现在自行购买的花费或询价，不知道就留空"
      />
      <button type="submit" data-busy="正在提交…">
        提交
      </button>
    </Form>
  </>
)

export const UnlistedNeedView: FC<{ need: UnlistedNeed }> = ({ need }) => (
  <>
    <p class="crumbs">
      <a href="/catalogue/wishes">目录外需求</a> › 第 {need.id} 条
    </p>
    <h1>
      {need.title} <UnlistedNeedTag status={need.status} />
    </h1>
    <p class="sub">
      {need.organisation} {need.filedOn} 提出 · {need.quantity} {need.unit} · 估算每月 <Money need={need} />
      {need.monthlyFen === null ? '' : ' 元'}
    </p>
    <Card title="用途和规格要求">
      <p>{need.details}</p>
    </Card>
    {need.answer === null ? (
      <Alert>
        <p>等大数据中心答复。</p>
      </Alert>
    ) : (
      <Alert
        {...(need.status === 'served' ? { tone: 'go' as const } : {})}
        title={`答复（${need.answeredOn}）`}
      >
        <p>
          {need.answer}
          {need.status === 'served' && need.itemCode !== null ? (
            <>
              {' '}
              <a href={`/catalogue/items/${need.itemCode}`}>看这一项</a>
            </>
          ) : null}
        </p>
      </Alert>
    )}
  </>
)

const answers: Record<Exclude<UnlistedNeedStatus, 'open'>, string> = {
  planned: '拟列入以后的版次',
  served: '目录已有可满足的服务项',
  declined: '不列入',
}

/** In: the need. Out: the form for an answer, with the one it has now. */
export const AnswerForm: FC<{ need: UnlistedNeed }> = ({ need }) => (
  <Form class="card" action={`/catalogue/wishes/${need.id}`}>
    <h2>{need.status === 'open' ? '答复' : '改答复'}</h2>
    <div class="field">
      <Select
        name="status"
        label="结果"
        value={need.status}
        options={Object.entries(answers).map(([status, label]) => ({ value: status, label }))}
      />
    </div>
    <Field
      name="itemCode"
      label="可满足的服务项编码"
      hint="结果为“目录已有可满足的服务项”时填写"
      value={need.status === 'served' ? (need.itemCode ?? '') : ''}
    />
    <Field name="answer" label="理由" hint="提出的部门会看到">
      <TextArea
        id="answer"
        name="answer"
        required
        maxlength={1000}
        aria-describedby="answer-hint"
        value={need.answer ?? ''}
      />
    </Field>
    <button type="submit">答复</button>
  </Form>
)
