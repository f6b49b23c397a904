import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseMoney } from '../../platform/money.ts'
import { RulesBody } from './rules-page.tsx'
import { readRules, setRules } from './set-rules.ts'

export const rulesRoutes = pageRouter()

async function rulesPage(c: RequestContext, error?: AppError) {
  const context = c.get('context')
  return renderPage(
    c,
    { title: '办理规则', place: 'requests', ...(error === undefined ? {} : { status: error.status }) },
    <RulesBody
      actor={context.actor}
      rules={await readRules(context)}
      error={error === undefined ? undefined : { message: error.message, errors: error.errors }}
    />,
  )
}

rulesRoutes.get('/requests/rules', guard('requests.read'), (c) => rulesPage(c))

rulesRoutes.post('/requests/rules', guard('requests.set-rules'), async (c) => {
  const form = await c.req.parseBody()
  const text = (name: string) => (typeof form[name] === 'string' ? form[name].trim() : '')
  const number = (name: string) => (text(name) === '' ? Number.NaN : Number(text(name)))
  try {
    await setRules(c.get('context'), {
      byRule: form.byRule === 'yes',
      maxVcpu: number('maxVcpu'),
      maxMemoryGiB: number('maxMemoryGiB'),
      maxStorageGiB: number('maxStorageGiB'),
      maxMonthlyFen: parseMoney(text('maxMonthlyYuan'), 100) ?? Number.NaN,
      maxPerQuarter: number('maxPerQuarter'),
      idleAveragePercent: number('idleAveragePercent'),
      idlePeakPercent: number('idlePeakPercent'),
      oversizedPeakPercent: number('oversizedPeakPercent'),
    })
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return rulesPage(c, error)
    throw error
  }
  return c.redirect('/requests/rules', 303)
})
