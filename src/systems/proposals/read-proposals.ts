import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { factProposals, systems } from '../schema.ts'
import type { ProposalStatus } from './model.ts'
import type { ProposedValues } from './proposed-values.ts'

/** A proposal as pages show it. */
export interface ShownProposal {
  id: number
  code: string
  system: string
  values: ProposedValues
  before: Record<string, unknown>
  holdsFrom: CalendarDate
  document: string
  /** The recording that it asks to be declared void; then `values` are what that one says. */
  voids: number | null
  reason: string
  status: ProposalStatus
  proposedBy: { id: number; name: string }
  proposedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  comment: string | null
}

/** In: a state, or a system's code; left out: all. Out: the newest 200 that the actor sees. */
export async function listProposals(
  context: Context,
  { status, code }: { status?: ProposalStatus | undefined; code?: string | undefined } = {},
): Promise<ShownProposal[]> {
  return read(
    context,
    and(
      status === undefined ? undefined : eq(factProposals.status, status),
      code === undefined ? undefined : eq(systems.code, code),
    ),
  )
}

/** Throws not-found, likewise for another department's. */
export async function readProposal(context: Context, id: number): Promise<ShownProposal> {
  const [found] = await read(context, eq(factProposals.id, id))
  if (found === undefined) throw new AppError('not-found', '没有这份更正申请，或者它不属于您的单位。')
  return found
}

async function read(context: Context, where: SQL | undefined): Promise<ShownProposal[]> {
  authorize(context, 'systems.read')
  const [by, decider] = [peopleAs('by'), peopleAs('decider')]
  return transact(context, (tx) =>
    tx
      .select({
        id: factProposals.id,
        code: systems.code,
        system: systems.name,
        values: factProposals.values,
        before: factProposals.before,
        holdsFrom: factProposals.holdsFrom,
        document: factProposals.document,
        voids: factProposals.voids,
        reason: factProposals.reason,
        status: factProposals.status,
        proposedBy: { id: by.id, name: by.name },
        proposedAt: factProposals.proposedAt,
        decidedBy: decider.name,
        decidedAt: factProposals.decidedAt,
        comment: factProposals.comment,
      })
      .from(factProposals)
      .innerJoin(systems, eq(systems.id, factProposals.systemId))
      .innerJoin(by, eq(by.id, factProposals.proposedBy))
      .leftJoin(decider, eq(decider.id, factProposals.decidedBy))
      .where(and(where, sql`${systems.classified} is not true`))
      .orderBy(desc(factProposals.id))
      .limit(200),
  )
}
