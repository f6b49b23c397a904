import { and, asc, inArray, isNull, ne, or } from 'drizzle-orm'
import { type CatalogueItem, editionInForce } from '../../catalogue/index.ts'
import { catalogueIndexOf, isPerMachine } from '../../matching/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { systemsAs } from '../../systems/index.ts'
import { personOf } from './steps.ts'

/** An item of the edition that is billed once for each machine. */
export type Attachable = Pick<CatalogueItem, 'code' | 'name' | 'specification' | 'aliases' | 'monthlyFen'>

/** What the form of a draft can offer to choose from. */
export interface EditChoices {
  systems: readonly { code: string; name: string }[]
  zones: readonly string[]
  architectures: readonly string[]
  attachable: readonly Attachable[]
}

/** Out: the systems the actor can ask for; zones, technical routes and per-machine items of the edition in force. */
export async function editChoices(context: Context): Promise<EditChoices> {
  authorize(context, 'requests.file')
  const { organisationIds } = personOf(context)
  const edition = await editionInForce(context)
  const catalogue = edition === null ? null : catalogueIndexOf(edition)
  const system = systemsAs('system')
  const own = await transact(context, (tx) =>
    tx
      .select({ code: system.code, name: system.name })
      .from(system)
      .where(
        and(
          inArray(system.organisationId, [...organisationIds]),
          or(isNull(system.classified), ne(system.classified, true)),
        ),
      )
      .orderBy(asc(system.code)),
  )
  return {
    systems: own,
    zones: catalogue?.zones ?? [],
    architectures: catalogue?.architectures ?? [],
    attachable: (edition?.items ?? []).filter(isPerMachine),
  }
}
