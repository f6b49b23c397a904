import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseMoney } from '../../platform/money.ts'
import { RulesBody } from './rules-page.tsx'
import { readRules, setRules } from './set-rules.ts'

export const rulesRoutes = pageRouter()

async function rulesPage(c: RequestContext) {
  const context = c.get('context')
  return renderPage(
    c,
    { title: '办理规则', place: 'cloud' },
    <RulesBody actor={context.actor} rules={await readRules(context)} />,
  )
}

rulesRoutes.get('/requests/rules', guard('requests.read'), rulesPage)

rulesRoutes.post('/requests/rules', guard('requests.set-rules'), (c) =>
  orRefusal(
    c,
    async (form) => {
      await setRules(c.get('context'), {
        byRule: form.text('byRule') === 'yes',
        maxVcpu: form.number('maxVcpu'),
        maxMemoryGiB: form.number('maxMemoryGiB'),
        maxStorageGiB: form.number('maxStorageGiB'),
        maxMonthlyFen: parseMoney(form.said('maxMonthlyYuan') ?? '', 100) ?? Number.NaN,
        maxPerQuarter: form.number('maxPerQuarter'),
        idleAveragePercent: form.number('idleAveragePercent'),
        idlePeakPercent: form.number('idlePeakPercent'),
        oversizedPeakPercent: form.number('oversizedPeakPercent'),
      })
      return c.redirect('/requests/rules', 303)
    },
    () => rulesPage(c),
  ),
)
