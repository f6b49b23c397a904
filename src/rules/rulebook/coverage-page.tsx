import type { FC } from 'hono/jsx'
import { Card, Table, Tag } from '../../platform/ui/components.tsx'
import type { Case, Pack } from '../../regulations/index.ts'
import { articleOfClause } from '../../regulations/index.ts'
import { casesOfClause, forceWords } from './rulebook-page.tsx'

type How = Pack['coverage'][string]

/** 逐条处理情况: every operative clause, what encodes it or why no program can, and its cases. */
export const CoverageBody: FC<{ pack: Pack; cases: readonly Case[] }> = ({ pack, cases }) => {
  const rows = Object.entries(pack.coverage)
  const count = (kind: string) => rows.filter(([, how]) => kind in how).length
  return (
    <>
      <p class="crumbs no-print">
        <a href="/regulations">法规</a> › <a href={`/regulations/${pack.id}`}>对照本</a>
      </p>
      <h1>《{pack.title}》逐条处理情况</h1>
      <p class="sub">
        {pack.documentNumber} · {forceWords(pack)} · 规则版本 {pack.version} · 有实际内容的条款 {rows.length}{' '}
        条：编成规则 {count('encoded')} 条，由别的环节办理 {count('elsewhere')} 条，程序不能判定{' '}
        {count('undecidable')} 条
      </p>
      <Card>
        <Table
          label="逐条处理情况"
          rows={rows}
          columns={[
            {
              label: '条款',
              cell: ([clause]) => (
                <>
                  {articleOfClause(clause)} <span class="note">{clause}</span>
                </>
              ),
            },
            { label: '处理', cell: ([, how]) => <HowTag how={how} /> },
            { label: '由哪一部分判定，或者为什么不能判定', cell: ([, how]) => Object.values(how).join('') },
            { label: '规则', cell: ([clause, how]) => <RuleLink pack={pack} clause={clause} how={how} /> },
            {
              label: '案例',
              numeric: true,
              cell: ([clause]) => <CaseLink pack={pack} clause={clause} cases={cases} />,
            },
          ]}
        />
      </Card>
      <p class="note">
        “程序不能判定”的条款，或者看的是申报材料、年度计划、专家意见这类不登记在系统上的事项，或者由主管部门裁量；仍应当由人依条文办理。
      </p>
    </>
  )
}

const HowTag: FC<{ how: How }> = ({ how }) => {
  if ('encoded' in how) return <Tag tone="go">编成规则</Tag>
  return 'elsewhere' in how ? <Tag>别处办理</Tag> : <Tag>程序不能判定</Tag>
}

const RuleLink: FC<{ pack: Pack; clause: string; how: How }> = ({ pack, clause, how }) =>
  'encoded' in how ? (
    <a href={`/regulations/${pack.id}#${clause}`} aria-label={`查看规则 ${clause}`}>
      查看规则
    </a>
  ) : (
    <span class="muted">—</span>
  )

const CaseLink: FC<{ pack: Pack; clause: string; cases: readonly Case[] }> = ({ pack, clause, cases }) => {
  const { length } = casesOfClause(cases, clause)
  return length === 0 ? (
    <span class="muted">—</span>
  ) : (
    <a href={`/regulations/${pack.id}?cases=all#${clause}-cases`} aria-label={`${clause}的${length}个案例`}>
      {length} 个
    </a>
  )
}

/** Every regulation that the program has as rules. */
export const RegulationList: FC<{ packs: readonly Pack[]; casesOf: (id: string) => readonly Case[] }> = ({
  packs,
  casesOf,
}) => (
  <>
    <h1>法规</h1>
    <p class="sub">下列法规已经编成规则，任何人都可以对照正式文本核对</p>
    <Card>
      <Table
        label="法规"
        rows={packs}
        columns={[
          {
            label: '法规',
            cell: ({ id, title, documentNumber }) => (
              <>
                <a href={`/regulations/${id}`}>《{title}》</a>
                <small>{documentNumber}</small>
              </>
            ),
          },
          { label: '施行', cell: (pack) => forceWords(pack) },
          { label: '规则版本', cell: ({ version }) => version },
          {
            label: '条款',
            numeric: true,
            cell: ({ id, coverage }) => (
              <a href={`/regulations/${id}/coverage`}>{Object.keys(coverage).length} 条</a>
            ),
          },
          { label: '案例', numeric: true, cell: ({ id }) => `${casesOf(id).length} 个` },
        ]}
      />
    </Card>
  </>
)
