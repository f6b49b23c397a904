import type { Child, FC } from 'hono/jsx'
import { EvidenceCard } from '../../evidence/index.ts'
import { type Actor, allows } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { minuteInChina } from '../../platform/dates.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import { Card, DateText, Field, Select, Tag, type Tone } from '../../platform/ui/components.tsx'
import { Choice, FoldedForm, Form, TextArea } from '../../platform/ui/form.tsx'
import { NextStep } from '../../platform/ui/next-step.tsx'
import { Pairs, Prose } from '../../platform/ui/pairs.tsx'
import { DeleteDraft, WithReason } from '../../platform/ui/step-forms.tsx'
import { ListPage, listHref } from '../parts.tsx'
import type { allowedDeterminationSteps } from './allowed-steps.ts'
import {
  type About,
  abouts,
  type DeterminationStatus,
  declarations,
  determinationStatuses,
  flags,
  isDeclaration,
  isFlag,
  valueWords,
  wide,
} from './model.ts'
import {
  type DeterminationFilters,
  type DeterminationView,
  pageSize,
  type readDetermination,
} from './read-determinations.ts'

const tones: Record<DeterminationStatus, Tone> = {
  drafted: 'warn',
  signed: 'go',
  replaced: 'plain',
  lifted: 'plain',
}
const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

const aboutsOf = (which: 'determinations' | 'declarations') =>
  Object.fromEntries(
    Object.entries(abouts).filter(
      ([about]) => declarations.some((name) => name === about) === (which === 'declarations'),
    ),
  )

const lists = {
  determinations: {
    title: '认定',
    purpose:
      '主管部门对数据共享、业务协同、变相包装等作出的认定：一人拟定，另一人签署，自起算日起作为判定的依据。',
    label: '拟定认定',
    empty: '台账里“数据共享是否达标”等各项，有了认定以后以认定为准。',
  },
  declarations: {
    title: '台账完整声明',
    purpose: '主管部门凭文件声明：自某日起，整改通知、评价、停用报废都已登记齐全，没有登记的就是没有。',
    label: '拟定声明',
    empty: '没有声明以前，“没有登记整改通知”只是未知，系统停在待核实；声明以后即为没有。',
  },
}

export const DeterminationList: FC<{
  actor: Actor
  which: 'determinations' | 'declarations'
  filters: DeterminationFilters
  list: { rows: DeterminationView[]; total: number; page: number }
}> = ({ actor, which, filters, list }) => {
  const path = `/oversight/${which}`
  const { title, purpose, label, empty } = lists[which]
  const begin = { href: `/oversight/determinations/new?of=${which}`, label }
  return (
    <ListPage
      path={path}
      title={title}
      purpose={purpose}
      begin={allows(actor, 'oversight.draft-determination') ? begin : null}
      narrowed={[filters.q, filters.status, filters.about].some((value) => value !== undefined)}
      filters={
        <form class="filters" method="get" action={path} data-auto>
          <Field name="q" label={which === 'declarations' ? '文号' : '系统、文号'} value={filters.q ?? ''} />
          <Select
            name="about"
            label="事项"
            all="全部"
            value={filters.about}
            options={options(aboutsOf(which))}
          />
          <Select
            name="status"
            label="状态"
            all="全部"
            value={filters.status}
            options={options(determinationStatuses)}
          />
          <button type="submit">筛选</button>
        </form>
      }
      rows={list.rows}
      columns={columns}
      empty={empty}
      total={list.total}
      page={list.page}
      pageSize={pageSize}
      href={(page) => listHref(path, { ...filters, page })}
    />
  )
}

const StatusTag: FC<{ of: Pick<DeterminationView, 'status' | 'liftProposedBy'> }> = ({
  of: { status, liftProposedBy },
}) => (
  <>
    <Tag tone={tones[status]}>{determinationStatuses[status]}</Tag>
    {status === 'signed' && liftProposedBy !== null ? (
      <>
        {' '}
        <Tag tone="warn">解除待办理</Tag>
      </>
    ) : null}
  </>
)

