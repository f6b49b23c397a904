import type { FC } from 'hono/jsx'
import { inChinese, minuteInChina } from '../platform/dates.ts'
import { fenOf, inWanYuan } from '../platform/money.ts'
import { Alert, Card, Field, Pages, Table, WanYuan } from '../platform/ui/components.tsx'
import { FoldedForm, Form, TextArea } from '../platform/ui/form.tsx'
import type { LedgerPreview, Lift } from './preview.ts'
import type { ShownImport } from './read-import.ts'
import { type LiftTotal, sumOfLifts } from './sum-of-lifts.ts'

const pageSize = 50

/** （年运维费合计 38.60 万元） */
const sum = ({ yearlyFen, unknownSums }: LiftTotal): string =>
  `（年运维费合计 ${inWanYuan(fenOf(yearlyFen))} 万元${
    unknownSums === 0 ? '' : `，其中 ${unknownSums} 个没有登记年运维费`
  }）`

/** What an import lifts: sums first, then each system. */
export const Lifts: FC<{ preview: LedgerPreview; page: number; href: (page: number) => string }> = ({
  preview: { lifts },
  page,
  href,
}) => {
  if (lifts.length === 0) return null
  const totals = sumOfLifts(lifts)
  const kinds = [
    ...totals.changes.map((change) => ({
      what: `的${change.fund}由${change.before}变为${change.after}`,
      total: change,
    })),
    { what: '的结论不变，但少了一条停拨的依据', total: totals.oneStopLess },
    { what: '今天的结论不变，但日后应有的停拨不再发生', total: totals.later },
    { what: '在台账里是新系统，但与已登记的系统同名或近似，按同一系统比较', total: totals.newAlike },
  ].filter(({ total }) => total.systems > 0)
  return (
    <Card id="lifts">
      <Alert tone="warn" title={`本次导入将使 ${totals.all.systems} 个系统的资金结论放宽${sum(totals.all)}`}>
        <ul>
          {kinds.map(({ what, total }) => (
            <li>
              {total.systems} 个系统{what}
              {sum(total)}
            </li>
          ))}
        </ul>
        <p>放宽资金结论要两个人：提交并写明依据，由主管部门另一人复核同意后，整份台账才会导入。</p>
      </Alert>
      <Table<Lift>
        caption={`将放宽的系统（${lifts.length}）`}
        rows={lifts.slice((page - 1) * pageSize, page * pageSize)}
        columns={[
          {
            label: '系统',
            cell: ({ code, name, like }) => (
              <>
                <a href={`/systems/${encodeURIComponent(like ?? code)}`}>{name}</a>
                <small>{like === null ? code : `${code}，与已登记的 ${like} 比较`}</small>
              </>
            ),
          },
          { label: '主管单位', cell: ({ unit }) => unit },
          {
            label: '年运维费（万元）',
            numeric: true,
            cell: ({ yearlyFen }) => <WanYuan fen={yearlyFen === null ? null : fenOf(yearlyFen)} />,
          },
          { label: '放宽', cell: (lift) => <Change lift={lift} /> },
          { label: '行', cell: ({ row }) => <span class="nowrap">第 {row} 行</span> },
        ]}
      />
      {lifts.length > pageSize ? (
        <Pages page={page} pageSize={pageSize} total={lifts.length} href={(to) => `${href(to)}#lifts`} />
      ) : null}
    </Card>
  )
}

const Change: FC<{ lift: Lift }> = ({ lift: { from, funds, grounds } }) => (
  <ul class="bare">
    {from === null ? null : <li>自 {inChinese(from)} 起：</li>}
    {funds.map(({ fund, before, after }) => (
      <li>
        <b>{fund}</b> <span class="muted">{before}</span> → {after}
      </li>
    ))}
    {grounds.map(({ article, effect, reason }) => (
      <li>
        不再{effect}：<b>{article}</b> <span class="muted">{reason}</span>
      </li>
    ))}
  </ul>
)

/** The first person's click, where something is lifted: it names the document and hands over. */
export const SubmitForm: FC<{ importId: number; lifted: number }> = ({ importId, lifted }) => (
  <Card title="提交复核">
    <Form action={`/systems/import/${importId}/confirm`}>
      <Field
        name="document"
        label="放宽的依据（文件名称和文号）"
        hint="如：迁移确认单（陵数确〔2026〕18号）、《关于同意备案的复函》（陵数函〔2026〕7号）。复核的人会看到，并记入每个系统的登记记录。"
        required
      />
      <button type="submit" data-busy="正在核对，请不要关闭页面…">
        提交复核：放宽 {lifted} 个系统
      </button>
    </Form>
  </Card>
)

/** Where an import stands that needed a second person, and what the reader can do about it. */
export const SecondPerson: FC<{ shown: ShownImport; mayDecide: boolean; own: boolean }> = ({
  shown,
  mayDecide,
  own,
}) => {
  const { status, submitted, decided, document, comment, preview } = shown
  if (submitted === null) return null
  const who = `${submitted.by} ${minuteInChina(submitted.at)}提交`
  if (status === 'returned')
    return (
      <Alert tone="stop" title={`${decided?.by ?? ''}已退回，系统目录没有改动`}>
        <p>退回的理由：{comment}</p>
        <p>
          {who}，依据：{document}。改好后请<a href="/systems/import">重新上传</a>。
        </p>
      </Alert>
    )
  if (status !== 'awaiting')
    return (
      <p class="note">
        {who}，依据：{document}
        {decided === null ? '' : `；${decided.by} ${minuteInChina(decided.at)}复核同意`}。
      </p>
    )
  return (
    <>
      <Alert tone="warn" title="等第二个人复核，系统目录还没有改动">
        <p>
          {who}。依据：<strong>{document}</strong>
        </p>
        {mayDecide && !own ? null : (
          <p>
            {own
              ? '这份台账是您上传或提交的，须由主管部门审批岗位的另一人复核。'
              : '由主管部门审批岗位的人复核。'}
          </p>
        )}
      </Alert>
      {mayDecide && !own ? <Decision preview={preview} /> : null}
    </>
  )
}

const Decision: FC<{ preview: LedgerPreview }> = ({ preview: { importId, digest, lifts, counts } }) => (
  <Card title="复核">
    <p>
      请对照依据看过下面将放宽的 {lifts.length} 个系统。同意后整份台账一次导入：新增 {counts.added} 个，更改{' '}
      {counts.changed} 个。系统目录在此期间有变化的，会重新核对，不会按旧清单导入。
    </p>
    <Form action={`/systems/import/${importId}/accept`} fixed={{ seen: digest }}>
      <button type="submit" data-busy="正在导入，请不要关闭页面…">
        同意并导入
      </button>
    </Form>
    <FoldedForm summary="退回" action={`/systems/import/${importId}/return`}>
      <Field name="reason" label="退回的理由">
        <TextArea id="reason" name="reason" rows={3} required maxlength={500} />
      </Field>
      <button type="submit" class="quiet">
        退回
      </button>
    </FoldedForm>
  </Card>
)
