import type { FC } from 'hono/jsx'
import { MigrationRate, permilleOf } from '../migration/index.ts'
import { type Actor, allows } from '../platform/context.ts'
import { addDays, type CalendarDate, inChinese } from '../platform/dates.ts'
import { inWanYuan } from '../platform/money.ts'
import type { Task } from '../platform/slice.ts'
import { Alert, Card, DateText, Empty, Table, Tag, WanYuan } from '../platform/ui/components.tsx'
import { fundVerdictWords, verdictTones } from '../regulations/index.ts'
import { WithoutRegulation } from '../rules/index.ts'
import { stages } from '../systems/index.ts'
import { FirstSteps } from './first-steps.tsx'
import type { Desk, RestrictedLine } from './read-desk.ts'
import { registerHref } from './register-filters.ts'
import { systemHref } from './register-page.tsx'
import { StageBars } from './stage-bars.tsx'
import { DueDay, HealthTags, VerdictTag } from './tags.tsx'
import { UnitTable } from './unit-table.tsx'
import { Waves } from './waves.tsx'

export interface DeskView {
  desk: Desk
  actor: Actor
  today: CalendarDate
  /** Just tracked and judged again by hand. */
  refreshed: boolean
}

export const DeskBody: FC<DeskView> = (view) => {
  const { desk, actor, today, refreshed } = view
  return (
    <>
      <div class="head">
        <div>
          <h1>工作台</h1>
          <p class="sub">
            {desk.now === null || !desk.hasSystems ? '还没有数据' : `数据截至 ${inChinese(desk.now.asOf)}`} ·
            下次核定 {inChinese(desk.now !== null && desk.now.asOf >= today ? addDays(today, 1) : today)}{' '}
            01:00
          </p>
        </div>
        {mayRefresh(actor) && desk.hasSystems ? <RefreshForm /> : null}
      </div>
      {refreshed ? (
        <Alert tone="go">
          <p>已按今天的台账重新核定进度，并重新判定资金。</p>
        </Alert>
      ) : null}
      {desk.hasSystems ? <Filled {...view} /> : <FirstSteps actor={actor} desk={desk} />}
    </>
  )
}

function mayRefresh(actor: Actor): boolean {
  return allows(actor, 'migration.track') && allows(actor, 'funding.judge')
}

const RefreshForm: FC = () => (
  <form class="no-print" method="post" action="/desk/refresh">
    <button class="quiet" type="submit" data-busy="正在核定…">
      立即核定
    </button>
  </form>
)

const Filled: FC<DeskView> = ({ desk, actor, today }) => {
  const { tasks } = desk
  if (desk.now === null || desk.now.counts.inScope === 0)
    return (
      <>
        <Alert tone="warn" title="台账里有系统，还没有核定">
          <p>
            进度、状态和指标每天 01:00 自动核定，核定后显示在这里。
            {mayRefresh(actor) ? '也可以现在就点“立即核定”。' : ''}
          </p>
        </Alert>
        {tasks.length === 0 ? null : <Tasks tasks={tasks} />}
      </>
    )
  return (
    <div class="columns">
      <div>
        <Tasks tasks={tasks} />
        {desk.urgent.length === 0 ? null : <Urgent desk={desk} today={today} />}
        {desk.units.length === 0 ? null : (
          <Card>
            <UnitTable units={desk.units.slice(0, 10)} />
            {desk.units.length > 10 ? (
              <p class="more">
                <a href="/migration">全部 {desk.units.length} 个单位</a>
              </p>
            ) : null}
          </Card>
        )}
        <Waves counts={desk.now.counts} />
      </div>
      <div>
        <RateCard desk={desk} now={desk.now} />
        <Restricted desk={desk} seesRules={allows(actor, 'regulations.read')} />
      </div>
    </div>
  )
}

const Tasks: FC<{ tasks: readonly Task[] }> = ({ tasks }) => (
  <Card title="今天要办">
    {tasks.length === 0 ? (
      <Empty title="今天没有要办的事">
        <p>没有逾期、到期和待核实的系统。</p>
      </Empty>
    ) : (
      <ul class="todo">
        {tasks.map((task) => (
          <li>
            <b>{task.count}</b>
            <span>
              {task.text}
              {task.note === undefined ? null : <small>{task.note}</small>}
            </span>
            <a
              class="button quiet small"
              href={task.href}
              aria-label={`${task.action}：${task.count} ${task.text}`}
            >
              {task.action}
            </a>
          </li>
        ))}
      </ul>
    )}
  </Card>
)

