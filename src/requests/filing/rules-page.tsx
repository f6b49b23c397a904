import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../../platform/context.ts'
import { inYuan } from '../../platform/money.ts'
import { Card, Field } from '../../platform/ui/components.tsx'
import { Form, Input } from '../../platform/ui/form.tsx'
import { type RequestRules, ruleInWords } from './auto-approval.ts'

/** The bounds as the form has them: whole numbers, money in 元. */
export const ruleFields = [
  ['maxVcpu', '一次增加 vCPU 最多（核）'],
  ['maxMemoryGiB', '一次增加内存最多（GB）'],
  ['maxStorageGiB', '一次增加存储最多（GB）'],
  ['maxMonthlyYuan', '每月金额最多（元）'],
  ['maxPerQuarter', '同一系统每季度最多（次）'],
  ['idleAveragePercent', '闲置：CPU 平均低于（%）'],
  ['idlePeakPercent', '闲置：CPU 峰值低于（%）'],
  ['oversizedPeakPercent', '偏大：CPU、内存峰值低于（%）'],
] as const

export const RulesBody: FC<{
  actor: Actor
  rules: RequestRules
}> = ({ actor, rules }) => {
  const values = { ...rules, maxMonthlyYuan: inYuan(rules.maxMonthlyFen).replaceAll(',', '') }
  return (
    <>
      <h1>办理规则</h1>
      <p class="sub">哪些小额扩容按规则直接批复，什么样的资源算闲置、偏大。</p>
      <Card title="按规则批复">
        <p>{rules.byRule ? ruleInWords(rules) : '没有启用：所有申请都由人批复。'}</p>
        <p class="note">
          不符合其中任何一条的，由大数据中心会审、主管部门批复；办理过程里写明是哪几条不符合。
        </p>
      </Card>
      {allows(actor, 'requests.set-rules') ? (
        <Card title="修改">
          <Form action="/requests/rules">
            <p>
              <label class="tick">
                <Input type="checkbox" name="byRule" value="yes" checked={rules.byRule} /> 启用按规则批复
              </label>
            </p>
            <div class="fields">
              {ruleFields.map(([name, label]) => (
                <Field name={name} label={label}>
                  <Input id={name} name={name} inputmode="numeric" required value={String(values[name])} />
                </Field>
              ))}
            </div>
            <button type="submit">保存</button>
          </Form>
        </Card>
      ) : null}
    </>
  )
}