const columns = [
  {
    label: '事项',
    cell: ({ id, about, value, document }: DeterminationView) => (
      <>
        <a href={`/oversight/determinations/${id}`}>
          {isFlag(about) ? valueWords(about, value) : abouts[about]}
        </a>
        <small>{document}</small>
      </>
    ),
  },
  {
    label: '对象',
    cell: ({ system }: DeterminationView) =>
      system === null ? (
        '全辖区'
      ) : (
        <>
          {system.name}
          <small>
            {system.code} · {system.unit}
          </small>
        </>
      ),
  },
  { label: '状态', cell: (row: DeterminationView) => <StatusTag of={row} /> },
  { label: '自', cell: ({ holdsFrom }: DeterminationView) => <DateText on={holdsFrom} /> },
  {
    label: '至',
    cell: ({ status, liftFrom }: DeterminationView) => (
      <DateText on={status === 'lifted' ? liftFrom : null} />
    ),
  },
]

/** In: what was typed. Out: what `draftDetermination` takes, to be checked there. */
export function determinationOf(form: PostedForm) {
  const [about = '', value] = form.text('about').split(':')
  return {
    about,
    ...(value === undefined ? {} : { value: value === 'yes' }),
    system: form.said('system') ?? null,
    details: form.text('details'),
    document: form.text('document'),
    holdsFrom: form.text('holdsFrom'),
  }
}

/** What can be determined, value included, as one choice. */
function conclusions(which: 'determinations' | 'declarations') {
  if (which === 'declarations')
    return declarations.map((about) => ({ value: about, label: `${wide[about]}：没有登记的就是没有` }))
  return [
    ...Object.entries(flags).flatMap(([about, { title, yes, no }]) => [
      { value: `${about}:no`, label: `${title}：${no}` },
      { value: `${about}:yes`, label: `${title}：${yes}` },
    ]),
    { value: 'buildingOpinionOn', label: '未批先建：主管部门已作出处理意见' },
    { value: 'migrationConditionsRipeOn', label: '迁移条件具备（全辖区，不填系统）' },
  ]
}

export const DeterminationForm: FC<{
  action: string
  which: 'determinations' | 'declarations'
  today: CalendarDate
  system?: string | undefined
  draft?: DeterminationView
}> = ({ action, which, today, system, draft }) => {
  const chosen =
    draft === undefined
      ? undefined
      : isFlag(draft.about)
        ? `${draft.about}:${draft.value === true ? 'yes' : 'no'}`
        : draft.about
  return (
    <Card>
      <Form action={action} fixed={{ of: which }}>
        <Field name="about" label={which === 'declarations' ? '声明的事项' : '认定的结论'}>
          <Choice name="about" all="请选择" value={chosen} options={conclusions(which)} />
        </Field>
        {which === 'declarations' ? null : (
          <Field
            name="system"
            label="系统编号"
            hint="全辖区的事项不填"
            value={draft?.system?.code ?? system ?? ''}
          />
        )}
        <Field
          name="holdsFrom"
          label="起算日"
          type="date"
          hint="自这一天起如此，不能晚于今天"
          value={draft?.holdsFrom ?? today}
          required
        />
        <Field
          name="document"
          label="文号"
          hint="作出认定或者声明的文书"
          value={draft?.document ?? ''}
          required
        />
        <Field name="details" label="理由">
          <TextArea id="details" name="details" value={draft?.details ?? ''} required />
        </Field>
        <button type="submit" data-busy="正在保存…">
          保存草稿
        </button>
      </Form>
    </Card>
  )
}

export const titleOfDetermination = ({ about, value }: { about: About; value: boolean | null }) =>
  isFlag(about)
    ? `认定：${valueWords(about, value)}`
    : isDeclaration(about)
      ? `声明：${abouts[about]}`
      : `认定：${abouts[about]}`

type Steps = ReturnType<typeof allowedDeterminationSteps>

