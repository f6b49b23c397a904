import type { FC } from 'hono/jsx'
import { Card, DateText, Table, Tag, type Tone } from '../../platform/ui/components.tsx'
import {
  type Case,
  dateNames,
  type Effect,
  effects,
  type FactName,
  type Facts,
  factLabel,
  factValueWords,
  flagNames,
  inOrder,
} from '../../regulations/index.ts'

export const effectTones: Record<Effect, Tone> = {
  denied: 'stop',
  suspended: 'stop',
  undetermined: 'hold',
  warned: 'warn',
  noted: 'plain',
}

/** Every fact, in the order in which they are named. */
export const factOrder: readonly FactName[] = [
  ...flagNames,
  ...dateNames,
  'hosting',
  'investmentFen',
  'exemption',
  'evaluation',
  'orders',
]

/** The cases of a clause, folded on the screen, open on paper. `of`: the card's clause, where a case is another's too. */
export const Cases: FC<{ cases: readonly Case[]; of: string; open: boolean }> = ({ cases, of, open }) =>
  cases.length === 0 ? null : (
    <details id={`${of}-cases`} open={open}>
      <summary>案例 {cases.length} 个</summary>
      <Table
        label={`${of}的案例`}
        rows={cases}
        columns={[
          {
            label: '情形',
            cell: ({ name, clause }) => (
              <>
                {name}
                {clause === of ? '' : <span class="note">（{clause}）</span>}
              </>
            ),
          },
          { label: '事实', cell: ({ facts }) => <GivenFacts facts={facts} /> },
          { label: '判定日', cell: ({ asOf }) => <Day on={asOf} /> },
          { label: '本条应得结论', cell: (given) => <Expected given={given} /> },
          { label: '自', cell: ({ expect }) => <Day on={expect?.since} /> },
        ]}
      />
    </details>
  )

const Expected: FC<{ given: Case }> = ({ given: { expect, second, notInForce } }) => {
  if (notInForce === true) return <>尚未施行或者已经失效，不作判定</>
  if (expect === null) return <>不触发</>
  return (
    <>
      {[expect, ...(second === undefined ? [] : [second])].map(({ effect, missing = [] }) => (
        <>
          <Tag tone={effectTones[effect]}>{effects[effect]}</Tag>
          {missing.length === 0 ? null : (
            <span class="note">缺{missing.map((fact) => labelOf(fact)).join('、')}</span>
          )}{' '}
        </>
      ))}
    </>
  )
}

function labelOf(name: string): string {
  const fact = factOrder.find((candidate) => candidate === name)
  return fact === undefined ? name : factLabel(fact)
}

/** What differs from the system in order that every case starts from. */
const GivenFacts: FC<{ facts: Facts }> = ({ facts }) => {
  const given = factOrder.filter((fact) => Object.hasOwn(facts, fact))
  return given.length === 0 ? (
    <span class="muted">同基准系统</span>
  ) : (
    <span>{given.map((fact) => `${factLabel(fact)}：${factValueWords(fact, facts[fact])}`).join('；')}</span>
  )
}

const Day: FC<{ on: string | null | undefined }> = ({ on }) => (
  <span class="nowrap">
    <DateText on={on} />
  </span>
)

/** The facts that a case doesn't name. */
export const BaseFacts: FC = () => (
  <Card title="基准系统" id="base">
    <p>
      案例只写与下列基准系统不同的事实，没有写到的与它相同。“未登记”的事实是不知道，“尚未”的事实是知道没有发生。
    </p>
    <dl class="pairs">
      {factOrder.map((fact) => (
        <div>
          <dt>{factLabel(fact)}</dt>
          <dd>{factValueWords(fact, inOrder[fact])}</dd>
        </div>
      ))}
    </dl>
  </Card>
)
