import { and, count, desc, eq, ilike, inArray, notInArray, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { type Evidence, evidenceOf } from '../../evidence/index.ts'
import { organisationsAs, peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { systemsAs } from '../../systems/index.ts'
import { isBureau } from '../act-of-person.ts'
import { type About, abouts, type DeterminationStatus, declarations, determinationStatuses } from './model.ts'
import type { DeterminationRow } from './record-determination.ts'
import { determinations as table } from './schema.ts'
import { noDetermination } from './store.ts'

export const pageSize = 50
const statusNames = Object.keys(determinationStatuses) as [DeterminationStatus, ...DeterminationStatus[]]
const aboutNames = Object.keys(abouts) as [About, ...About[]]

/** What the address of a list can say; what isn't understood is left out. */
export const determinationFilters = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  status: z.enum(statusNames).optional().catch(undefined),
  about: z.enum(aboutNames).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
})
export type DeterminationFilters = z.output<typeof determinationFilters>

/** A determination or declaration with the names of what it is about and of who did what. */
export interface DeterminationView extends Omit<DeterminationRow, 'jurisdictionId' | 'createdAt'> {
  system: { code: string; name: string; unit: string } | null
  signer: string | null
  liftProposer: string | null
  lifter: string | null
}

/** In: which of the two lists, and its filters. Out: a page of it, the newest first; a department's own only, and signed. */
export async function listDeterminations(
  context: Context,
  which: 'determinations' | 'declarations' | 'all',
  filters: DeterminationFilters,
): Promise<{ rows: DeterminationView[]; total: number; page: number }> {
  authorize(context, 'oversight.read')
  const system = systemsAs('system')
  const text = filters.q ? `%${filters.q.replace(/[\\%_]/g, '\\$&')}%` : undefined
  const where = and(
    isVisible(context),
    which === 'all'
      ? undefined
      : which === 'declarations'
        ? inArray(table.about, [...declarations])
        : notInArray(table.about, [...declarations]),
    filters.status === undefined ? undefined : eq(table.status, filters.status),
    filters.about === undefined ? undefined : eq(table.about, filters.about),
    text === undefined
      ? undefined
      : or(ilike(table.document, text), ilike(system.name, text), ilike(system.code, text)),
  )
  return transact(context, async (tx) => {
    const [sum] = await tx
      .select({ total: count() })
      .from(table)
      .leftJoin(system, eq(system.id, table.systemId))
      .where(where)
    const total = sum?.total ?? 0
    const page = Math.min(filters.page, Math.max(1, Math.ceil(total / pageSize)))
    return { rows: await read(tx, where, page), total, page }
  })
}

/** What isn't signed yet is the bureau's own. */
function isVisible({ actor }: Context): SQL | undefined {
  if (actor.kind !== 'person') return undefined
  return isBureau(actor) ? undefined : inArray(table.status, ['signed', 'replaced', 'lifted'])
}

/** In: an id. Out: that determination, with its evidence. Throws not-found. */
export async function readDetermination(
  context: Context,
  id: number,
): Promise<DeterminationView & { evidence: Evidence[] }> {
  authorize(context, 'oversight.read')
  return transact(context, async (tx) => {
    const found = await visibleDetermination(context, tx, id)
    if (found === null) throw noDetermination()
    return { ...found, evidence: await evidenceOf(context, tx, { kind: 'determination', id }) }
  })
}

/** The same inside the caller's transaction, without its evidence; null: there is none that the actor may see. */
export async function visibleDetermination(
  context: Context,
  tx: Transaction,
  id: number,
): Promise<DeterminationView | null> {
  const [found] = await read(tx, and(eq(table.id, id), isVisible(context)), 1)
  return found ?? null
}

async function read(tx: Transaction, where: SQL | undefined, page: number): Promise<DeterminationView[]> {
  const [system, unit] = [systemsAs('system'), organisationsAs('unit')]
  const [signer, proposer, lifter] = [peopleAs('signer'), peopleAs('proposer'), peopleAs('lifter')]
  const rows = await tx
    .select({
      row: table,
      code: system.code,
      name: system.name,
      unit: unit.name,
      signer: signer.name,
      liftProposer: proposer.name,
      lifter: lifter.name,
    })
    .from(table)
    .leftJoin(system, eq(system.id, table.systemId))
    .leftJoin(unit, eq(unit.id, system.organisationId))
    .leftJoin(signer, eq(signer.id, table.signedBy))
    .leftJoin(proposer, eq(proposer.id, table.liftProposedBy))
    .leftJoin(lifter, eq(lifter.id, table.liftedBy))
    .where(where)
    .orderBy(desc(table.id))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return rows.map(({ row, code, name, unit: unitName, ...names }) => {
    const { jurisdictionId: _jurisdiction, createdAt: _created, ...rest } = row
    const about = code === null ? null : { code, name: name ?? '', unit: unitName ?? '' }
    return { ...rest, system: about, ...names }
  })
}
