import { and, eq, inArray } from 'drizzle-orm'
import type { WorkCalendar } from '../calendar/index.ts'
import { Cache } from '../platform/cache.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { dataOfPack, type Pack, type PackData, packOfData } from '../regulations/index.ts'
import { hashOfJson, type RulesInForce } from '../rules/index.ts'
import { rulebooks } from './schema.ts'
import type { StoredCalendar } from './stored-calendar.ts'

/** What judges: rules, and the calendar they count by. */
export interface Rulebook {
  pack: Pack
  calendar: WorkCalendar
}

/** In: rules and calendar as they are kept. Out: their hash. */
export function hashOfRulebook(pack: PackData, calendar: StoredCalendar): string {
  return hashOfJson({ pack, calendar })
}

/** In: rules and the calendar they count by. Out: the id under which they are kept, from now on if they weren't. */
export async function rulebookOf(
  context: Context,
  tx: Transaction,
  { pack, edition }: RulesInForce,
  { covers, exceptions }: WorkCalendar,
): Promise<number> {
  const { jurisdictionId } = context.actor
  const calendar: StoredCalendar = {
    covers,
    exceptions: [...exceptions].sort(([a], [b]) => (a < b ? -1 : 1)),
  }
  const kept = { pack: dataOfPack(pack), calendar }
  const hash = hashOfRulebook(kept.pack, kept.calendar)
  const find = () =>
    tx
      .select({ id: rulebooks.id })
      .from(rulebooks)
      .where(and(eq(rulebooks.jurisdictionId, jurisdictionId), eq(rulebooks.hash, hash)))
  const [known] = await find()
  if (known !== undefined) return known.id
  await tx
    .insert(rulebooks)
    .values({
      jurisdictionId,
      hash,
      regulationId: edition.regulationId,
      packVersion: edition.version,
      ...kept,
      firstUsedAt: context.clock.now(),
    })
    .onConflictDoNothing()
  const [added] = await find()
  if (added === undefined) throw new Error('a rulebook just kept is not there')
  return added.id
}

/** Those last read, by hash: what has the same hash is the same. */
const known = new Cache<string, Rulebook>({ most: 50 })

/** In: ids of rulebooks that the actor may see. Out: them, ready to judge. */
export async function readRulebooks(
  tx: Transaction,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Rulebook>> {
  if (ids.length === 0) return new Map()
  const wanted = await tx
    .select({ id: rulebooks.id, hash: rulebooks.hash })
    .from(rulebooks)
    .where(inArray(rulebooks.id, [...ids]))
  const books = new Map<number, Rulebook>()
  const unread: number[] = []
  for (const { id, hash } of wanted) {
    const book = known.get(hash)
    if (book === undefined) unread.push(id)
    else books.set(id, book)
  }
  if (unread.length > 0)
    for (const { id, hash, pack, calendar } of await tx
      .select({ id: rulebooks.id, hash: rulebooks.hash, pack: rulebooks.pack, calendar: rulebooks.calendar })
      .from(rulebooks)
      .where(inArray(rulebooks.id, unread))) {
      if (hashOfRulebook(pack, calendar) !== hash)
        throw new AppError(
          'stored-data-damaged',
          '存放的判定规则与它的指纹不符，已被改动，不能据以判定或答复，数据没有改动。请联系系统管理员从备份核对恢复。',
        )
      const exceptions = new Map(calendar.exceptions)
      const book = { pack: packOfData(pack), calendar: { covers: calendar.covers, exceptions } }
      known.set(hash, book)
      books.set(id, book)
    }
  return books
}
