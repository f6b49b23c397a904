import type { MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'
import { checkedJson, faultOfText, plainText } from '../text.ts'
import { inTurns } from '../turns.ts'
import { readBody } from './read-body.ts'
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

/** Values and names of one request: 2,000 lines have some 40,000. */
const mostValues = 50_000

/**
 * In: a request that may have come with JSON. Refuses what is too much of it, and texts in it; leaves it for the handler
 * without signs that have no width. Each step is a turn of its own.
 */
export async function checkBody(c: RequestContext): Promise<void> {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(c.req.header('content-type') ?? '')) return
  const bytes = await readBody(c, 'text')
  if (bytes.length === 0) return
  if (valuesIn(bytes) > mostValues)
    throw new AppError('too-large', `请求的内容超过 ${mostValues} 项，没有处理。请分成几份。`)
  const value = parsed(new TextDecoder().decode(bytes))
  const turn = inTurns({ steps: 1 })
  await turn()
  const cleaned = JSON.stringify(checkedJson(value))
  await turn()
  c.req.raw = new Request(c.req.raw, { body: cleaned })
  c.req.bodyCache = {}
}

/** In: JSON. Out: no fewer than the values it has, before any is made: parsing a million of them takes a second. */
function valuesIn(json: Uint8Array): number {
  const [quote, backslash, comma, bracket, brace] = [34, 92, 44, 91, 123]
  let [count, inText] = [1, false]
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at]
    if (sign === quote) inText = !inText
    else if (inText) at += sign === backslash ? 1 : 0
    else if (sign === comma || sign === bracket || sign === brace) count += 1
  }
  return count
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
