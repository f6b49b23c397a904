import { inArray, type SQL, sql } from 'drizzle-orm'
import { authorize, type Context } from '../platform/context.ts'
import { type Database, type Transaction, transactAs } from '../platform/database.ts'
import type { ObjectReference } from '../platform/object-check.ts'
import { contentPrefix } from '../platform/objects.ts'
import { readHeads } from './heads.ts'
import { headKey, headPrefix } from './keep-heads-outside.ts'
import { record } from './record.ts'

/** An object is written before the row that names it: one younger than this may still get its row. */
const hoursForItsRow = 48
const portion = 500

/** Where objects are named: columns of all slices, and in which jurisdictions, the first of which does the work for all. */
export interface Naming {
  columns: readonly ObjectReference[]
  jurisdictions(database: Database): Promise<readonly { id: string }[]>
}

/** How many objects were deleted; why none was looked at: a head in the store that this database never published. */
export interface Collected {
  deleted: number
  foreignHead: string | null
}

/**
 * Deletes objects that no row of any jurisdiction names and that are older than 48 hours, and what killed processes left
 * half-written. Only what is named by its content: heads stay. A store with a head that this database doesn't know is
 * another database's, or this one was restored from before: then nothing is deleted. The number goes on record.
 */
export async function collectObjects(context: Context, tx: Transaction, naming: Naming): Promise<Collected> {
  authorize(context, 'audit.collect-objects')
  const ids = (await naming.jurisdictions(context.database)).map(({ id }) => id)
  if (ids[0] !== context.actor.jurisdictionId) return { deleted: 0, foreignHead: null }
  const foreignHead = await findForeignHead(context, ids)
  if (foreignHead !== null) return { deleted: 0, foreignHead }
  let deleted = 0
  for await (const keys of oldKeys(context)) {
    const named = await namedAmong(context, naming.columns, ids, keys)
    for (const key of keys.filter((each) => !named.has(each))) {
      // It may have been named, or put again to be named, since.
      if ((await namedAmong(context, naming.columns, ids, [key])).has(key)) continue
      const head = await context.objects.head(key)
      if (head === null || !isOld(context, head.putAt)) continue
      await context.objects.delete(key)
      deleted += 1
    }
  }
  if (deleted > 0)
    await record(context, tx, [
      {
        operation: 'audit.collect-objects',
        objectType: 'object-store',
        objectId: context.actor.jurisdictionId,
        after: { deletedObjects: deleted },
      },
    ])
  return { deleted, foreignHead: null }
}

const isOld = (context: Context, putAt: Date) =>
  context.clock.now().getTime() - putAt.getTime() > hoursForItsRow * 3_600_000

/** Out: the keys of old objects that are named by their content, 500 at a time. */
async function* oldKeys(context: Context): AsyncIterable<string[]> {
  let keys: string[] = []
  for await (const { key, putAt } of context.objects.list(contentPrefix)) {
    if (!isOld(context, putAt)) continue
    keys.push(key)
    if (keys.length < portion) continue
    yield keys
    keys = []
  }
  if (keys.length > 0) yield keys
}

/** Out: those keys that a row of one of the jurisdictions names. */
async function namedAmong(
  { database }: Context,
  columns: readonly ObjectReference[],
  jurisdictions: readonly string[],
  keys: readonly string[],
): Promise<Set<string>> {
  const named = new Set<string>()
  const selects = columns.map(
    (column): SQL => sql`select ${column} as key from ${column.table} where ${inArray(column, [...keys])}`,
  )
  for (const jurisdictionId of jurisdictions) {
    const rows = await transactAs(database, { jurisdictionId, organisations: 'all' }, (tx) =>
      tx.execute<{ key: string }>(sql.join(selects, sql` union `)),
    )
    for (const { key } of rows) named.add(key)
  }
  return named
}

/** Out: a head in the store that none of the jurisdictions published; null: there is none. */
async function findForeignHead(context: Context, jurisdictions: readonly string[]): Promise<string | null> {
  const published = new Set<string>()
  for (const jurisdictionId of jurisdictions) {
    const heads = await transactAs(context.database, { jurisdictionId, organisations: 'all' }, (tx) =>
      readHeads(tx, jurisdictionId),
    )
    for (const head of heads) published.add(headKey(head))
  }
  for await (const { key } of context.objects.list(headPrefix))
    if (key.endsWith('.json') && !published.has(key)) return key
  return null
}
