import type { FC } from 'hono/jsx'
import { addDays, inChinese, parseDate } from '../platform/dates.ts'
import { Card, Table, Tag, type Tone } from '../platform/ui/components.tsx'
import type { Ground, Pack, Rule } from './engine/rules.ts'
import { deadlineMetWords, deadlineWords, type Wording, wordsOf } from './engine/words.ts'
import { type Effect, effects, funds } from './model.ts'
import type { Case } from './packs/case.ts'

const tones: Record<Effect, Tone> = {
  denied: 'stop',
  suspended: 'stop',
  undetermined: 'hold',
  warned: 'warn',
  noted: 'plain',
}

/** 对照本: every rule in Chinese beside its article, with its cases, for a lawyer to check against the text. */
export const RulebookBody: FC<{ pack: Pack; cases: readonly Case[] }> = ({ pack, cases }) => {
  const { title, documentNumber, force, forceArticle, version, scope } = pack
  const last = force.until === null ? null : addDays(force.until, -1)
  return (
    <>
      <h1>《{title}》对照本</h1>
      <p class="sub">
        {documentNumber} · {forceArticle}：{inChinese(force.from)}起施行
        {last === null ? '' : `，至${inChinese(last)}止`} · 规则版本 {version} · {cases.length} 个案例
      </p>
      <Card>
        <p>
          每条先写条款要求（用本系统自己的话说，不是法规原文），再写程序据此判断的条件。请对照正式文本逐条核对；有出入的，以正式文本为准。
        </p>
        <p class="note">
          事实不知道时，程序不作可拨付也不作停拨的结论，只列为“待核实”并写明缺哪一项。期限届满当日仍可办理，自次日起发生效果。
        </p>
      </Card>
      <Card id={scope.clause}>
        <div class="columns">
          <ArticleHead article={scope.article} clause={scope.clause} demand={scope.demand} />
          <div>
            <h3>适用于</h3>
            <Words of={wordsOf(scope.governs)} />
            <p class="note">不符合的不作判定；不知道的，四项资金都列为待核实。</p>
          </div>
        </div>
        <Cases cases={cases.filter(({ clause }) => clause === scope.clause)} />
      </Card>
      {pack.rules.map((rule) => (
        <RuleCard rule={rule} cases={cases.filter(({ clause }) => clause === rule.clause)} />
      ))}
      <Coverage pack={pack} />
    </>
  )
}

const ArticleHead: FC<{ article: string; clause: string; demand: string }> = ({
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

const RuleCard: FC<{ rule: Rule; cases: readonly Case[] }> = ({ rule, cases }) => (
  <Card id={rule.clause}>
    <div class="columns">
      <ArticleHead article={rule.article} clause={rule.clause} demand={rule.demand} />
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
            列出期限：{deadlineWords(deadline)}；办结：{deadlineMetWords(deadline)}。
          </p>
        ))}
      </div>
    </div>
    <Cases cases={cases} />
  </Card>
)

const GroundBlock: FC<{ ground: Ground; title: string }> = ({ ground, title }) => (
  <div>
    <h3>
      {title} <Tag tone={tones[ground.effect]}>{effects[ground.effect]}</Tag>{' '}
      <span class="muted">
        {ground.funds.length === 0 ? '不涉及资金' : ground.funds.map((fund) => funds[fund]).join('、')}
      </span>
    </h3>
    <Words of={wordsOf(ground.when)} />
    {ground.whenKnown === true ? (
      <p class="note">条文本身没有规定资金后果，事实不知道时不列为待核实。</p>
    ) : null}
    {ground.unless === undefined ? null : (
      <>
        <p>但下列情形除外：</p>
        <Words of={wordsOf(ground.unless)} />
      </>
    )}
    <p class="note">
      消除：{ground.remedy.what}。由{ground.remedy.by}办理，凭{ground.remedy.evidence}。
    </p>
  </div>
)

const Words: FC<{ of: Wording }> = ({ of }) =>
  typeof of === 'string' ? (
    <p>{of}</p>
  ) : (
    <>
      <p>{of.heading}：</p>
      <ul>
        {of.of.map((part) => (
          <li>{typeof part === 'string' ? part : <Words of={part} />}</li>
        ))}
      </ul>
    </>
  )

const Cases: FC<{ cases: readonly Case[] }> = ({ cases }) => (
  <details>
    <summary>案例 {cases.length} 个</summary>
    <Table
      label="案例"
      rows={cases}
      columns={[
        { label: '情形', cell: ({ name }) => name },
        { label: '判定日', cell: ({ asOf }) => <time datetime={asOf}>{asOf}</time> },
        {
          label: '本条结论',
          cell: ({ expect }) =>
            expect === null ? '不触发' : <Tag tone={tones[expect.effect]}>{effects[expect.effect]}</Tag>,
        },
        { label: '自', cell: ({ expect }) => dayOf(expect?.since) },
      ]}
    />
  </details>
)

function dayOf(text: string | null | undefined): string {
  const date = text ? parseDate(text) : null
  return date ?? '—'
}

const Coverage: FC<{ pack: Pack }> = ({ pack }) => (
  <Card>
    <Table
      caption="逐条处理情况"
      rows={Object.entries(pack.coverage)}
      columns={[
        { label: '条款', cell: ([clause]) => clause },
        {
          label: '处理',
          cell: ([, how]) =>
            'encoded' in how ? (
              <Tag tone="go">已编入</Tag>
            ) : 'elsewhere' in how ? (
              <Tag>别处办理</Tag>
            ) : (
              <Tag>程序不能判定</Tag>
            ),
        },
        { label: '说明', cell: ([, how]) => Object.values(how).join('') },
      ]}
    />
  </Card>
)
