/** Pure. */

import { z } from 'zod'
import zhCN from 'zod/v4/locales/zh-CN.js'
import { AppError, type FieldError } from './errors.ts'
import { mostFaults } from './text.ts'

// What a schema says nothing of its own about is said in Chinese, too.
z.config(zhCN())

/** In: zod's issues. Out: the first fields at fault, as `lines.0.quantity`. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.slice(0, mostFaults).flatMap((issue) => {
    const base = issue.path.map(String)
    if (issue.code === 'unrecognized_keys')
      return issue.keys
        .slice(0, mostFaults)
        .map((key) => ({ path: [...base, key].join('.'), message: `不认识的字段：${key}` }))
    return [{ path: base.join('.'), message: issue.message }]
  })
}

/** In: a schema and untrusted data. Out: the parsed value. Throws invalid-input naming every field at fault. */
export function parseInput<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  const errors = fieldErrors(parsed.error)
  throw new AppError('invalid-input', `填写的内容有误：${errors[0]?.message ?? ''}`, { errors })
}
