import type { FC } from 'hono/jsx'
import { addDays, inChinese } from '../../platform/dates.ts'
import { Card, Tag } from '../../platform/ui/components.tsx'
import type { Case } from '../../regulations/index.ts'
import {
  articleOfClause,
  citationOf,
  conditionsOf,
  deadlineMetWords,
  deadlineWords,
  effects,
  type FactName,
  factLabel,
  factOf,
  factsNeeded,
  funds,
  type LegalBasis,
  type Pack,
  type Rule,
  reasonWords,
  type Wording,
  wordsOf,
} from '../../regulations/index.ts'
import { hashOfPack } from '../editions/rules-hash.ts'
import { BaseFacts, Cases, effectTones } from './rulebook-cases.tsx'

interface Book {
  pack: Pack
  cases: readonly Case[]
  /** Cases open: for print. */
  open: boolean
  /** Whose adopted version and own rules are a click away, for those who may read them. */
  adoptedBy?: string | undefined
}

/** 对照本: every rule in Chinese beside its article, with its cases, for a lawyer to check against the text. */
export const RulebookBody: FC<Book> = (book) => {
  const { pack, cases, open } = book
  const { scope } = pack
  const encoded = Object.entries(pack.coverage).flatMap(([clause, how]) => ('encoded' in how ? [clause] : []))
  return (
    <>
      <p class="crumbs no-print">
        <a href="/regulations">法规</a> › 对照本
      </p>
      <h1>《{pack.title}》对照本</h1>
      <Head {...book} />
      <HowToRead />
      {encoded.map((clause) => {
        const rule = pack.rules.find((candidate) => candidate.clause === clause)
        const own = casesOfClause(cases, clause)
        if (rule !== undefined) return <RuleCard rule={rule} cases={own} open={open} />
        return (
          <Card id={clause}>
            <div class="columns">
              <ArticleHead
                article={clause === scope.clause ? scope.article : articleOfClause(clause)}
                clause={clause}
                demand={clause === scope.clause ? scope.demand : demandOf(pack, clause)}
              />
              {clause === scope.clause ? (
                <ScopeWords pack={pack} />
              ) : (
                <Elsewhere pack={pack} clause={clause} cases={own} />
              )}
            </div>
            <Cases cases={own} of={clause} open={open} />
          </Card>
        )
      })}
      {pack.rules.flatMap((rule) =>
        rule.clause === null ? [<RuleCard rule={rule} cases={casesOfClause(cases, null)} open={open} />] : [],
      )}
      <BaseFacts />
      <p class="note">
        条款清单里每一条怎样处理、程序不能判定的为什么，见
        <a href={`/regulations/${pack.id}/coverage`}>逐条处理情况</a>。
      </p>
    </>
  )
}

/** The cases about a clause, its own and those of others that are about it too. */
export function casesOfClause(cases: readonly Case[], clause: string | null): Case[] {
  return cases.filter(
    (given) => given.clause === clause || (clause !== null && given.also?.includes(clause) === true),
  )
}

const Head: FC<Book> = ({ pack, cases, open, adoptedBy }) => (
  <>
    <p class="sub">
      {pack.documentNumber} · {pack.forceArticle}：{forceWords(pack)} · 规则版本 {pack.version} ·{' '}
      {cases.length} 个案例
    </p>
    <p class="note">
      规则摘要（SM3，签署采用这版规则时签的就是它）：<code class="breaks">{hashOfPack(pack)}</code>
    </p>
    <p class="row actions no-print">
      <a href={`/regulations/${pack.id}/coverage`}>逐条处理情况</a>
      {open ? (
        <a href={`/regulations/${pack.id}`}>收起案例</a>
      ) : (
        <a href={`/regulations/${pack.id}?cases=all`}>展开全部案例（打印用）</a>
      )}
      {adoptedBy === undefined ? null : <a href="/rules">{adoptedBy}的判定规则：采用、签署、补充</a>}
    </p>
  </>
)

const HowToRead: FC = () => (
  <Card>
    <p>
      每条先写条款要求（用本系统自己的话说，不是法规原文），再写程序据此判断的条件。请对照正式文本逐条核对；有出入的，以正式文本为准。
    </p>
    <ul>
      <li>“已”“尚未”都以判定日为准：判定日当日发生的算已经发生，此后的日子算尚未发生。</li>
      <li>期限自事件次日起算；届满当日仍可办理，超过才发生效果，效果自届满次日起。</li>
      <li>事实没有登记的，既不作可拨付也不作停拨，只列“待核实”并写明缺哪一项。</li>
    </ul>
  </Card>
)

export function forceWords({ force: { from, until } }: Pick<Pack, 'force'>): string {
  return `${inChinese(from)}起施行${until === null ? '' : `，至${inChinese(addDays(until, -1))}止`}`
}

function demandOf(pack: Pack, clause: string): string {
  const how = pack.coverage[clause]
  return how !== undefined && 'encoded' in how ? `${how.encoded}。` : ''
}

