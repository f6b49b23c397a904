/** Pure. */

import { z } from 'zod'

/** The body of every refusal: RFC 9457. */
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}
const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
const retryAfter = { 'Retry-After': { schema: { type: 'string' } } }

/** What any operation can answer besides what it says itself. */
const always: Record<string, object> = {
  400: { description: '请求的内容或网址有误，errors 指出哪一处', content },
  401: { description: '没有登录，或者密钥、会话已经失效', content },
  403: { description: '没有此项权限', content },
  404: { description: '没有这个地址或这一条，或者看不到它', content },
  405: {
    description: '这个地址不接受这种请求；Allow 写明接受哪些',
    headers: { Allow: { required: true, schema: { type: 'string' } } },
    content,
  },
  429: { description: '操作过于频繁', headers: retryAfter, content },
  500: { description: '系统出错', content },
  503: { description: '暂时连接不上或算不出来，请稍后再试', headers: retryAfter, content },
}
/** What an operation that writes, or takes a body, can answer as well. */
const writing: Record<string, object> = {
  409: { description: '内容已被他人更改，或者现在的状态不允许', content },
  413: { description: '内容过大', content },
  415: { description: '没有用 JSON（或所要的文件）发送', content },
  422: { description: '文件读不出来，或者法规在所问日期未施行', content },
  507: { description: '文件暂时存不进去', content },
}

const operation = z.looseObject({ responses: z.record(z.string(), z.unknown()) })
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()).optional() }).optional(),
})

/** In: the description of the API. Out: the same, with the answers that are common to all operations. */
export function withCommonAnswers(described: unknown): z.output<typeof document> {
  const { paths, components = {}, ...rest } = document.parse(described)
  const answered = Object.entries(paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, each]) => [
        method,
        {
          ...each,
          responses: { ...always, ...(method === 'get' ? {} : writing), ...each.responses },
        },
      ]),
    ),
  ])
  return {
    ...rest,
    paths: Object.fromEntries(answered),
    components: { ...components, schemas: { ...components.schemas, Problem: problem } },
  }
}
