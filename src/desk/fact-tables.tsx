import type { FC } from 'hono/jsx'
import { evidenceHref } from '../evidence/index.ts'
import { type CurrentVerdict, decidingFinding } from '../funding/index.ts'
import { minuteInChina } from '../platform/dates.ts'
import { parseStored } from '../platform/stored.ts'
import { type Column, DateText, Empty, Table, Tag } from '../platform/ui/components.tsx'
import { type FactName, type Finding, factLabel, factValueWords } from '../regulations/index.ts'
import {
  type FactEntry,
  type FactSource,
  factEntryKind,
  factSources,
  projectFactColumns,
  type RegisterColumn,
  registerColumns,
  shown,
  storedUnderProjects,
} from '../systems/index.ts'
import { columnWords } from './fact-words.ts'
import type { FactLine } from './read-system.ts'

interface Grouped {
  group: string
  line: FactLine
}

/**
 * In: facts as they stand, and the verdict that read them. Out: first what a finding lacks, then what the deciding one
 * read, then the rest that is known; apart, what nobody recorded and no finding asks for.
 */
function groupedFacts(
  facts: readonly FactLine[],
  verdict: CurrentVerdict | null,
  read: ReadonlySet<FactName>,
): { shown: Grouped[]; idle: FactLine[] } {
  const lacked = new Set(verdict?.findings.flatMap(({ missing }) => missing))
  const unknown = facts.filter(({ known }) => !known)
  const [lacking, idle] =
    verdict === null
      ? [unknown, []]
      : [unknown.filter(({ fact }) => lacked.has(fact)), unknown.filter(({ fact }) => !lacked.has(fact))]
  const deciding = facts.filter(({ fact, known }) => known && read.has(fact))
  const rest = facts.filter(({ fact, known }) => known && !read.has(fact))
  const under = (group: string, lines: readonly FactLine[]) => lines.map((line) => ({ group, line }))
  return {
    shown: [
      ...under(`还缺 ${lacking.length} 项`, lacking),
      ...under(`决定运维经费结论的 ${deciding.length} 项`, deciding),
      ...under(deciding.length === 0 ? '已登记' : '其他条款读取的', rest),
    ],
    idle,
  }
}

/** What is missing comes first; each fact as it stands now, with what it was when judged if that differs. */
export const FactTable: FC<{
  facts: readonly FactLine[]
  verdict: CurrentVerdict | null
  /** Where facts of this system are recorded; null: the actor may not. */
  recordAt: string | null
}> = ({ facts, verdict, recordAt }) => {
  const deciding = verdict === null ? undefined : decidingFinding(verdict)
  const judged: Judged = {
    at: verdict?.judgedAt ?? null,
    project: deciding?.project,
    words: new Map(deciding?.read?.map(({ fact, value }) => [fact, factValueWords(fact, value)])),
  }
  const { shown: lines, idle } = groupedFacts(facts, verdict, new Set(judged.words.keys()))
  const columns = factColumns(judged, recordAt, verdict?.findings ?? [])
  return (
    <>
      <Table<Grouped>
        caption="结论读取的事实"
        rows={lines}
        group={({ group }) => group}
        columns={columns.map(({ cell, ...column }) => ({
          ...column,
          cell: ({ line }: Grouped) => cell(line),
        }))}
        empty={
          <Empty title="没有可读的事实">
            <p>本辖区还没有采用资金管理办法，或者系统涉密、只登记代号。</p>
          </Empty>
        }
      />
      {idle.length === 0 ? null : (
        <details class="more-facts">
          <summary>另有 {idle.length} 项没有登记，不影响现在的结论</summary>
          <Table label="没有登记、不影响现在结论的事实" rows={idle} columns={columns} />
        </details>
      )}
    </>
  )
}

/** What the deciding finding read, when, and of which project, where several build the system. */
interface Judged {
  at: Date | null
  project: Finding['project']
  words: ReadonlyMap<FactName, string>
}

const factColumns = (
  judged: Judged,
  recordAt: string | null,
  findings: readonly Finding[],
): Column<FactLine>[] => [
  { label: '事实', cell: (line) => line.label },
  { label: '值', cell: (line) => <FactValue line={line} judged={judged} /> },
  { label: '自', cell: ({ evidence }) => (evidence === null ? '' : <DateText on={evidence.holdsFrom} />) },
  {
    label: '依据',
    cell: (line) =>
      line.known ? (
        <Evidence entry={line.evidence} />
      ) : (
        <span class="muted">{whyAsked(line.fact, findings)}</span>
      ),
  },
  ...(recordAt === null ? [] : [{ label: '登记', screenOnly: true, cell: recordLink(recordAt) }]),
]

/** In: a fact that nobody recorded. Out: what can't be judged for want of it. */
function whyAsked(fact: FactName, findings: readonly Finding[]): string {
  const articles = new Set(
    findings.flatMap(({ missing, article }) => (missing.includes(fact) && article !== null ? [article] : [])),
  )
  return articles.size === 0 ? '' : `缺它，${[...articles].join('、')}不能判定`
}

/** In: where facts are recorded. Out: the way to record one; what rests on a record is corrected there. */
const recordLink = (at: string) => (line: FactLine) =>
  line.fact === 'orders' ? (
    <a href="/oversight/orders">整改通知</a>
  ) : line.fact === 'classified' ? (
    <span class="muted">随台账导入登记</span>
  ) : line.evidence !== null && recordHref(line.evidence.source) !== null ? (
    ''
  ) : (
    <a
      class={line.known ? 'nowrap' : 'button quiet small'}
      href={`${at}/${line.fact}`}
      aria-label={`${line.known ? '更正' : '登记'}${line.label}`}
    >
      {line.known ? '更正' : '登记'}
    </a>
  )

