import { eq } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { systemsAs } from '../systems/index.ts'

/** In: a system's code. Out: its id. Throws not-found, likewise when it is another department's. */
export async function systemIdOf(context: Context, code: string): Promise<number> {
  authorize(context, 'funding.read')
  const system = systemsAs('system')
  const [row] = await transact(context, (tx) =>
    tx.select({ id: system.id }).from(system).where(eq(system.code, code)),
  )
  if (row === undefined)
    throw new AppError('not-found', '没有这个系统，或者它不属于您的单位。请核对系统编号。')
  return row.id
}
