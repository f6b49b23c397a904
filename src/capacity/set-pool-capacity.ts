import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { matchingBasis } from '../matching/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import { poolName, zoneMeasures } from './model.ts'
import { capacityPools } from './schema.ts'

const poolInput = z.strictObject({
  zone: z.string().trim().min(1, '请选择网络区域').max(40),
  domestic: z.boolean(),
  measure: z.enum(zoneMeasures, '请选择 vCPU、内存或存储'),
  capacity: z
    .number('总量应为整数')
    .int('总量应为整数')
    .min(0, '总量不能为负')
    .max(1_000_000_000, '总量不能超过1000000000'),
})

/**
 * Records how much a zone has in all of cores, memory (GB) or storage (GB); from then on nothing beyond it is held.
 * Throws invalid-input for a zone that the edition in force doesn't have.
 */
export async function setPoolCapacity(context: Context, input: z.infer<typeof poolInput>): Promise<void> {
  authorize(context, 'capacity.keep')
  const pool = parseInput(poolInput, input)
  const { catalogue } = await matchingBasis(context)
  if (!catalogue.zones.includes(pool.zone)) {
    const message = `现行目录没有“${pool.zone}”这个网络区域，现有：${catalogue.zones.join('、')}`
    throw new AppError('invalid-input', message, { errors: [{ path: 'zone', message }] })
  }
  const { jurisdictionId } = context.actor
  const key = { jurisdictionId, zone: pool.zone, domestic: pool.domestic, measure: pool.measure, name: '' }
  await transact(context, async (tx) => {
    const [before] = await tx
      .select({ capacity: capacityPools.capacity })
      .from(capacityPools)
      .where(
        and(
          eq(capacityPools.jurisdictionId, jurisdictionId),
          eq(capacityPools.zone, pool.zone),
          eq(capacityPools.domestic, pool.domestic),
          eq(capacityPools.measure, pool.measure),
          eq(capacityPools.name, ''),
        ),
      )
      .for('update')
    const changedAt = context.clock.now()
    const [row] = await tx
      .insert(capacityPools)
      .values({ ...key, capacity: pool.capacity, changedAt })
      .onConflictDoUpdate({
        target: [
          capacityPools.jurisdictionId,
          capacityPools.measure,
          capacityPools.zone,
          capacityPools.domestic,
          capacityPools.name,
        ],
        set: { capacity: pool.capacity, changedAt },
      })
      .returning({ id: capacityPools.id })
    await record(context, tx, [
      {
        operation: 'capacity.keep',
        objectType: 'capacity-pool',
        objectId: String(row?.id ?? ''),
        ...(before === undefined ? {} : { before: { capacity: before.capacity } }),
        after: { name: poolName(key), capacity: pool.capacity },
      },
    ])
  })
}
