import { asc, eq } from 'drizzle-orm'
import type { LineInput } from '../../matching/index.ts'
import type { Transaction } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert.ts'
import type { DraftLine } from './draft-input.ts'
import { requestLines } from './schema.ts'
import type { RequestRow } from './steps.ts'

/** Out: the lines of a request in order; what isn't said is left out. */
export async function loadLines(tx: Transaction, requestId: number): Promise<DraftLine[]> {
  const rows = await tx
    .select()
    .from(requestLines)
    .where(eq(requestLines.requestId, requestId))
    .orderBy(asc(requestLines.position))
  return rows.map((row) => ({
    quantity: row.quantity ?? undefined,
    vcpu: row.vcpu ?? undefined,
    memoryGiB: row.memoryGiB ?? undefined,
    storageGiB: row.storageGiB ?? undefined,
    bandwidthMbps: row.bandwidthMbps ?? undefined,
    kind: row.kind ?? undefined,
    zone: row.zone ?? undefined,
    architecture: row.architecture ?? undefined,
    domestic: row.domestic ?? undefined,
    protectionLevel: row.protectionLevel ?? undefined,
    splittable: row.splittable ?? undefined,
    attached: row.attached ?? undefined,
    classified: row.classified ?? undefined,
    text: row.text ?? undefined,
    source: row.source ?? undefined,
    confirmed: row.confirmed,
  }))
}

/** Puts lines in the place of those a request has. */
export async function replaceLines(
  tx: Transaction,
  request: Pick<RequestRow, 'id' | 'jurisdictionId' | 'organisationId'>,
  lines: readonly DraftLine[],
): Promise<void> {
  await tx.delete(requestLines).where(eq(requestLines.requestId, request.id))
  const rows = lines.map((line, place) => ({
    ...line,
    requestId: request.id,
    jurisdictionId: request.jurisdictionId,
    organisationId: request.organisationId,
    position: place + 1,
  }))
  await insertRows(tx, requestLines, rows)
}

/** In: the lines of a request. Out: as the engine reads them; a line's id is its place, from 1. */
export function asInput(lines: readonly DraftLine[]): LineInput[] {
  return lines.map(({ source: _source, confirmed: _confirmed, ...line }, place) => ({
    ...line,
    id: String(place + 1),
  }))
}
