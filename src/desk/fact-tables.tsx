import type { FC } from 'hono/jsx'
import { evidenceHref } from '../evidence/index.ts'
import { type CurrentVerdict, decidingFinding } from '../funding/index.ts'
import { minuteInChina } from '../platform/dates.ts'
import { parseStored } from '../platform/stored.ts'
import { DateText, Empty, Table, Tag } from '../platform/ui/components.tsx'
import { type FactName, factLabel, factValueWords } from '../regulations/index.ts'
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

/** Facts of the finding that decides come first; each as it stands now, with what it was when judged if that differs. */
export const FactTable: FC<{
  facts: readonly FactLine[]
  verdict: CurrentVerdict | null
  /** Where facts of this system are recorded; null: the actor may not. */
  recordAt: string | null
}> = ({ facts, verdict, recordAt }) => {
  const deciding = verdict === null ? undefined : decidingFinding(verdict)
  const judged = new Map(deciding?.read?.map(({ fact, value }) => [fact, factValueWords(fact, value)]))
  const wanted = new Set<FactName>([...judged.keys(), ...(deciding?.missing ?? [])])
  const isRead = ({ fact }: FactLine) => wanted.has(fact)
  return (
    <Table<FactLine>
      caption="结论读取的事实"
      rows={[...facts.filter(isRead), ...facts.filter((line) => !isRead(line))]}
      {...(wanted.size === 0
        ? {}
        : { group: (line: FactLine) => (isRead(line) ? '上面这条结论读取的' : '其他条款读取的') })}
      columns={[
        { label: '事实', cell: (line) => line.label },
        { label: '值', cell: (line) => <FactValue line={line} judged={judged.get(line.fact)} /> },
        { label: '自', cell: (line) => <DateText on={line.evidence?.holdsFrom} /> },
        { label: '依据', cell: (line) => <Evidence entry={line.evidence} /> },
        ...(recordAt === null ? [] : [{ label: '登记', cell: recordLink(recordAt) }]),
      ]}
      empty={
        <Empty title="没有可读的事实">
          <p>本辖区适用的法规还没有编成规则。</p>
        </Empty>
      }
    />
  )
}

/** In: where facts are recorded. Out: the way to record one; what rests on a record is corrected there. */
const recordLink = (at: string) => (line: FactLine) =>
  line.fact === 'orders' ? (
    <a href="/oversight/orders">整改通知</a>
  ) : line.evidence !== null && recordHref(line.evidence.source) !== null ? (
    ''
  ) : (
    <a class="nowrap" href={`${at}/${line.fact}`} aria-label={`${line.known ? '更正' : '登记'}${line.label}`}>
      {line.known ? '更正' : '登记'}
    </a>
  )

const FactValue: FC<{ line: FactLine; judged: string | undefined }> = ({ line, judged }) => (
  <>
    {line.known ? line.words : <Tag tone="hold">未登记</Tag>}
    {judged === undefined || judged === line.words ? null : (
      <small>判定时：{judged}，下次判定按现在的值</small>
    )}
  </>
)

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
