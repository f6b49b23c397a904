import type { MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'
import { checkedJson, faultOfText, plainText } from '../text.ts'
import { type AppEnv, noAddress, type RequestContext } from './routers.ts'

/*
 * What comes from outside comes in here and by `readForm`; cells of spreadsheets are cleaned where they are read
 * (`portions`). Behind these doors no text has a control character, half of a surrogate pair, or a mark that turns its
 * direction.
 */

/** Out: text decoded from an address; null when its encoding is broken. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Refuses addresses: a path that can't be meant leads nowhere, a query that can't be read is bad input. */
export const addressDoor: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { pathname, search } = new URL(c.req.url)
  if (pathname.includes('%')) {
    const path = decoded(pathname)
    if (path === null || faultOfText(path, false) !== null) throw noAddress()
  }
  if (search.includes('%')) checkQuery(search.slice(1))
  await next()
}

function checkQuery(query: string): void {
  for (const part of query.split('&')) {
    const text = decoded(part.replaceAll('+', ' '))
    const name = plainText(decoded(part.split('=')[0] ?? '') ?? '')
    // A blank of any kind parts words.
    const message = text === null ? '编码有误' : faultOfText(text, true)
    if (message === null) continue
    const errors = [{ path: name, message }]
    throw new AppError('invalid-input', `网址里的 ${name} ${message}。`, { errors })
  }
}

/** In: a request that may have come with JSON. Refuses texts in it, and leaves it for the handler without signs that have no width. */
export async function checkBody(c: RequestContext): Promise<void> {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(c.req.header('content-type') ?? '')) return
  const text = await c.req.text()
  if (text === '') return
  const cleaned = JSON.stringify(checkedJson(parsed(text)))
  c.req.raw = new Request(c.req.raw, { body: cleaned })
  c.req.bodyCache = {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('invalid-input', '请求的内容不是 JSON，或者没有传完。', { cause: error })
  }
}

/** In: the name of a header. Out: what it says, as plain text of at most 300 signs; null: nothing. */
export function headerText(c: RequestContext, name: string): string | null {
  return c.req.header(name) === undefined ? null : plainText(c.req.header(name) ?? '').slice(0, 300)
}
