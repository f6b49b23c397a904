import { z } from 'zod'
import { record } from '../../../src/audit/index.ts'
import { authorize, type Context, transact } from '../../../src/platform/context.ts'
import { dateOf } from '../../../src/platform/dates.ts'
import { AppError } from '../../../src/platform/errors.ts'
import { insertOne } from '../../../src/platform/insert.ts'
import { drills } from './schema.ts'

const input = z.strictObject({ name: z.string().trim().min(2).max(60) })

/** Records that the actor's unit held a drill today. Out: its id. */
export async function recordDrill(context: Context, given: z.input<typeof input>): Promise<number> {
  authorize(context, 'drills.record')
  const { actor, clock } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '请用个人账号登记。')
  const { name } = input.parse(given)
  const { jurisdictionId, organisationId } = actor
  return transact(context, async (tx) => {
    const row = { jurisdictionId, organisationId, name, heldOn: dateOf(clock.today()) }
    const drill = await insertOne(tx, drills, row, { id: drills.id })
    await record(context, tx, [
      {
        operation: 'drills.record',
        objectType: 'drill',
        objectId: String(drill.id),
        after: { drillName: name },
      },
    ])
    return drill.id
  })
}