const FactValue: FC<{ line: FactLine; judged: Judged }> = ({ line, judged }) => {
  const words = judged.words.get(line.fact)
  const isOther = words !== undefined && words !== line.words
  const isNewer = judged.at !== null && line.evidence !== null && line.evidence.recordedAt > judged.at
  return (
    <>
      {line.known ? line.words : <Tag tone="hold">未登记</Tag>}
      {isOther && judged.project !== undefined ? (
        <small>
          项目“{judged.project.name}”：{words}
        </small>
      ) : isOther && isNewer ? (
        <small>判定时：{words}，下次判定按现在的值</small>
      ) : null}
    </>
  )
}

/** What an entry rests on, and who recorded it when. */
const Evidence: FC<{ entry: FactEntry | null }> = ({ entry }) => {
  if (entry === null) return <span class="muted">—</span>
  const href = recordHref(entry.source)
  const words = entry.document ?? (entry.imported ? '台账导入' : factSources[entry.source.kind])
  return (
    <>
      {href === null ? words : <a href={href}>{words}</a>}{' '}
      <small>
        {entry.recordedBy ?? '系统'} {minuteInChina(entry.recordedAt).slice(0, 10)} 登记
        {entry.confirmedBy === null ? '' : `，${entry.confirmedBy}复核`}
        {entry.reason === null ? '' : `。${entry.reason}`}
      </small>
      {entry.voids === null ? entry.isVoid ? <Tag tone="stop">已撤销</Tag> : null : <Tag>撤销先前的登记</Tag>}
    </>
  )
}

/** In: what a recording rests on. Out: the page of that record; null: it has none of its own. */
function recordHref({ kind, id }: FactSource): string | null {
  const at: Partial<Record<FactSource['kind'], string>> = {
    order: '/oversight/orders',
    determination: '/oversight/determinations',
    declaration: '/oversight/determinations',
    evaluation: '/oversight/evaluations',
    milestone: '/projects/milestones',
  }
  const path = at[kind]
  return path === undefined || id === null ? null : `${path}/${id}`
}

export const History: FC<{
  entries: readonly FactEntry[]
  /** Whether the actor may ask for a single fact to be declared void. */
  mayVoid: boolean
}> = ({ entries, mayVoid }) => (
  <Table
    caption="登记记录"
    rows={entries}
    columns={[
      { label: '依据', cell: (entry) => <Evidence entry={entry} /> },
      { label: '自', cell: (entry) => <DateText on={entry.holdsFrom} /> },
      { label: '内容', cell: (entry) => <Changes values={entry.values} /> },
      {
        label: '凭据',
        cell: ({ id }) => (
          <a class="nowrap" href={evidenceHref({ kind: factEntryKind, id })}>
            查看凭据
          </a>
        ),
      },
      ...(mayVoid
        ? [
            {
              label: '更正',
              screenOnly: true,
              cell: ({ id, source, isVoid }: FactEntry) =>
                source.kind === 'edit' && !isVoid ? (
                  <a class="nowrap" href={`/recordings/${id}/void`}>
                    撤销
                  </a>
                ) : (
                  ''
                ),
            },
          ]
        : []),
    ]}
    empty={
      <Empty title="还没有登记记录">
        <p>登记或导入后，每次改动都会留在这里。</p>
      </Empty>
    }
  />
)

/** A first entry has every column: the long ones fold. */
export const Changes: FC<{ values: Record<string, unknown> }> = ({ values }) => {
  const said = Object.entries(values).flatMap(([name, value]) => {
    const words = value === null ? '改为未知' : wordsOf(name, value)
    return words === null || labelOf(name) === undefined
      ? []
      : [{ isKnown: value !== null, line: `${labelOf(name)}：${words}` }]
  })
  const known = said.filter(({ isKnown }) => isKnown)
  const all = (known.length < 6 ? [...known, ...said.filter(({ isKnown }) => !isKnown)] : known).map(
    ({ line }) => line,
  )
  all.push(...linesUnderProjects(values.underProjects))
  if (all.length <= 6) return <span>{all.join('；')}</span>
  return (
    <details>
      <summary>登记 {all.length} 项</summary>
      {all.join('；')}
    </details>
  )
}

function wordsOf(name: string, value: unknown): string | null {
  if (isColumn(name)) return isScalar(value) ? shown(name, value) : null
  return columnWords(name, value)?.words ?? null
}

const labelOf = (name: string) =>
  isColumn(name) ? registerColumns[name].label : columnWords(name, null)?.label

/** What a recording says stands under each further project. */
function linesUnderProjects(said: unknown): string[] {
  if (said === undefined) return []
  if (said === null) return ['后续项目：没有']
  return parseStored(storedUnderProjects, '各项目下的事实', said).flatMap(({ name, number, facts }) => {
    if (facts === null) return []
    const told = projectFactColumns.flatMap((column) => {
      const value = facts[column]
      // What hasn't happened yet goes without saying.
      return value === undefined || value === 'infinity'
        ? []
        : [`${factLabel(column)} ${factValueWords(column, value)}`]
    })
    return [`项目“${name}”（${number}）：${told.join('，')}`]
  })
}

function isColumn(name: string): name is RegisterColumn {
  return Object.hasOwn(registerColumns, name)
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
