import { and, asc, inArray, isNull, ne, or } from 'drizzle-orm'
import { editionInForce } from '../../catalogue/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { systems } from '../../systems/index.ts'
import { preparedPools } from '../prepared-pools.ts'
import type { EditChoices } from './edit-page.tsx'
import { personOf } from './steps.ts'

/** Out: the systems the actor can ask for, and the zones and technical routes of the edition in force. */
export async function editChoices(context: Context): Promise<EditChoices> {
  authorize(context, 'requests.file')
  const { organisationIds } = personOf(context)
  const edition = await editionInForce(context)
  const pools = edition === null ? null : preparedPools(edition)
  const own = await transact(context, (tx) =>
    tx
      .select({ code: systems.code, name: systems.name })
      .from(systems)
      .where(
        and(
          inArray(systems.organisationId, [...organisationIds]),
          or(isNull(systems.classified), ne(systems.classified, true)),
        ),
      )
      .orderBy(asc(systems.code)),
  )
  return { systems: own, zones: pools?.zones ?? [], architectures: pools?.architectures ?? [] }
}