export const DeterminationBody: FC<{
  row: Awaited<ReturnType<typeof readDetermination>>
  steps: Steps
  effect: Child
  today: CalendarDate
}> = ({ row, steps, effect, today }) => {
  const list = isDeclaration(row.about) ? 'declarations' : 'determinations'
  return (
    <>
      <p class="crumbs">
        <a href={`/oversight/${list}`}>{lists[list].title}</a> › {row.document}
      </p>
      <h1>
        {titleOfDetermination(row)} <StatusTag of={row} />
      </h1>
      <p class="sub">
        {row.system === null ? '全辖区' : `${row.system.name}（${row.system.code}） · ${row.system.unit}`} ·{' '}
        {row.document}
      </p>
      <NextStep mine={steps.awaited} words={steps.words} effect={effect}>
        {steps.can.size === 0 ? null : <Forms row={row} can={steps.can} today={today} />}
      </NextStep>
      <Card title="内容">
        <Pairs
          of={[
            ['事项', abouts[row.about]],
            ['结论', isFlag(row.about) ? valueWords(row.about, row.value) : null],
            [
              '系统',
              row.system === null ? null : (
                <a href={`/systems/${encodeURIComponent(row.system.code)}`}>{row.system.name}</a>
              ),
            ],
            ['起算日', <DateText on={row.holdsFrom} />],
            ['文号', row.document],
            ['理由', <Prose text={row.details} />],
            ['签署', row.signedAt === null ? null : `${row.signer ?? ''} ${minuteInChina(row.signedAt)}`],
            [
              '解除',
              row.liftFrom === null
                ? null
                : `自 ${row.liftFrom} 起，${row.liftDocument ?? ''}，${row.liftReason ?? ''}（${row.liftProposer ?? ''} 提出）`,
            ],
            ['解除办理', row.liftedAt === null ? null : `${row.lifter ?? ''} ${minuteInChina(row.liftedAt)}`],
          ]}
        />
      </Card>
      <EvidenceCard evidence={row.evidence} subject={{ kind: 'determination', id: row.id }} />
    </>
  )
}

const Forms: FC<{ row: DeterminationView; can: Steps['can']; today: CalendarDate }> = ({
  row,
  can,
  today,
}) => {
  const action = (name: string) => `/oversight/determinations/${row.id}/${name}`
  return (
    <div class="stack">
      {can.has('sign') ? (
        <Form action={action('sign')} fixed={{ version: String(row.version) }}>
          <button type="submit" data-busy="正在签署…">
            签署，自 {row.holdsFrom} 起作为判定的依据
          </button>
        </Form>
      ) : null}
      {can.has('lift') ? (
        <Form action={action('lift')} fixed={{ version: String(row.version) }}>
          <button type="submit" data-busy="正在办理…">
            {row.liftFrom === row.holdsFrom ? '同意撤销，视为从未作出' : `同意自 ${row.liftFrom} 起解除`}
          </button>
        </Form>
      ) : null}
      {can.has('drop-lift') ? (
        <WithReason
          action={action('drop-lift')}
          asRead={{ version: String(row.version) }}
          summary="不予解除"
          label="不予解除的理由"
          button="不予解除，继续有效"
        />
      ) : null}
      {can.has('propose-lift') ? (
        <FoldedForm summary="提出解除" action={action('propose-lift')}>
          <div class="abreast">
            <Field
              name="from"
              label="自这一天起解除"
              type="date"
              value={today}
              hint={`认定有误的，填起算日 ${row.holdsFrom}：视为从未作出，原先的恢复有效`}
              required
            />
            <Field name="document" label="解除文书的文号" required />
          </div>
          <Field name="reason" id="lift-reason" label="解除的理由">
            <TextArea id="lift-reason" name="reason" required minlength={2} maxlength={1000} />
          </Field>
          <button type="submit" class="quiet">
            提出解除，交另一人办理
          </button>
        </FoldedForm>
      ) : null}
      {can.has('edit') ? (
        <p>
          <a class="button quiet" href={action('edit')}>
            修改草稿
          </a>
        </p>
      ) : null}
      {can.has('delete') ? <DeleteDraft action={action('delete')} /> : null}
    </div>
  )
}
