import type { MiddlewareHandler } from 'hono'
import { Cache } from '../../platform/cache.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { getOrInsert } from '../../platform/get-or-insert.ts'
import type { AppEnv, RequestContext } from '../../platform/http/routers.ts'
import { editionInForce, type PublishedEdition } from './published-editions.ts'

/**
 * Publishing is to be seen within a second, by every instance. What is younger than the first is served as it is; from
 * then on somebody looks at the database while the others are still served; what is older than the second isn't served.
 */
const [freshFor, servedFor] = [600, 900]
/** As long as the list of jurisdictions is kept: an address that names none means another once there are several. */
const addressFor = 10_000

/** A jurisdiction's edition in force: what the last look at the database found, and the look that is under way. */
interface InForce {
  last?: { at: number; edition: PublishedEdition | null }
  looking?: Promise<PublishedEdition | null> | undefined
}

/** A finished answer for one address, the same for everybody as long as its edition is in force. */
interface Answer {
  at: number
  jurisdictionId: string
  editionId: number
  body: Uint8Array<ArrayBuffer>
  headers: Record<string, string>
  /** Its ETag; null: none. */
  tag: string | null
}

/** What is kept of a database. */
interface Served {
  inForce: Map<string, InForce>
  answers: Cache<string, Answer>
}

/** By database: an isolate or a test may have several. On Workers each request brings its own, and nothing is kept. */
const served = new WeakMap<Database, Served>()

const servedFrom = (database: Database): Served =>
  getOrInsert(served, database, () => ({
    inForce: new Map(),
    answers: new Cache({ most: 20_000_000, weigh: ({ body }) => body.length }),
  }))

const now = () => performance.now()

/**
 * In: a jurisdiction. Out: its edition in force, at most 900 ms old; null when there is none.
 * For pages and answers that the public reads; verbs that decide something ask `editionInForce`.
 */
export async function servedEdition(
  context: Context,
  jurisdictionId: string,
): Promise<PublishedEdition | null> {
  const entry = getOrInsert(servedFrom(context.database).inForce, jurisdictionId, (): InForce => ({}))
  const age = entry.last === undefined ? Number.POSITIVE_INFINITY : now() - entry.last.at
  if (entry.last !== undefined && age < freshFor) return entry.last.edition
  entry.looking ??= look(context, jurisdictionId, entry)
  if (entry.last === undefined || age >= servedFor) return entry.looking
  // Whoever waits for the next look is told of its failure; this request is answered without it.
  entry.looking.catch(() => {})
  return entry.last.edition
}

async function look(
  context: Context,
  jurisdictionId: string,
  entry: InForce,
): Promise<PublishedEdition | null> {
  const at = now()
  try {
    const edition = await editionInForce(context, jurisdictionId)
    entry.last = { at, edition }
    return edition
  } finally {
    entry.looking = undefined
  }
}

/** What is published here is seen here at once. */
export function forgetServed({ database }: Context, jurisdictionId: string): void {
  servedFrom(database).inForce.delete(jurisdictionId)
}

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

function find(c: RequestContext, databaseOf: (c: RequestContext) => Database): Answer | null {
  if (c.req.method !== 'GET' || !/^\/(catalogue|api\/v1\/catalogue)$/.test(c.req.path)) return null
  if (c.req.header('cookie') !== undefined || c.req.header('authorization') !== undefined) return null
  const { answers, inForce } = servedFrom(databaseOf(c))
  const answer = answers.get(addressOf(c))
  if (answer === undefined || now() - answer.at > addressFor) return null
  const entry = inForce.get(answer.jurisdictionId)
  if (entry?.last?.edition?.id !== answer.editionId) return null
  // While somebody looks, the others needn't.
  return now() - entry.last.at < (entry.looking === undefined ? freshFor : servedFor) ? answer : null
}

/** Path and query: under whichever name the server is asked, the answer is the same. */
const addressOf = ({ req: { url } }: RequestContext) => url.slice(url.indexOf('/', 'https://'.length))

/**
 * Answers what is the same for everybody as long as an edition is in force: made once for each address, and kept for
 * the next request. In: the edition as it is served, and the way to make the body.
 */
export async function answerEverybody(
  c: RequestContext,
  { id: editionId }: PublishedEdition,
  jurisdictionId: string,
  { make, ...said }: Pick<Answer, 'headers' | 'tag'> & { make: () => Promise<string> | string },
): Promise<Response> {
  const { actor, database } = c.get('context')
  const { answers } = servedFrom(database)
  // Who is signed in may mean another jurisdiction by the same address.
  const address = actor.kind === 'public' ? addressOf(c) : `${jurisdictionId} ${addressOf(c)}`
  const before = answers.get(address)
  const same = before?.editionId === editionId && before.jurisdictionId === jurisdictionId
  const body = same ? before.body : new TextEncoder().encode(await make())
  const answer: Answer = { ...said, at: now(), jurisdictionId, editionId, body }
  answers.set(address, answer)
  return respond(c, answer)
}

function respond(c: RequestContext, { body, headers, tag }: Answer): Response {
  if (tag !== null && matches(c.req.header('if-none-match'), tag)) return c.body(null, 304, headers)
  return c.body(body, 200, headers)
}

/** RFC 9110 13.1.2: `*`, or a list in which one tag is the same under weak comparison. */
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  if (header.trim() === '*') return true
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag)
}
