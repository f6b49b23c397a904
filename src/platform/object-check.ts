import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { daysBetween, parseDate } from './dates.ts'
import { AppError } from './errors.ts'
import type { ObjectStore } from './objects.ts'
import type { Check, Difference } from './reconciliation.ts'

/** A column that holds keys of objects. */
export type ObjectReference = PgColumn

/** Within as many days every object is read once. */
const portions = 28
const firstDay = parseDate('2026-01-05')

/**
 * A check that reads stored files back and compares them with the hash that is their key: a 28th of them a night, and
 * those that differed last time. In: its name and title, and a select of `key` and `subject`, as users know the file.
 */
export function objectCheck({
  name,
  title,
  files,
}: {
  name: string
  title: string
  files: (jurisdictionId: string) => SQL
}): Check {
  return {
    name,
    title,
    fields: { file: '存放的文件' },
    async run({ actor, clock, objects }, tx, before) {
      const portion = firstDay === null ? 0 : daysBetween(firstDay, clock.today()) % portions
      const rows = await tx.execute<{ key: string; subject: string }>(sql`
        select distinct key, subject from (${files(actor.jurisdictionId)}) f
        where abs(hashtext(key)::bigint) % ${portions} = ${portion} or subject in (select jsonb_array_elements_text(${JSON.stringify(before)}::jsonb))
        order by subject`)
      const differences: Difference[] = []
      for (const { key, subject } of rows) {
        const found = await stateOf(objects, key)
        if (found !== null)
          differences.push({
            organisationId: null,
            systemId: null,
            subject,
            field: 'file',
            expected: key,
            found,
          })
      }
      return { checked: rows.length, differences }
    },
  }
}

/** In: a store that verifies what it reads, and a key. Out: what is wrong with the object; null: nothing. */
async function stateOf(objects: ObjectStore, key: string): Promise<string | null> {
  try {
    return (await objects.get(key)) === null ? '没有这个文件' : null
  } catch (error) {
    if (error instanceof AppError && error.code === 'stored-data-damaged') return '内容与指纹不符'
    throw error
  }
}
