import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../platform/http/guard.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { type FundVerdict, fundVerdictWords } from '../regulations/index.ts'
import { type Disposition, dispositions, type Stage, stages } from '../systems/index.ts'
import { listSystems, systemsQuery } from './list-systems.ts'

const keysOf = <Key extends string>(words: Record<Key, unknown>) => Object.keys(words) as [Key, ...Key[]]
const meanings = (words: Record<string, string>) =>
  Object.entries(words)
    .map(([code, word]) => `${code} ${word}`)
    .join('、')

const system = z.object({
  code: z.string(),
  name: z.string(),
  department: z.string(),
  disposition: z
    .enum(keysOf<Disposition>(dispositions))
    .nullable()
    .describe(`处置意见：${meanings(dispositions)}`),
  stage: z
    .enum(keysOf<Stage>(stages))
    .nullable()
    .describe(`阶段：${meanings(stages)}`),
  migrationDueOn: z.string().nullable().describe('要求完成日；null：没有规定，或没有登记'),
  migratedOn: z.string().nullable().describe('迁移确认日；null：尚未确认，或没有登记'),
  flags: z
    .array(z.string())
    .describe(
      'exemption-expired 豁免已过期、overdue 逾期、due-soon 30日内到期、stalled 停滞、no-due-date 未定期限、' +
        'public-cloud 在公有云、running-twice 已迁未下线、exempt 豁免；空：正常；classified：涉密，只登记代号',
    ),
  operations: z
    .enum(keysOf<FundVerdict>(fundVerdictWords))
    .nullable()
    .describe(`运维经费资格结论：${meanings(fundVerdictWords)}；null：尚未判定，或不适用`),
})

const route = createRoute({
  method: 'get',
  path: '/api/v1/systems',
  summary: '系统台账：按编号逐页读取；部门只读到本单位的',
  middleware: guard('systems.read'),
  request: { query: systemsQuery },
  responses: {
    200: {
      description: '一页系统；next 为 null 时已到末页',
      content: {
        'application/json': {
          schema: z.object({ total: z.int(), next: z.string().nullable(), items: z.array(system) }),
        },
      },
    },
  },
})

export const deskApi = apiRouter()

deskApi.openapi(route, async (c) => c.json(await listSystems(c.get('context'), c.req.valid('query')), 200))
