import { sql } from 'drizzle-orm'
import type { World } from '../../tests/support/world.ts'

/** Has a test's jurisdiction judged by another regulation. */
export async function judgeBy(world: World, regulationId: string): Promise<void> {
  await world.database.transaction(async (tx) => {
    await tx.execute(sql`alter table jurisdictions disable row level security`)
    await tx.execute(sql`update jurisdictions set regulation_id = ${regulationId}`)
    await tx.execute(sql`alter table jurisdictions enable row level security`)
  })
}

/** An order to the whole of a unit that has nothing wrong with it; the unit is to be added. */
export const sampleOrder = {
  kind: 'supervision',
  wholeUnit: true,
  systems: [],
  title: '擅自变更建设内容',
  details: '未经批准变更建设内容。',
  source: '《陵川县政务信息化项目管理办法》第七条',
  demand: '按批复的内容整改。',
  dueOn: '2026-12-20',
}

/** A determination of a system; system and day are to be added. */
export const sampleDetermination = {
  about: 'dataSharing',
  value: false,
  details: '经核查没有按要求共享。',
  document: '陵数认〔2026〕1号',
}

/** An evaluation of a system's operation; system and day are to be added. */
export const sampleEvaluation = {
  kind: 'operation',
  met: false,
  details: '使用率过低。',
  document: '陵数评〔2026〕1号',
}