const ScopeWords: FC<{ pack: Pack }> = ({ pack: { scope } }) => (
  <div>
    <h3>适用于</h3>
    <Words of={wordsOf(scope.governs)} />
    <p class="note">不符合的写明“{scope.outside.reason}”不知道的，四项资金都列为待核实。</p>
    <Reads facts={factsNeeded(scope.governs)} />
  </div>
)

/** A clause without a rule of its own: when the regulation holds, or an exception that stands in other rules. */
const Elsewhere: FC<{ pack: Pack; clause: string; cases: readonly Case[] }> = ({ pack, clause, cases }) => {
  const hosts = [...new Set(cases.flatMap((given) => given.clause ?? []))].filter((host) => host !== clause)
  return (
    <div>
      <h3>怎样编入</h3>
      {hosts.length === 0 ? (
        <p>
          整部法规的规则{forceWords(pack)}
          {pack.force.until === null ? '，没有规定终止日期' : ''}；此外的日期不作判定。
        </p>
      ) : (
        <p>
          本条是例外，写在
          {hosts.map((host, index) => (
            <>
              {index === 0 ? '' : '、'}
              <a href={`#${host}`}>
                {articleOfClause(host)}（{host}）
              </a>
            </>
          ))}
          的“但书”里。
        </p>
      )}
    </div>
  )
}

const ArticleHead: FC<{ article: string; clause: string | null; demand: string }> = ({
  article,
  clause,
  demand,
}) => (
  <div>
    <h2>
      {article} <small class="muted">{clause}</small>
    </h2>
    <p>{demand}</p>
  </div>
)

/** The anchor of what is a state of the system and no clause. */
const stateId = 'state'

export const RuleCard: FC<{ rule: Rule; cases: readonly Case[]; open: boolean }> = ({
  rule,
  cases,
  open,
}) => (
  <Card id={rule.clause ?? stateId}>
    <div class="columns">
      <ArticleHead article={citationOf(rule)} clause={rule.clause} demand={rule.demand} />
      <div class="stack">
        {rule.appliesTo === undefined ? null : (
          <div>
            <h3>适用于</h3>
            <Words of={wordsOf(rule.appliesTo)} />
          </div>
        )}
        {rule.grounds.map((ground, index) => (
          <GroundBlock ground={ground} title={rule.grounds.length === 1 ? '情形' : `情形${index + 1}`} />
        ))}
        {(rule.deadlines ?? []).map((deadline) => (
          <p class="note">
            列为法定期限：{deadlineWords(deadline)}；以{deadlineMetWords(deadline)}为办结。
          </p>
        ))}
        <Reads facts={readBy(rule)} />
      </div>
    </div>
    <Cases cases={cases} of={rule.clause ?? stateId} open={open} />
  </Card>
)

function readBy(rule: Rule): FactName[] {
  return [...new Set(conditionsOf({ rules: [rule] }).flatMap(({ needs }) => needs))]
}

/** Which facts of the register are read: where a lawyer's question about a value goes on. */
const Reads: FC<{ facts: readonly FactName[] }> = ({ facts }) => (
  <p class="note">读取的事实：{facts.map(factLabel).join('、')}。</p>
)

const GroundBlock: FC<{ ground: LegalBasis; title: string }> = ({ ground, title }) => (
  <div>
    <h3>
      {title} <Tag tone={effectTones[ground.effect]}>{effects[ground.effect]}</Tag>{' '}
      <span class="muted">
        {ground.funds.length === 0 ? '不涉及资金' : ground.funds.map((fund) => funds[fund]).join('、')}
      </span>
    </h3>
    <Words of={wordsOf(ground.when)} />
    {ground.whenKnown === true ? (
      <p class="note">条文本身没有规定资金后果，事实不知道时不列为待核实。</p>
    ) : null}
    {ground.asksAfter === undefined ? null : (
      <p class="note">没有登记“{factLabel(factOf(ground.asksAfter))}”的，不列为待核实。</p>
    )}
    {ground.unless === undefined ? null : (
      <>
        <p>但有下列情形的除外：</p>
        <Words of={wordsOf(ground.unless)} />
      </>
    )}
    <p class="note">结论写作：“{reasonWords(ground.reason)}。”</p>
    <p class="note">
      消除：{ground.remedy.what}。由{ground.remedy.by}办理，凭{ground.remedy.evidence}。
    </p>
  </div>
)

const Words: FC<{ of: Wording }> = ({ of }) =>
  typeof of === 'string' ? (
    <p>{of}。</p>
  ) : (
    <>
      <p>{of.heading}：</p>
      <WordList of={of.of} />
    </>
  )

const WordList: FC<{ of: readonly Wording[] }> = ({ of }) => (
  <ul>
    {of.map((part, index) => (
      <li>
        {typeof part === 'string' ? (
          `${part}${index === of.length - 1 ? '。' : '；'}`
        ) : (
          <>
            {part.heading}：
            <WordList of={part.of} />
          </>
        )}
      </li>
    ))}
  </ul>
)
