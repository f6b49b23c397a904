import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, type Person, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { type CalendarDate, inChinese } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { xlsxType } from '../platform/http/download.ts'
import { insertOne } from '../platform/insert.ts'
import { putByContent } from '../platform/objects.ts'
import { parseInput } from '../platform/parse-input.ts'
import type { Sheet } from '../platform/spreadsheet/cells.ts'
import type { UploadedFile } from '../platform/spreadsheet/read-workbook.ts'
import { readWorkbook } from '../platform/spreadsheet/workbook-reader.ts'
import type { Mapping } from './columns.ts'
import { type FieldId, fieldIds } from './fields.ts'
import { importMachine } from './model.ts'
import { emptyOutcome, type Outcome, planImport } from './plan-import.ts'
import type { LedgerPreview } from './preview.ts'
import { type Ledger, readLedger } from './read-ledger.ts'
import { ledgerImports } from './schema.ts'

export const mappingInput = z.record(
  z.string().regex(/^\d{1,5}$/),
  z.enum(fieldIds as [FieldId, ...FieldId[]]).nullable(),
)

const ledgerInput = z.strictObject({
  fileName: z.string().trim().min(1, '请选择台账文件').max(200, '文件名过长'),
  bytes: z.instanceof(Uint8Array),
  mapping: mappingInput.optional(),
})

/** Who imports: a person, never a job. */
export function personOf(context: Context): Person {
  if (context.actor.kind !== 'person') throw new AppError('forbidden', '导入台账要由经办人操作。')
  return context.actor
}

/**
 * Reads an uploaded ledger and says what importing it would do; the register stays as it is.
 * In: the file, and which columns users corrected. Out: the preview; with `missing` columns it holds no rows.
 * Throws too-large, unsupported-file or unreadable-file.
 */
export async function previewLedger(
  context: Context,
  input: { fileName: string; bytes: Uint8Array; mapping?: Mapping },
): Promise<LedgerPreview> {
  authorize(context, 'systems.import')
  const person = personOf(context)
  const { mapping = {}, ...file } = parseInput(ledgerInput, input)
  return readWorkbook(context, file, async (sheets) => {
    const ledger = await readLedger(sheets, { mapping, today: context.clock.today() })
    return keepPreview(context, person, { ...file, kind: sheets[0]?.kind ?? 'csv', mapping, ledger })
  })
}

interface ReadFile extends UploadedFile {
  kind: Sheet['kind']
  mapping: Mapping
  ledger: Ledger
}

async function keepPreview(
  context: Context,
  person: Person,
  { fileName, bytes, kind, mapping, ledger }: ReadFile,
): Promise<LedgerPreview> {
  const fileKey = await putByContent(context.objects, bytes, kind, kind === 'xlsx' ? xlsxType : 'text/csv')
  const outcome =
    ledger.missing.length > 0
      ? emptyOutcome()
      : await transact(context, (tx) => planImport(context, tx, ledger))
  const { body, previewKey } = await putPreview(context, { fileName, ledger, outcome })
  return transact(context, async (tx) => {
    const row = await insertOne(
      tx,
      ledgerImports,
      {
        jurisdictionId: person.jurisdictionId,
        uploadedBy: person.id,
        uploadedAt: context.clock.now(),
        fileName,
        fileKey,
        previewKey,
        mapping,
        counts: outcome.counts,
        lifted: outcome.lifts.length,
        status: importMachine.steps.preview.to,
      },
      { id: ledgerImports.id },
    )
    await record(context, tx, [
      {
        operation: 'systems.import',
        objectType: 'ledger-import',
        objectId: String(row.id),
        after: { status: 'previewed', fileName, counts: outcome.counts, lifted: outcome.lifts.length },
      },
    ])
    return { importId: row.id, ...body }
  })
}

/** Keeps what an import would do in the object store; call it without a transaction open. Out: that, and where it is. */
export async function putPreview(
  context: Context,
  { fileName, ledger, outcome }: { fileName: string; ledger: Ledger; outcome: Outcome },
): Promise<{ body: Omit<LedgerPreview, 'importId'>; previewKey: string }> {
  const { sheetName, headerRow, holdsFrom, columns, missing } = ledger
  const warnings = [
    ...ledger.warnings,
    ...(await transact(context, (tx) => warnOfOlderLedger(tx, context.actor.jurisdictionId, holdsFrom))),
    ...outcome.warnings,
  ]
  const body = { fileName, sheetName, headerRow, holdsFrom, columns, missing, ...outcome, warnings }
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  return { body, previewKey: await putByContent(context.objects, bytes, 'json', 'application/json') }
}

/** A ledger that is older than what was recorded since would put old facts over new ones. */
async function warnOfOlderLedger(
  tx: Transaction,
  jurisdictionId: string,
  holdsFrom: CalendarDate,
): Promise<string[]> {
  const rows = await tx.execute<{ latest: CalendarDate | null }>(
    sql`select max(holds_from)::text as latest from fact_entries where jurisdiction_id = ${jurisdictionId}`,
  )
  const latest = rows[0]?.latest ?? null
  if (latest === null || latest <= holdsFrom) return []
  return [
    `系统目录里已有 ${inChinese(latest)} 的情况，这份台账截至 ${inChinese(holdsFrom)}，比它早；已有较晚登记的各项保持原样，只有“将要更改”的各项会更改。`,
  ]
}
