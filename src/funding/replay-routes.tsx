import { guard } from '../platform/http/guard.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { parseInput } from '../platform/parse-input.ts'
import { pointOfVerdict, replayVerdict } from './replay.ts'
import { replayPageInput } from './replay-input.ts'
import { ReplayBody } from './replay-page.tsx'

export const replayPages = pageRouter()

replayPages.get('/systems/:code/replay', guard('funding.read'), async (c) => {
  const context = c.get('context')
  const code = c.req.param('code')
  const { asOf, knownAt, verdict } = parseInput(replayPageInput, c.req.query())
  const point =
    verdict === undefined
      ? {
          ...(asOf === undefined ? {} : { asOf }),
          ...(knownAt === undefined ? {} : { knownAt: atMostNow(c, knownAt) }),
        }
      : await pointOfVerdict(context, code, verdict)
  const replay = await replayVerdict(context, code, point)
  return renderPage(c, { title: `${replay.name}结论重演`, place: 'systems' }, <ReplayBody replay={replay} />)
})

/** The running minute is known as far as it has gone. */
function atMostNow(c: RequestContext, at: Date): Date {
  const now = c.get('context').clock.now()
  return at > now && at.getTime() - now.getTime() < 60_000 ? now : at
}
