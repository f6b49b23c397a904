import type { FC } from 'hono/jsx'
import { inWanYuan } from '../platform/money.ts'
import { Alert, Table, WanYuan } from '../platform/ui/components.tsx'
import { funds, fundVerdictWords } from '../regulations/index.ts'
import { type AffectedSystem, type Effect, type EffectOnFund, mostNamed, type Stand } from './effect-of.ts'

const words: Record<Stand, string> = { ...fundVerdictWords, out: '不在适用范围' }

/** In: an effect. Out: one sentence a change: “运维经费：暂停拨付 3 个系统，年 12.50 万元（原为可拨付）”. */
export function effectWords({ byFund }: Effect): string[] {
  return byFund.map(({ fund, before, after, systems, yearlyFen }: EffectOnFund) => {
    const sum = yearlyFen === null ? '' : `，年运维费共 ${inWanYuan(yearlyFen)} 万元`
    return `${funds[fund]}：${words[after]} ${systems} 个系统${sum}（原为${words[before]}）`
  })
}

/** What signing would change, before it is signed. In: what the deed is called, as in “签发后”. */
export const EffectView: FC<{ effect: Effect; after: string }> = ({ effect, after }) => {
  if (effect.refused !== null)
    return (
      <Alert tone="warn" title="照现在的内容办不成">
        <p>{effect.refused}</p>
      </Alert>
    )
  if (!effect.judged)
    return (
      <Alert>
        <p>资金结论还没有判定过，{after}的影响要到判定以后才看得出。</p>
      </Alert>
    )
  if (effect.systems === 0)
    return (
      <Alert>
        <p>{after}：各系统的资金结论都不变。</p>
      </Alert>
    )
  return (
    <section aria-label={`${after}的影响`}>
      <Alert tone="warn" title={`${after}：${effect.systems} 个系统的资金结论改变`}>
        <ul>
          {effectWords(effect).map((sentence) => (
            <li>{sentence}</li>
          ))}
          {effect.unseen === 0 ? null : <li>其中 {effect.unseen} 个系统属其他单位，不在此列出。</li>}
        </ul>
      </Alert>
      {effect.some.length === 0 ? null : (
        <details open={effect.systems <= 10}>
          <summary>看是哪些系统</summary>
          <Table label={`${after}结论改变的系统`} rows={effect.some} columns={columns} />
          {effect.systems - effect.unseen > mostNamed ? (
            <p class="note">
              只列年运维费最高的 {mostNamed} 个，共 {effect.systems} 个。
            </p>
          ) : null}
        </details>
      )}
    </section>
  )
}

const columns = [
  {
    label: '系统',
    cell: ({ code, name, unit }: AffectedSystem) => (
      <>
        <a href={`/systems/${encodeURIComponent(code)}`}>{name}</a>
        <small>
          {code} · {unit}
        </small>
      </>
    ),
  },
  {
    label: '结论',
    cell: ({ funds: changed }: AffectedSystem) => (
      <>
        {changed.map(({ fund, before, after }) => (
          <div>
            {funds[fund]}：{words[before]} → {words[after]}
          </div>
        ))}
      </>
    ),
  },
  {
    label: '年运维费（万元）',
    numeric: true,
    cell: ({ yearlyFen }: AffectedSystem) => <WanYuan fen={yearlyFen} />,
  },
]
