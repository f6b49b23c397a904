import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../platform/http/guard.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { factValueWords } from '../regulations/index.ts'
import { readEligibility } from './read-eligibility.ts'
import { type Replay, replayVerdict } from './replay.ts'
import { replayInput } from './replay-input.ts'

export const fundingApi = apiRouter()

const eligibility = createRoute({
  method: 'get',
  path: '/api/v1/systems/{code}/eligibility',
  summary: '一个系统现在的资格结论、依据和解除途径',
  middleware: guard('funding.read'),
  request: { params: z.object({ code: z.string().min(1).max(100) }) },
  responses: {
    200: {
      description:
        '资格结论；liftingRemedies 列明哪些还能改变的事实可以解除哪一条；尚未判定时 verdict 为 null。' +
        '几个项目建设或改建一个系统的，按每个项目各判一次，最严的算数：byProject 列明各项目下的结论，依据、期限注明 project。' +
        'agrees 为 false：登记记录、系统目录和结论核对不一致，各项资金一律为 undetermined，不作为拨付依据，disagreements 列明不一致之处',
    },
  },
})

fundingApi.openapi(eligibility, async (c) =>
  c.json(await readEligibility(c.get('context'), c.req.valid('param').code)),
)

const replay = createRoute({
  method: 'get',
  path: '/api/v1/systems/{code}/replay',
  summary: '重演一个系统在某一天、按某一时间所知的资格结论，并与当时写下的比对',
  middleware: guard('funding.read'),
  request: { params: z.object({ code: z.string().min(1).max(100) }), query: replayInput },
  responses: {
    200: {
      description: 'asOf：规则和事实的日期；knownAt：只用此前登记的内容；written 为 null：当时没有写下结论',
    },
  },
})

fundingApi.openapi(replay, async (c) => {
  const { asOf, knownAt } = c.req.valid('query')
  const replayed = await replayVerdict(c.get('context'), c.req.valid('param').code, {
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt }),
  })
  return c.json(published(replayed))
})

function published({ past, proof }: Replay) {
  const { asOf, knownAt, verdict, rules, coversTo, known } = past
  return {
    asOf,
    knownAt: knownAt.toISOString(),
    verdict: { ...verdict, findings: verdict.findings.map(({ read: _read, ...finding }) => finding) },
    rules: {
      version: rules.edition.version,
      hash: rules.hash,
      supplements: rules.supplements.map(({ clause, documentNumber }) => ({ clause, documentNumber })),
    },
    calendar: { coversTo },
    facts: [...known.evidence].map(([fact, { holdsFrom, recordedAt, recordedBy, document }]) => ({
      fact,
      words: factValueWords(fact, known.facts[fact]),
      holdsFrom,
      recordedAt: recordedAt.toISOString(),
      recordedBy,
      document,
    })),
    written:
      proof === null
        ? null
        : {
            asOf: proof.asOf,
            judgedAt: proof.judgedAt.toISOString(),
            same: proof.same,
            reasons: proof.reasons,
          },
  }
}
