import { sql } from 'drizzle-orm'
import { organisationsAs } from '../identity/index.ts'
import { readIndicators } from '../migration/index.ts'
import { authorize, type Context, transact, visibilityOf } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { systemsAs } from '../systems/index.ts'

/** 第一批, 第二批, …: numerals in the order of their numbers, everything else behind. */
const numerals = '一二三四五六七八九十'

export function byWave(a: string, b: string): number {
  const rank = (wave: string) => {
    const found = [...wave].map((sign) => numerals.indexOf(sign)).find((index) => index >= 0)
    return found ?? numerals.length
  }
  return rank(a) - rank(b) || a.localeCompare(b, 'zh-CN')
}

/** Out: what the register's filters offer: units that have systems (none for a department) and waves. */
export async function registerChoices(
  context: Context,
): Promise<{ units: { id: number; name: string }[]; waves: string[] }> {
  authorize(context, 'systems.read')
  return transact(context, async (tx) => {
    const units =
      visibilityOf(context.actor).organisations === 'all'
        ? await unitsWithSystems(tx, context.actor.jurisdictionId)
        : []
    const counts = (await readIndicators(context, tx))?.counts
    return { units, waves: Object.keys(counts?.byWave ?? {}).sort(byWave) }
  })
}

async function unitsWithSystems(
  tx: Transaction,
  jurisdictionId: string,
): Promise<{ id: number; name: string }[]> {
  const unit = organisationsAs('unit')
  return tx
    .select({ id: unit.id, name: unit.name })
    .from(unit)
    .where(sql`${unit.jurisdictionId} = ${jurisdictionId} and exists (select from ${systemsAs('s')}
      where s.jurisdiction_id = ${jurisdictionId} and s.organisation_id = ${unit.id})`)
    .orderBy(unit.id)
}
