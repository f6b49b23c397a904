import type { FC } from 'hono/jsx'
import type { Actor } from '../../platform/context.ts'
import { type CalendarDate, daysBetween, minuteInChina } from '../../platform/dates.ts'
import { inYuan } from '../../platform/money.ts'
import { canTake } from '../../platform/state-machine.ts'
import { allowedSteps } from '../../platform/steps.ts'
import { Alert, Card, DateText, Field, Table, Tag } from '../../platform/ui/components.tsx'
import { Choice, FoldedForm, Form, Input } from '../../platform/ui/form.tsx'
import { percent } from './idle.ts'
import { Expiry } from './list-page.tsx'
import { changeMachine, changeStatuses, resourceMachine, resourceStatuses } from './model.ts'
import type { ResourceView } from './read-resource.ts'

export const ResourceBody: FC<{
  actor: Actor
  view: ResourceView
  today: CalendarDate
}> = ({ actor, view, today }) => {
  const { row, organisation, request } = view
  const running = row.status === 'running'
  return (
    <>
      <p class="crumbs">
        <a href="/resources">在用资源</a> › {organisation}
      </p>
      <h1>
        {row.name} <Tag tone={running ? 'go' : 'plain'}>{resourceStatuses[row.status]}</Tag>
      </h1>
      <p class="sub">
        {row.itemName} {row.specification} × {row.quantity}
        {row.unit}
        {view.mbps === null ? '' : `，每条 ${view.mbps}M`} · {row.code} · {row.systemName}
      </p>
      <SavingNote view={view} />
      <Card title="资源">
        <dl class="pairs">
          <div>
            <dt>系统</dt>
            <dd>
              {view.systemCode === null ? (
                row.systemName
              ) : (
                <a href={`/systems/${encodeURIComponent(view.systemCode)}`}>{row.systemName}</a>
              )}
            </dd>
          </div>
          <div>
            <dt>起用</dt>
            <dd>
              <DateText on={row.startsOn} />
            </dd>
          </div>
          <div>
            <dt>到期</dt>
            <dd>
              <Expiry on={row.expiresOn} daysLeft={daysBetween(today, row.expiresOn)} running={running} />
            </dd>
          </div>
          <div>
            <dt>每月</dt>
            <dd>{inYuan(row.monthlyFen)} 元</dd>
          </div>
          <div>
            <dt>网络区域</dt>
            <dd>{row.zone ?? '不分区域'}</dd>
          </div>
          <div>
            <dt>申请</dt>
            <dd>
              <a href={`/requests/${request.id}`}>{request.number}</a>
            </dd>
          </div>
          {view.sameLine.length === 0 ? null : (
            <div>
              <dt>同一需求行在用的</dt>
              <dd>
                <ul class="bare">
                  {view.sameLine.map(({ id, name, itemName }) => (
                    <li>
                      <a href={`/resources/${id}`}>
                        {itemName}（{name}）
                      </a>
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          )}
          {row.endedOn === null ? null : (
            <div>
              <dt>停用</dt>
              <dd>
                {row.endedOn}，{row.endedReason}
              </dd>
            </div>
          )}
        </dl>
      </Card>
      <Forms actor={actor} view={view} />
      <Changes view={view} />
      <Usage view={view} />
    </>
  )
}

const SavingNote: FC<{ view: ResourceView }> = ({ view: { saving } }) =>
  saving === null ? null : (
    <Alert tone="warn" title={saving.kind === 'idle' ? '最近一个月几乎没有使用' : '配置偏大，可以换小一档'}>
      <p>
        {saving.kind === 'idle'
          ? `释放后每月省 ${inYuan(saving.savingFen)} 元。`
          : `换成 ${saving.to.specification}（${saving.to.code}）每月省 ${inYuan(saving.savingFen)} 元，峰值仍有三成余量。`}
      </p>
    </Alert>
  )

const Forms: FC<{ actor: Actor; view: ResourceView }> = ({ actor, view }) => {
  const { row, changes } = view
  const asked = changes.find(({ status }) => canTake(changeMachine, 'approve', status))
  const can = allowedSteps(actor, resourceMachine, row.status)
  const mayChange = can.has('request-change')
  const mayRelease = can.has('release')
  const mayDecide = can.has('change')
  if (!mayChange && !mayRelease && !(mayDecide && asked !== undefined)) return null
  const own = actor.kind === 'person' && asked?.askedBy === actor.id
  return (
    <Card title="办理">
      <div class="stack">
        {asked === undefined ? null : (
          <p>
            {asked.by}申请：{asked.code} × {asked.quantity}，到 {asked.expiresOn}，每月{' '}
            {inYuan(asked.monthlyFen)} 元（现在 {inYuan(row.monthlyFen)} 元）。理由：{asked.reason}
          </p>
        )}
        {asked !== undefined && mayDecide && !own ? (
          <Form action={`/resources/changes/${asked.id}`}>
            <Field name="comment" label="意见（可不填）">
              <Input id="comment" name="comment" maxlength={500} />
            </Field>
            <p class="row">
              <button type="submit" name="decision" value="approved">
                同意变更
              </button>
              <button type="submit" class="quiet" name="decision" value="refused">
                不同意
              </button>
            </p>
          </Form>
        ) : null}
        {asked === undefined && mayChange ? (
          <Form action={`/resources/${row.id}/change`}>
            <h3>续期或变更</h3>
            <div class="row">
              <Field name="expiresOn" label="到期日期" type="date" value={row.expiresOn} />
              <Field name="code" label="规格">
                <Choice name="code" value={row.code} options={flavourOptions(view)} />
              </Field>
              <Field name="quantity" label="数量">
                <Input id="quantity" name="quantity" inputmode="numeric" value={String(row.quantity)} />
              </Field>
            </div>
            <Field name="reason" id="reason-change" label="理由">
              <Input id="reason-change" name="reason" required minlength={2} maxlength={500} />
            </Field>
            <button type="submit">提出变更，等主管部门批复</button>
          </Form>
        ) : null}
        {mayRelease ? (
          <FoldedForm summary="释放" action={`/resources/${row.id}/release`}>
            <p class="note">
              今天起停用，数据请先自行备份；释放后不能恢复。
              {asked === undefined ? '' : '等批复的变更随之终止。'}
              {view.sameLine.length === 0 ? '' : '同一需求行的其他资源不随之释放，不用的请一并释放。'}
            </p>
            <Field name="reason" id="reason-release" label="理由">
              <Input id="reason-release" name="reason" required minlength={2} maxlength={500} />
            </Field>
            <button class="danger" type="submit">
              释放
            </button>
          </FoldedForm>
        ) : null}
      </div>
    </Card>
  )
}

/** The flavours it may be changed for, with their prices; its own as well when the catalogue has it no longer. */
function flavourOptions({ row, flavours }: ResourceView) {
  const gone = flavours.some(({ code }) => code === row.code)
    ? []
    : [{ value: row.code, label: `${row.specification}（现行目录已没有）` }]
  const current = flavours.map(({ code, specification, unit, monthlyFen }) => ({
    value: code,
    label: `${specification}${monthlyFen === null ? '' : `，每${unit}每月 ${inYuan(monthlyFen)} 元`}`,
  }))
  return [...gone, ...current]
}

const Changes: FC<{ view: ResourceView }> = ({ view: { changes } }) =>
  changes.length === 0 ? null : (
    <Card>
      <Table
        caption="续期和变更"
        rows={changes}
        columns={[
          {
            label: '申请',
            cell: (one) => (
              <>
                {one.by}
                <small>{minuteInChina(one.askedAt)}</small>
              </>
            ),
          },
          {
            label: '内容',
            cell: (one) => (
              <>
                {one.code} × {one.quantity}，到 {one.expiresOn}
                <small>{one.reason}</small>
              </>
            ),
          },
          {
            label: '结果',
            cell: (one) => (
              <>
                {changeStatuses[one.status]}
                {one.decider === null && one.comment === null ? null : (
                  <small>{[one.decider, one.comment].filter((said) => said !== null).join('：')}</small>
                )}
              </>
            ),
          },
          { label: '每月（元）', numeric: true, cell: (one) => inYuan(one.monthlyFen) },
        ]}
      />
    </Card>
  )

const Usage: FC<{ view: ResourceView }> = ({ view: { usage } }) =>
  usage.length === 0 ? null : (
    <Card>
      <Table
        caption="使用率"
        rows={usage}
        columns={[
          { label: '月份', cell: ({ month }) => month },
          { label: 'CPU 平均', numeric: true, cell: (one) => percent(one.averageCpu) },
          { label: 'CPU 峰值', numeric: true, cell: (one) => percent(one.peakCpu) },
          { label: '内存平均', numeric: true, cell: (one) => percent(one.averageMemory) },
          { label: '内存峰值', numeric: true, cell: (one) => percent(one.peakMemory) },
          { label: '存储', numeric: true, cell: (one) => percent(one.storage) },
        ]}
      />
    </Card>
  )
