import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { type CatalogueItem, editionInForce, type PublishedEdition, priceOf } from '../../catalogue/index.ts'
import { limits } from '../../matching/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { type Fen, fenOf } from '../../platform/money.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { personOf } from '../filing/steps.ts'
import { lockResource, type ResourceRow } from './resources.ts'
import { resourceChanges } from './schema.ts'

const changeInput = z.strictObject({
  resourceId: z.int().positive(),
  /** The last day of the new period; the present one when left out. */
  expiresOn: z.string('截止日期应为日期').optional(),
  /** Another item of the edition in force. */
  code: z.string().trim().min(1).max(60).optional(),
  quantity: z
    .int('数量应为整数')
    .min(1, '数量至少为1')
    .max(limits.quantity, `数量不能超过${limits.quantity}`)
    .optional(),
  reason: z.string('请写明理由').trim().min(2, '请写明理由，至少 2 个字').max(500, '理由最多 500 个字'),
})

/**
 * Asks for a longer period (续期), another flavour or another quantity of a running resource, at the prices of the
 * edition in force. Out: what it would cost a month. Throws conflict while another change of it waits.
 */
export async function requestChange(
  context: Context,
  input: z.infer<typeof changeInput>,
): Promise<{ changeId: number; monthlyFen: Fen }> {
  authorize(context, 'resources.change')
  const person = personOf(context)
  const { resourceId, reason, ...wanted } = parseInput(changeInput, input)
  const edition = await editionInForce(context)
  if (edition === null) throw new AppError('not-found', '这个辖区还没有发布过服务目录。')
  return transact(context, async (tx) => {
    const { resource } = await lockResource(tx, resourceId, 'request-change')
    const expiresOn = periodOf(resource, wanted.expiresOn, context.clock.today())
    const code = wanted.code ?? resource.code
    const quantity = wanted.quantity ?? resource.quantity
    if (expiresOn === resource.expiresOn && code === resource.code && quantity === resource.quantity)
      throw new AppError('invalid-input', '没有要变更的内容：请改截止日期、服务项或数量。')
    const item = edition.byCode.get(code)
    if (item === undefined) throw fieldFault('code', successorWords(code, resource))
    const monthlyFen = costOf(resource, edition, item, quantity)
    const row = await insertOne(
      tx,
      resourceChanges,
      {
        jurisdictionId: resource.jurisdictionId,
        organisationId: resource.organisationId,
        resourceId,
        expiresOn,
        editionId: edition.id,
        code,
        quantity,
        monthlyFen,
        reason,
        askedBy: person.id,
        askedAt: context.clock.now(),
      },
      { id: resourceChanges.id },
      new AppError('conflict', '这项资源已有一项变更在等批复，批复之后才能再提。'),
    )
    await record(context, tx, [
      {
        operation: 'resources.change',
        objectType: 'resource-change',
        objectId: String(row.id),
        before: { code: resource.code, quantity: resource.quantity, expiresOn: resource.expiresOn },
        after: { name: resource.name, code, quantity, expiresOn, monthlyFen },
        reason,
      },
    ])
    return { changeId: row.id, monthlyFen }
  })
}

function fieldFault(path: string, message: string): AppError {
  return new AppError('invalid-input', message, { errors: [{ path, message }] })
}

function periodOf(resource: ResourceRow, wanted: string | undefined, today: string) {
  if (wanted === undefined || wanted === '') return resource.expiresOn
  const on = parseDate(wanted)
  if (on === null) throw fieldFault('expiresOn', '截止日期要写成 2027-12-31 这样的日期')
  if (on < today) throw fieldFault('expiresOn', '截止日期已经过去；不再需要的资源请直接释放')
  if (on < resource.startsOn) throw fieldFault('expiresOn', `截止日期不能早于起用日期 ${resource.startsOn}`)
  return on
}

function successorWords(code: string, resource: ResourceRow): string {
  return code === resource.code
    ? `现行目录已没有 ${code}，请选一个现行的服务项，或另提申请。`
    : `现行目录没有 ${code} 这个服务项。`
}

/**
 * What the item would cost a month. Where a quantity alone doesn't say (a size of its own, a price by the year or paid
 * once), the present price stands as long as nothing but the period changes and the edition is the same.
 */
function costOf(
  resource: ResourceRow,
  edition: PublishedEdition,
  item: CatalogueItem,
  quantity: number,
): Fen {
  const { price, monthlyFen } = item
  if (price === null && monthlyFen !== null) return fenOf(monthlyFen * quantity)
  const sized = price !== null && 'variable' in price.shape && price.shape.variable !== null
  if (price !== null && !sized && price.period === 'month' && price.shape.kind !== 'once')
    return priceOf(price, { quantity })
  const same = item.code === resource.code && quantity === resource.quantity
  if (same && edition.id === resource.editionId) return resource.monthlyFen
  throw fieldFault('code', `${item.name}的价格只凭数量算不出来，请另提申请。`)
}
