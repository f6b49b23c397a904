import { desc, eq, type SQL } from 'drizzle-orm'
import { peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { supplementaryRules as table } from '../schema.ts'
import type { Signed, Supplement } from './model.ts'

const [submitter, approver, returner, proposer, repealer] = [
  peopleAs('submitter'),
  peopleAs('approver'),
  peopleAs('returner'),
  peopleAs('proposer'),
  peopleAs('repealer'),
]

/** Out: every supplementary rule of the jurisdiction, drafts included, the newest first. */
export async function listSupplements(context: Context): Promise<Supplement[]> {
  authorize(context, 'regulations.read')
  return transact(context, (tx) => read(tx))
}

/** In: an id. Out: that rule. Throws not-found. */
export async function readSupplement(context: Context, id: number): Promise<Supplement> {
  authorize(context, 'regulations.read')
  const [found] = await transact(context, (tx) => read(tx, eq(table.id, id)))
  if (found === undefined) throw new AppError('not-found', '没有这条补充规则，可能已被删除。')
  return found
}

async function read(tx: Transaction, where?: SQL): Promise<Supplement[]> {
  const rows = await tx
    .select({
      row: table,
      submitter: submitter.name,
      approver: approver.name,
      returner: returner.name,
      proposer: proposer.name,
      repealer: repealer.name,
    })
    .from(table)
    .leftJoin(submitter, eq(submitter.id, table.submittedBy))
    .leftJoin(approver, eq(approver.id, table.approvedBy))
    .leftJoin(returner, eq(returner.id, table.returnedBy))
    .leftJoin(proposer, eq(proposer.id, table.repealProposedBy))
    .leftJoin(repealer, eq(repealer.id, table.repealedBy))
    .where(where)
    .orderBy(desc(table.id))
  return rows.map(({ row, ...names }) => {
    const returned = signed(row.returnedBy, names.returner, row.returnedAt)
    const proposed = signed(row.repealProposedBy, names.proposer, row.repealProposedAt)
    const { repealFrom: from } = row
    return {
      id: row.id,
      clause: row.clause,
      status: row.status,
      definition: row.definition,
      hash: row.hash,
      authors: row.authors,
      submitted: signed(row.submittedBy, names.submitter, row.submittedAt),
      approved: signed(row.approvedBy, names.approver, row.approvedAt),
      returned: returned === null ? null : { ...returned, reason: row.returnedReason ?? '' },
      repeal:
        proposed === null || from === null
          ? null
          : {
              from,
              documentNumber: row.repealDocument ?? '',
              proposed,
              approved: signed(row.repealedBy, names.repealer, row.repealedAt),
            },
    }
  })
}

function signed(personId: number | null, by: string | null, at: Date | null): Signed | null {
  return personId === null || at === null ? null : { personId, by: by ?? '', at }
}
