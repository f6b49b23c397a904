import { and, count, desc, eq, ilike, ne, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { type Evidence, evidenceOf } from '../../evidence/index.ts'
import { organisationsAs, peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { systemsAs } from '../../systems/index.ts'
import { isBureau } from '../act-of-person.ts'
import { type EvaluationKind, type EvaluationStatus, evaluationKinds, evaluationStatuses } from './model.ts'
import { evaluations as table } from './schema.ts'
import { type EvaluationRow, noEvaluation } from './store.ts'

export const pageSize = 50
const statusNames = Object.keys(evaluationStatuses) as [EvaluationStatus, ...EvaluationStatus[]]
const kindNames = Object.keys(evaluationKinds) as [EvaluationKind, ...EvaluationKind[]]

/** What the address of the list can say; what isn't understood is left out. */
export const evaluationFilters = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  status: z.enum(statusNames).optional().catch(undefined),
  kind: z.enum(kindNames).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
})
export type EvaluationFilters = z.output<typeof evaluationFilters>

/** An evaluation with the names of its system and of who did what. */
export interface EvaluationView extends Omit<EvaluationRow, 'jurisdictionId' | 'createdAt'> {
  system: { code: string; name: string; unit: string }
  recorder: string
  confirmer: string | null
  withdrawProposer: string | null
  withdrawer: string | null
}

/** Out: a page of evaluations, the newest first; a department's own systems' only, and confirmed. */
export async function listEvaluations(
  context: Context,
  { q, status, kind, page: asked }: EvaluationFilters,
): Promise<{ rows: EvaluationView[]; total: number; page: number }> {
  authorize(context, 'oversight.read')
  const system = systemsAs('system')
  const text = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : undefined
  const where = and(
    isVisible(context),
    status === undefined ? undefined : eq(table.status, status),
    kind === undefined ? undefined : eq(table.kind, kind),
    text === undefined
      ? undefined
      : or(ilike(table.document, text), ilike(system.name, text), ilike(system.code, text)),
  )
  return transact(context, async (tx) => {
    const [sum] = await tx
      .select({ total: count() })
      .from(table)
      .innerJoin(system, eq(system.id, table.systemId))
      .where(where)
    const total = sum?.total ?? 0
    const page = Math.min(asked, Math.max(1, Math.ceil(total / pageSize)))
    return { rows: await read(tx, where, page), total, page }
  })
}

/** What isn't confirmed yet is the bureau's own. */
function isVisible({ actor }: Context): SQL | undefined {
  if (actor.kind !== 'person') return undefined
  return isBureau(actor) ? undefined : ne(table.status, 'drafted')
}

/** In: an id. Out: that evaluation, with its evidence. Throws not-found. */
export async function readEvaluation(
  context: Context,
  id: number,
): Promise<EvaluationView & { evidence: Evidence[] }> {
  authorize(context, 'oversight.read')
  return transact(context, async (tx) => {
    const found = await visibleEvaluation(context, tx, id)
    if (found === null) throw noEvaluation()
    return { ...found, evidence: await evidenceOf(context, tx, { kind: 'evaluation', id }) }
  })
}

/** The same inside the caller's transaction, without its evidence; null: there is none that the actor may see. */
export async function visibleEvaluation(
  context: Context,
  tx: Transaction,
  id: number,
): Promise<EvaluationView | null> {
  const [found] = await read(tx, and(eq(table.id, id), isVisible(context)), 1)
  return found ?? null
}

async function read(tx: Transaction, where: SQL | undefined, page: number): Promise<EvaluationView[]> {
  const [system, unit] = [systemsAs('system'), organisationsAs('unit')]
  const [recorder, confirmer] = [peopleAs('recorder'), peopleAs('confirmer')]
  const [proposer, withdrawer] = [peopleAs('proposer'), peopleAs('withdrawer')]
  const rows = await tx
    .select({
      row: table,
      code: system.code,
      name: system.name,
      unit: unit.name,
      recorder: recorder.name,
      confirmer: confirmer.name,
      withdrawProposer: proposer.name,
      withdrawer: withdrawer.name,
    })
    .from(table)
    .innerJoin(system, eq(system.id, table.systemId))
    .innerJoin(unit, eq(unit.id, system.organisationId))
    .innerJoin(recorder, eq(recorder.id, table.recordedBy))
    .leftJoin(confirmer, eq(confirmer.id, table.confirmedBy))
    .leftJoin(proposer, eq(proposer.id, table.withdrawProposedBy))
    .leftJoin(withdrawer, eq(withdrawer.id, table.withdrawnBy))
    .where(where)
    .orderBy(desc(table.id))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return rows.map(({ row, code, name, unit: of, ...names }) => {
    const { jurisdictionId: _jurisdiction, createdAt: _created, ...rest } = row
    return { ...rest, system: { code, name, unit: of }, ...names }
  })
}
