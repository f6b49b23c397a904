import type { MiddlewareHandler } from 'hono'
import type { Database } from '../../platform/database.ts'
import type { AppEnv, RequestContext } from '../../platform/http/routers.ts'
import { freshEdition, type ServedEdition } from './served-edition.ts'

/** A finished answer to everybody who hasn't signed in, for one address and one edition. */
interface CachedResponse {
  at: number
  jurisdictionId: string
  editionId: number
  body: Uint8Array<ArrayBuffer>
  headers: Record<string, string>
  /** Its ETag; null: none. */
  tag: string | null
}

/** As long as the list of jurisdictions is kept: an address that names none means another once there are several. */
const keptFor = 10_000
const maxAnswers = 100
const known = new WeakMap<Database, Map<string, CachedResponse>>()

/**
 * Answers anonymous requests for the catalogue from what a full request was answered with before, as long as the same
 * edition is known to be in force; anything else goes on. It stands before identity and validation, which cost more
 * than the answer: an address is kept only after it has passed both.
 */
export function responseCache(databaseOf: (c: RequestContext) => Database): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const answer = find(c, databaseOf)
    return answer === null ? next() : respond(c, answer)
  }
}

function find(c: RequestContext, databaseOf: (c: RequestContext) => Database): CachedResponse | null {
  if (c.req.method !== 'GET' || !/^\/(catalogue|api\/v1\/catalogue)$/.test(c.req.path)) return null
  if (c.req.header('cookie') !== undefined || c.req.header('authorization') !== undefined) return null
  const database = databaseOf(c)
  const answer = known.get(database)?.get(c.req.url)
  if (answer === undefined || performance.now() - answer.at > keptFor) return null
  const fresh = freshEdition(database, answer.jurisdictionId)
  return fresh !== null && fresh.edition.id === answer.editionId ? answer : null
}

/** Answers a request, and keeps the answer for the next one when it is everybody's. */
export function cacheResponse(
  c: RequestContext,
  { edition }: ServedEdition,
  jurisdictionId: string,
  said: Pick<CachedResponse, 'body' | 'headers' | 'tag'>,
): Response {
  const { actor, database } = c.get('context')
  const answer: CachedResponse = { ...said, at: performance.now(), jurisdictionId, editionId: edition.id }
  if (actor.kind === 'public') {
    const answers = known.get(database) ?? new Map<string, CachedResponse>()
    known.set(database, answers)
    answers.delete(c.req.url)
    answers.set(c.req.url, answer)
    for (const oldest of answers.keys()) {
      if (answers.size <= maxAnswers) break
      answers.delete(oldest)
    }
  }
  return respond(c, answer)
}

function respond(c: RequestContext, { body, headers, tag }: CachedResponse): Response {
  if (tag !== null && matches(c.req.header('if-none-match'), tag)) return c.body(null, 304, headers)
  return c.body(body, 200, headers)
}

/** RFC 9110 13.1.2: `*`, or a list in which one tag is the same under weak comparison. */
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  if (header.trim() === '*') return true
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag)
}
