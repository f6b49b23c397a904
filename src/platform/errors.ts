/** Pure. */

import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Every way in which a request can fail, with its HTTP status and the title users read. */
const kinds = {
  'invalid-input': { status: 400, title: '填写的内容有误' },
  'not-signed-in': { status: 401, title: '请先登录' },
  forbidden: { status: 403, title: '没有此项权限' },
  'not-found': { status: 404, title: '没有找到' },
  'method-not-allowed': { status: 405, title: '这个地址不接受这种请求' },
  conflict: { status: 409, title: '内容已被他人更改' },
  'too-large': { status: 413, title: '文件过大' },
  'unsupported-file': { status: 415, title: '文件类型不对' },
  'unsupported-content': { status: 415, title: '请求的格式不对' },
  'unreadable-file': { status: 422, title: '文件读不出来' },
  'regulation-not-in-force': { status: 422, title: '该法规在所问日期未施行' },
  'too-many-requests': { status: 429, title: '操作过于频繁' },
  'database-unavailable': { status: 503, title: '数据库暂时连接不上' },
  'database-busy': { status: 503, title: '数据库正忙' },
  'provider-unavailable': { status: 503, title: '统一身份认证暂时连接不上' },
  'solver-unavailable': { status: 503, title: '暂时算不出分配方案' },
  'storage-unavailable': { status: 507, title: '文件暂时存不进去' },
  'stored-data-damaged': { status: 500, title: '存放的数据已损坏' },
  internal: { status: 500, title: '系统出错' },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>

export type ErrorCode = keyof typeof kinds
export interface FieldError {
  path: string
  message: string
}

/** The one error class: a stable code, a Chinese sentence saying what happened and what to do, the fields at fault. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly errors: readonly FieldError[]

  constructor(
    code: ErrorCode,
    detail: string,
    options: { errors?: readonly FieldError[]; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.errors = options.errors ?? []
  }

  get status(): ContentfulStatusCode {
    return kinds[this.code].status
  }

  get title(): string {
    return kinds[this.code].title
  }
}

/** The body of an application/problem+json answer (RFC 9457). */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  errors?: readonly FieldError[]
  requestId?: string
}

/** In: any error of the app. Out: its problem document. */
export function problemOf(error: AppError, requestId?: string): Problem {
  return {
    type: `urn:dengyun:problem:${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  }
}
