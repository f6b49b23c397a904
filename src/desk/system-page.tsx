import type { Child, FC } from 'hono/jsx'
import { disagreementWords, VerdictDetails, VerdictPanel } from '../funding/index.ts'
import { type CalendarDate, daysBetween, inChinese } from '../platform/dates.ts'
import { inWanYuan } from '../platform/money.ts'
import { Alert, Card } from '../platform/ui/components.tsx'
import { projectRoles } from '../projects/index.ts'
import {
  dispositions,
  hostings,
  networkZones,
  protectionLevels,
  type Stage,
  stageOrder,
  stages,
} from '../systems/index.ts'
import { FactTable, History } from './fact-tables.tsx'
import type { SystemView } from './read-system.ts'
import { SystemNextStep, type SystemPage } from './system-next-step.tsx'
import { HealthTags } from './tags.tsx'

export const SystemBody: FC<SystemPage> = (page) => {
  const { row, unit } = page.view
  return (
    <>
      <p class="crumbs">
        <a href="/systems">系统台账</a> › {unit} › {row.code}
      </p>
      {row.classified === true ? <Classified name={row.name} code={row.code} /> : <Open {...page} />}
    </>
  )
}

const Classified: FC<{ name: string; code: string }> = ({ name, code }) => (
  <>
    <h1>{name}</h1>
    <p class="sub">{code}</p>
    <Alert title="涉密系统">
      <p>
        涉密系统不适用本辖区的政务信息化项目规定，本系统只登记代号，不跟踪迁移进度，不判定资金，也不列入月报。相关事项请按保密规定办理。
      </p>
    </Alert>
  </>
)

