import type { FC } from 'hono/jsx'
import { minuteInChina } from '../../platform/dates.ts'
import { Card } from '../../platform/ui/components.tsx'
import type { Supplement } from './model.ts'

/** Who submitted, approved and repealed a rule, when, under which hash. */
export const Signatures: FC<{ supplement: Supplement }> = ({
  supplement: { submitted, approved, repeal, hash },
}) => {
  if (submitted === null) return null
  const said = [
    { what: '提交', by: submitted },
    { what: '批准', by: approved },
    { what: `提出废止（${repeal?.documentNumber}，自${repeal?.from}起）`, by: repeal?.proposed ?? null },
    { what: '批准废止', by: repeal?.approved ?? null },
  ]
  return (
    <Card title="签署">
      <dl class="pairs">
        {said.map(({ what, by }) =>
          by === null ? null : (
            <div>
              <dt>{what}</dt>
              <dd>
                {by.by} {minuteInChina(by.at)}
              </dd>
            </div>
          ),
        )}
      </dl>
      <dl class="hashes">
        <dt>内容摘要（SM3，提交和批准的就是它）</dt>
        <dd>
          <code>{hash}</code>
        </dd>
      </dl>
    </Card>
  )
}
