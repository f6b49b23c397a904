import { asc, eq } from 'drizzle-orm'
import { editionInForce } from '../../catalogue/index.ts'
import { organisationsAs, peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { systemsAs } from '../../systems/index.ts'
import { runningResources } from '../resources/schema.ts'
import { underused } from '../resources/underused.ts'
import type { DraftLine } from './draft-input.ts'
import { loadMatch, type StoredMatch } from './load-match.ts'
import { approvedItems } from './match-schema.ts'
import { numberOf, undecided } from './model.ts'
import { loadRules } from './request-rules.ts'
import { requestEvents, resourceRequests } from './schema.ts'
import type { RequestRow } from './steps.ts'
import { loadLines } from './stored-lines.ts'

export type EventRow = typeof requestEvents.$inferSelect

/** A request with everything its page shows. */
export interface RequestView {
  row: RequestRow
  number: string
  organisation: string
  systemCode: string | null
  filedBy: string
  changedBy: string
  submittedBy: string | null
  approvedBy: string | null
  lines: DraftLine[]
  match: StoredMatch | null
  /** What was approved: `line code`. */
  approved: ReadonlySet<string>
  events: EventRow[]
  resources: (typeof runningResources.$inferSelect)[]
  /** The edition in force, where it isn't the one that the request was matched with. */
  newerEdition: { id: number; number: string } | null
  /** Running machines of the system that are little used, in words. */
  underused: string[]
}

/** Out: one request. Throws not-found, also for one of another department. */
export async function readRequest(context: Context, input: { requestId: number }): Promise<RequestView> {
  authorize(context, 'requests.read')
  const edition = await editionInForce(context)
  return transact(context, async (tx) => {
    const found = await findRequest(tx, input.requestId)
    const { row } = found
    const match = await loadMatch(tx, row)
    const newer = edition !== null && match !== null && edition.id !== match.row.editionId
    return {
      ...found,
      number: numberOf(row),
      lines: await loadLines(tx, row.id),
      match,
      approved: row.approvedOn === null || match === null ? new Set() : await approvedKeys(tx, match.row.id),
      events: await tx
        .select()
        .from(requestEvents)
        .where(eq(requestEvents.requestId, row.id))
        .orderBy(asc(requestEvents.id)),
      resources: await tx
        .select()
        .from(runningResources)
        .where(eq(runningResources.requestId, row.id))
        .orderBy(asc(runningResources.id)),
      newerEdition: newer ? { id: edition.id, number: edition.number } : null,
      underused:
        row.systemId === null || !undecided.includes(row.status)
          ? []
          : await underused(tx, row.systemId, await loadRules(tx, row.jurisdictionId)),
    }
  })
}

async function findRequest(tx: Transaction, requestId: number) {
  const [filer, changer] = [peopleAs('filer'), peopleAs('changer')]
  const [submitter, approver] = [peopleAs('submitter'), peopleAs('approver')]
  const [department, system] = [organisationsAs('department'), systemsAs('system')]
  const [found] = await tx
    .select({
      row: resourceRequests,
      organisation: department.name,
      systemCode: system.code,
      filedBy: filer.name,
      changedBy: changer.name,
      submittedBy: submitter.name,
      approvedBy: approver.name,
    })
    .from(resourceRequests)
    .innerJoin(department, eq(department.id, resourceRequests.organisationId))
    .innerJoin(filer, eq(filer.id, resourceRequests.filedBy))
    .innerJoin(changer, eq(changer.id, resourceRequests.changedBy))
    .leftJoin(submitter, eq(submitter.id, resourceRequests.submittedBy))
    .leftJoin(approver, eq(approver.id, resourceRequests.approvedBy))
    .leftJoin(system, eq(system.id, resourceRequests.systemId))
    .where(eq(resourceRequests.id, requestId))
  if (found === undefined)
    throw new AppError('not-found', '没有这份资源申请，可能已被删除，或者不是您单位的。')
  return found
}

async function approvedKeys(tx: Transaction, matchId: number): Promise<Set<string>> {
  const rows = await tx.select().from(approvedItems).where(eq(approvedItems.matchId, matchId))
  return new Set(rows.map(({ lineId, code }) => `${lineId} ${code}`))
}