const Open: FC<SystemPage> = (page) => {
  const { view, money, liftingRemedies, today, mayRecord, seesRules } = page
  const { verdict, disagreements } = money
  const { row } = view
  const address = `/systems/${encodeURIComponent(row.code)}`
  return (
    <>
      <div class="head">
        <div>
          <h1>
            {row.name} {view.health === null ? null : <HealthTags health={view.health.states} />}
          </h1>
          <p class="sub">{[row.code, view.unit, ...describe(row)].join(' · ')}</p>
        </div>
        <p class="row no-print">
          <a class="button quiet" href={`${address}/replay`}>
            重演某一天
          </a>
          <button type="button" class="quiet" data-print hidden>
            打印
          </button>
        </p>
      </div>
      {disagreements.length === 0 ? null : (
        <Alert tone="stop" title="核对不一致，暂不作为拨付依据">
          <ul>
            {disagreements.map((one) => (
              <li>{disagreementWords(one)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <div class="duo">
        <SystemNextStep {...page} />
        <VerdictPanel
          verdict={verdict}
          liftingRemedies={liftingRemedies}
          annualOperationsFen={row.annualOperationsFen}
          systemName={row.name}
          governed={view.governed}
          seesRules={seesRules}
        />
      </div>
      <Card title="迁移进度" id="path">
        <Path view={view} today={today} />
        <p class="path-notes note">
          {view.health === null ? '尚未核定，下次核定在次日凌晨。' : dueSentence(view, today)}
        </p>
      </Card>
      <nav class="tabs no-print" aria-label="本页内容">
        <a href="#facts">概况</a>
        <a href="#path">迁移</a>
        <a href="#money">资金</a>
        <a href="#history">依据</a>
      </nav>
      <div class="columns wide">
        <div>
          <Card id="facts">
            <FactTable
              facts={view.facts}
              verdict={verdict}
              recordAt={mayRecord ? `${address}/facts` : null}
            />
            {verdict?.byProject === undefined ? null : (
              <p class="note">
                立项、合同、建成、验收和备案的日期是{verdict.byProject[0]?.project.name}
                的；其他项目的见各项目的节点。
              </p>
            )}
          </Card>
        </div>
        <div>
          <Projects view={view} mayFile={page.mayFileProject} />
          <Card title="登记信息">
            <dl class="pairs">
              {pairsOf(row).map(([label, value]) => (
                <div>
                  <dt>{label}</dt>
                  <dd>{value ?? <span class="muted">未登记</span>}</dd>
                </div>
              ))}
            </dl>
            {row.notes === null ? null : <p class="note remarks">备注：{row.notes}</p>}
          </Card>
        </div>
      </div>
      <div id="money">
        {verdict === null ? null : <VerdictDetails verdict={verdict} liftingRemedies={liftingRemedies} />}
      </div>
      <Card id="history">
        <History entries={view.history} mayVoid={mayRecord} />
      </Card>
    </>
  )
}

/** What the system is built, rebuilt or run by; where nothing builds it, a way to say so at once. */
const Projects: FC<{ view: SystemView; mayFile: boolean }> = ({ view: { row, projects }, mayFile }) => (
  <Card title="项目" id="projects">
    {projects.length === 0 ? (
      <p class="note">还没有登记项目。立项、合同、建成、验收和备案的日期登记在项目里，两人办理。</p>
    ) : (
      <ul class="bare">
        {projects.map(({ id, name, number, role }) => (
          <li>
            <a href={`/projects/${id}`}>{name}</a>（{number}，{projectRoles[role]}）
          </li>
        ))}
      </ul>
    )}
    {mayFile && projects.every(({ role }) => role === 'runs') ? (
      <form method="post" action="/projects/from-system" class="no-print">
        <input type="hidden" name="code" value={row.code} />
        <button type="submit" class="quiet" data-busy="正在补录…">
          由台账补录项目
        </button>
      </form>
    ) : null}
  </Card>
)

function describe(row: SystemView['row']): string[] {
  const built = row.builtOn === null || row.builtOn === 'infinity' ? null : row.builtOn
  return [
    built === null ? null : `${Number(built.slice(0, 4))}年${Number(built.slice(5, 7))}月建成`,
    row.hosting === null ? null : `部署于${hostings[row.hosting]}`,
    row.protectionLevel === null ? null : levelText(row.protectionLevel),
  ].filter((part) => part !== null)
}

function levelText(level: number): string {
  return level === 0 ? '等保未定级' : `等保${protectionLevels[level] ?? level}`
}

const Path: FC<{ view: SystemView; today: CalendarDate }> = ({ view, today }) => {
  const { row, stageDays } = view
  const position = row.stage === null ? -1 : stageOrder.indexOf(row.stage)
  const due = view.health?.dueOn ?? null
  return (
    <>
      {row.stage === null ? <p class="muted">当前阶段没有登记。</p> : null}
      <section class="path-wrap" tabindex={0} aria-label="迁移阶段">
        <ol class="path">
          {stageOrder.map((stage, index) => (
            <li
              class={index < position ? 'past' : index === position ? 'now' : undefined}
              aria-current={index === position ? 'step' : undefined}
            >
              {stages[stage]}
              <StageDay
                stage={stage}
                day={index <= position ? stageDays.get(stage) : undefined}
                now={index === position}
                due={index > position && stage === 'confirmed' ? due : null}
                today={today}
              />
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

const StageDay: FC<{
  stage: Stage
  day: CalendarDate | undefined
  now: boolean
  due: CalendarDate | null
  today: CalendarDate
}> = ({ stage, day, now, due, today }) => {
  if (due !== null) return <small>应 {due}</small>
  if (day === undefined) return null
  const days = daysBetween(day, today)
  return <small>{now && stage !== 'decommissioned' && days > 0 ? `已 ${days} 天` : day}</small>
}

function dueSentence(view: SystemView, today: CalendarDate): string {
  const { row, health } = view
  if (health === null) return ''
  const migrated = row.stage === 'confirmed' || row.stage === 'decommissioned'
  const parts: string[] = []
  if (health.dueOn === null) {
    if (!migrated && row.migrationRequired === true) parts.push('应迁移上云，没有登记完成期限')
    if (row.migrationRequired === false) parts.push('不需迁移上云')
  } else {
    const days = daysBetween(health.dueOn, today)
    parts.push(`完成期限 ${inChinese(health.dueOn)}`)
    if (!migrated && row.migrationRequired === true)
      parts.push(days > 0 ? `已逾期 ${days} 天` : days === 0 ? '今天到期' : `还有 ${-days} 天`)
  }
  if (row.exemptionUntil !== null && row.exemptionUntil !== 'infinity')
    parts.push(
      `豁免至 ${inChinese(row.exemptionUntil)}${row.exemptionDocument ? `（${row.exemptionDocument}）` : ''}`,
    )
  if (row.wave !== null) parts.push(row.wave)
  parts.push(`此状态自 ${inChinese(health.since)}核定`)
  return parts.join(' · ')
}

function day(value: CalendarDate | 'infinity' | null): string | null {
  if (value === null) return null
  return value === 'infinity' ? '无' : value
}

function count(value: number | null, unit: string): string | null {
  return value === null ? null : `${value} ${unit}`
}

function pairsOf(row: SystemView['row']): [string, Child][] {
  return [
    ['处置意见', row.disposition === null ? null : dispositions[row.disposition]],
    ['迁移批次', row.wave],
    ['部署位置', row.hosting === null ? null : hostings[row.hosting]],
    ['网络区域', row.networkZone === null ? null : networkZones[row.networkZone]],
    ['等保级别', row.protectionLevel === null ? null : (protectionLevels[row.protectionLevel] ?? null)],
    ['CPU', count(row.vcpu, '核')],
    ['内存', count(row.memoryGiB, 'GB')],
    ['存储', count(row.storageGiB, 'GB')],
    ['年运维费', row.annualOperationsFen === null ? null : `${inWanYuan(row.annualOperationsFen)} 万元`],
    ['建设投资', row.investmentFen === null ? null : `${inWanYuan(row.investmentFen)} 万元`],
    ['建成时间', day(row.builtOn)],
    ['竣工验收时间', day(row.acceptedOn)],
    ['验收备案时间', day(row.acceptanceFiledOn)],
    ['联系科室', row.contactOffice],
    ['联系电话', row.contactPhone],
  ]
}