const RateCard: FC<{ desk: Desk; now: NonNullable<Desk['now']> }> = ({ desk, now }) => (
  <Card title="上云率">
    <MigrationRate counts={now.counts} formulaVersion={now.formulaVersion}>
      <Change before={desk.before} now={now} />
    </MigrationRate>
    <StageBars counts={now.counts} />
  </Card>
)

/** Only like is compared with like: the same version of the formula, and something to divide by. */
const Change: FC<{ before: Desk['before']; now: NonNullable<Desk['now']> }> = ({ before, now }) => {
  if (before === null || before.formulaVersion !== now.formulaVersion) return null
  if (before.counts.required === 0 || now.counts.required === 0) return null
  const change = permilleOf(now.counts) - permilleOf(before.counts)
  const points = `${Math.floor(Math.abs(change) / 10)}.${Math.abs(change) % 10} 个百分点`
  const words = change === 0 ? '持平' : `${change > 0 ? '升' : '降'} ${points}`
  return (
    <p class={`change${change > 0 ? ' go' : change < 0 ? ' stop' : ''}`}>
      比 {inChinese(before.asOf)}
      {words}
    </p>
  )
}

const Restricted: FC<{ desk: Desk; seesRules: boolean }> = ({ desk, seesRules }) => {
  const { denied, suspended, stopped } = desk.totals
  return (
    <Card title="运维经费受限">
      {!desk.totals.governed ? (
        <WithoutRegulation seesRules={seesRules} />
      ) : desk.restricted.length === 0 ? (
        <Empty title="没有受限的运维经费">
          <p>凡是判定为不予拨付、暂停拨付的系统，都会列在这里。</p>
        </Empty>
      ) : (
        <>
          <p class="terms">
            共 <b>{stopped.lines}</b> 个系统，年运维费合计 <b>{inWanYuan(stopped.yearlyFen)}</b> 万元
            {stopped.lines > desk.restricted.length ? `，以下是金额最大的 ${desk.restricted.length} 个` : ''}
            。
          </p>
          <Table
            label="运维经费受限的系统，金额大的在前"
            rows={desk.restricted}
            columns={restrictedColumns}
          />
          <p class="more">
            {denied.lines === 0 ? null : (
              <a href={registerHref({ verdict: 'denied', sort: 'cost' })}>不予拨付 {denied.lines} 个</a>
            )}
            {suspended.lines === 0 ? null : (
              <a href={registerHref({ verdict: 'suspended', sort: 'cost' })}>暂停拨付 {suspended.lines} 个</a>
            )}
          </p>
        </>
      )}
    </Card>
  )
}

const restrictedColumns = [
  {
    label: '系统',
    cell: (line: RestrictedLine) => (
      <>
        <a href={systemHref(line.code)}>{line.name}</a>
        <small>{line.unit}</small>
      </>
    ),
  },
  {
    label: '依据',
    cell: (line: RestrictedLine) => (
      <>
        <Tag tone={verdictTones[line.operations]}>{fundVerdictWords[line.operations]}</Tag>{' '}
        <span class="nowrap">{line.article}</span>
        {line.since === null ? null : (
          <span class="muted nowrap">
            {' '}
            自 <DateText on={line.since} />
          </span>
        )}
        <small>{line.reason}</small>
      </>
    ),
  },
  {
    label: '年运维费（万元）',
    numeric: true,
    cell: (line: RestrictedLine) => <WanYuan fen={line.annualOperationsFen} />,
  },
]

const Urgent: FC<{ desk: Desk; today: CalendarDate }> = ({ desk, today }) => (
  <Card>
    <Table
      caption="要处理的系统"
      rows={desk.urgent}
      columns={[
        {
          label: '系统',
          cell: (row) => (
            <>
              <a href={systemHref(row.code)}>{row.name}</a>
              <small>{row.stage === null ? '阶段未登记' : stages[row.stage]}</small>
            </>
          ),
        },
        { label: '状态', cell: (row) => <HealthTags health={row.health} /> },
        { label: '完成期限', cell: (row) => <DueDay on={row.dueOn} today={today} open /> },
        { label: '运维经费', cell: (row) => <VerdictTag verdict={row.operations} /> },
      ]}
    />
  </Card>
)
