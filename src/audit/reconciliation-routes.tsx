import type { Hono } from 'hono'
import { z } from 'zod'
import { allows } from '../platform/context.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { type AppEnv, pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { parseInput } from '../platform/parse-input.ts'
import type { Check, KeptRows } from '../platform/reconciliation.ts'
import { readReconciliation, reconcileNow } from './read-reconciliation.ts'
import { earlierRowsCheck } from './reconcile.ts'
import { ReconciliationBody } from './reconciliation-page.tsx'

/** In: what all slices have compared, and of what they have digests taken. Out: the page that lists what differs. */
export function reconciliationPages(checks: readonly Check[], kept: readonly KeptRows[]): Hono<AppEnv> {
  const pages = pageRouter()
  const named = [...checks, earlierRowsCheck(kept)]

  const page = async (c: RequestContext) => {
    const before = parseInput(z.coerce.number().int().positive().optional(), c.req.query('before'))
    const context = c.get('context')
    return renderPage(
      c,
      { title: '数据核对', ...(allows(context.actor, 'audit.read') ? { place: 'audit' as const } : {}) },
      <ReconciliationBody
        actor={context.actor}
        reconciliation={await readReconciliation(context, { before })}
        checks={named}
        kept={kept}
        paged={before !== undefined}
      />,
    )
  }

  pages.get('/audit/reconciliation', guard('audit.read-reconciliation'), page)

  pages.post('/audit/reconciliation', guard('audit.reconcile'), (c) =>
    orRefusal(
      c,
      async () => {
        await reconcileNow(c.get('context'), checks, kept)
        return c.redirect('/audit/reconciliation', 303)
      },
      () => page(c),
    ),
  )
  return pages
}
