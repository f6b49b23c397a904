import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../../platform/context.ts'
import { guard } from '../../platform/http/guard.ts'
import { idParams } from '../../platform/http/path-id.ts'
import { apiRouter } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import type { Operation } from '../../platform/permissions.ts'
import { approveInput, approveRequest } from './approve-request.ts'
import { cancelInput, cancelRequest } from './cancel-request.ts'
import { correctInput, correctLine } from './correct-line.ts'
import { againInput, matchAgain } from './match-again.ts'
import { confirmMatch, matchInput } from './match-request.ts'
import { requestStatuses } from './model.ts'
import { provisionInput, provisionRequest } from './provision-request.ts'
import { readRequest } from './read-request.ts'
import { returnInput, returnRequest } from './return-request.ts'
import { reviewInput, reviewRequest } from './review-request.ts'
import { sendForReview, sendForReviewInput } from './send-for-review.ts'
import { submitInput, submitRequest } from './submit-request.ts'

export const stepsApi = apiRouter()

/**
 * A step of a request: its body is what the verb takes besides the request; unknown keys are refused. It answers the
 * state that the request is in then, with what the verb gives.
 */
function step<Input>(
  name: string,
  operation: Operation,
  summary: string,
  input: z.ZodType<Input> & z.ZodObject<{ requestId: z.ZodType }>,
  answer: z.ZodObject,
  verb: (context: Context, input: Input) => Promise<unknown>,
) {
  const body = input.omit({ requestId: true })
  stepsApi.openapi(
    createRoute({
      method: 'post',
      path: `/api/v1/requests/{id}/${name}`,
      summary,
      middleware: guard(operation),
      request: {
        params: idParams,
        body: {
          required: !body.safeParse({}).success,
          content: { 'application/json': { schema: body } },
        },
      },
      responses: {
        200: { description: '办理后的状态', content: { 'application/json': { schema: answer } } },
      },
    }),
    async (c) => {
      const context = c.get('context')
      const requestId = c.req.valid('param').id
      const sent = /json/.test(c.req.header('content-type') ?? '') ? c.req.valid('json') : {}
      const given = await verb(context, parseInput(input, { ...sent, requestId }))
      const { row } = await readRequest(context, { requestId })
      return c.json({ status: row.status, ...(typeof given === 'object' ? given : {}) }, 200)
    },
  )
}

const onlyStatus = z.object({ status: z.enum(requestStatuses) })
const side = z.object({ items: z.string(), monthlyFen: z.int() })
const whole = z.object({ edition: z.string(), monthlyFen: z.int() })

step('hand-over', 'requests.file', '送部门审核', sendForReviewInput, onlyStatus, sendForReview)
step(
  'submit',
  'requests.submit',
  '提交：按现行目录匹配并固定；小额扩容当场按规则批复',
  submitInput,
  onlyStatus.extend({ number: z.string(), contentHash: z.string(), approved: z.boolean() }),
  submitRequest,
)
step('match', 'requests.match', '核对匹配', matchInput, onlyStatus, confirmMatch)
const difference = onlyStatus.extend({
  before: whole,
  after: whole,
  changeFen: z.int(),
  lines: z.array(z.object({ lineId: z.string(), before: side, after: side })),
})
step('match-again', 'requests.match', '按现行目录重新匹配，给出每月差额', againInput, difference, matchAgain)
step(
  'correct',
  'requests.match',
  '订正一行文字需求：code 是应为的服务项，null 为目录里没有；记入匹配词库，重新匹配',
  correctInput,
  difference,
  correctLine,
)
step('review', 'requests.review', '会审，占用容量', reviewInput, onlyStatus, reviewRequest)
step(
  'approve',
  'requests.approve',
  '批复固定的匹配，或其中的 items；给出开通期限',
  approveInput,
  onlyStatus.extend({ dueOn: z.string().nullable().openapi({ format: 'date' }), provisional: z.boolean() }),
  approveRequest,
)
step('return', 'requests.return', '退回', returnInput, onlyStatus, returnRequest)
step(
  'provision',
  'requests.provision',
  '开通；resources 是登记了几项在用资源',
  provisionInput,
  onlyStatus.extend({ resources: z.int() }),
  provisionRequest,
)
step(
  'cancel',
  'requests.cancel',
  '撤销已批复、未开通的申请，归还容量；之后 status 为 released、cancelled 为 true',
  cancelInput,
  onlyStatus,
  cancelRequest,
)
