import { eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { databaseErrorCode, type Transaction } from '../../platform/database.ts'
import { laterOf } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { insertRows } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { runningResources } from '../resources/schema.ts'
import { type MatchItemRow, requireMatch } from './load-match.ts'
import { approvedItems } from './match-schema.ts'
import { numberOf, requestMachine } from './model.ts'
import { lockRequest, transition } from './steps.ts'

export const provisionInput = z.strictObject({
  requestId: z.int().positive(),
  /** What the resources are called on the cloud; by default the request's number and a place. */
  names: z
    .array(
      z.strictObject({
        line: z.string(),
        code: z.string(),
        name: z.string().trim().min(1, '资源名称不能为空').max(100, '资源名称不能超过100个字'),
      }),
    )
    .superRefine((names, context) => {
      const seen = new Set<string>()
      for (const [place, { name }] of names.entries()) {
        if (seen.has(name))
          context.addIssue({
            code: 'custom',
            path: [place, 'name'],
            message: `“${name}”在本次开通中用了两次，请换一个名称`,
          })
        seen.add(name)
      }
    })
    .default([]),
})

/**
 * 开通: the approved items run to the end of the period, from today, or from its first day when that is to come: before
 * it no capacity is held for them. Throws conflict when a name is taken.
 */
export async function provisionRequest(
  context: Context,
  input: z.input<typeof provisionInput>,
): Promise<{ resources: number }> {
  authorize(context, 'requests.provision')
  const { requestId, names } = parseInput(provisionInput, input)
  const nameOf = new Map(names.map(({ line, code, name }) => [`${line} ${code}`, name]))
  try {
    return await transact(context, async (tx) => {
      const request = await lockRequest(tx, requestId)
      requireStep(requestMachine, 'provision', request)
      const { items, frozen, row } = await requireMatch(tx, request, undefined)
      const approved = await approvedOf(tx, row.id, items)
      const today = context.clock.today()
      const { endsOn } = frozen.request
      const startsOn = laterOf(today, frozen.request.startsOn)
      if (endsOn < today) throw new AppError('conflict', `申请的期限到 ${endsOn} 为止，已经过去，不能开通。`)
      const resources = approved.map((item, place) => ({
        jurisdictionId: item.jurisdictionId,
        organisationId: item.organisationId,
        requestId,
        matchId: row.id,
        lineId: item.lineId,
        approvedCode: item.code,
        systemId: request.systemId,
        systemName: request.systemName,
        name:
          nameOf.get(`${item.lineId} ${item.code}`) ??
          `${numberOf(request)}-${String(place + 1).padStart(2, '0')}`,
        editionId: row.editionId,
        code: item.code,
        itemName: item.name,
        specification: item.specification,
        unit: item.unit,
        quantity: item.quantity,
        monthlyFen: item.monthlyFen,
        vcpu: item.vcpu,
        memoryGiB: item.memoryGiB,
        storageGiB: item.storageGiB,
        zone: item.zone,
        domestic: item.domestic,
        pool: item.pool,
        poolUnits: item.poolUnits,
        startsOn,
        expiresOn: endsOn,
      }))
      await refuseTaken(
        tx,
        resources.map(({ name }) => name),
      )
      await insertRows(tx, runningResources, resources)
      await transition(context, tx, request, 'provision', {
        change: { provisionedOn: today },
        audited: { resources: resources.length, expiresOn: endsOn },
      })
      return { resources: resources.length }
    })
  } catch (error) {
    if (databaseErrorCode(error) === '23505')
      throw new AppError('conflict', '有资源名称已被别的在用资源使用，请换一个名称。', { cause: error })
    throw error
  }
}

/** Throws conflict naming every name that a resource of the jurisdiction bears already. */
async function refuseTaken(tx: Transaction, names: readonly string[]): Promise<void> {
  const taken = await tx
    .select({ name: runningResources.name })
    .from(runningResources)
    .where(inArray(runningResources.name, [...names]))
  if (taken.length > 0)
    throw new AppError(
      'conflict',
      `已有资源叫${taken.map(({ name }) => `“${name}”`).join('、')}，请换一个名称。`,
    )
}

async function approvedOf(
  tx: Transaction,
  matchId: number,
  items: readonly MatchItemRow[],
): Promise<MatchItemRow[]> {
  const rows = await tx.select().from(approvedItems).where(eq(approvedItems.matchId, matchId))
  const keys = new Set(rows.map(({ lineId, code }) => `${lineId} ${code}`))
  return items.filter(({ lineId, code }) => keys.has(`${lineId} ${code}`))
}
