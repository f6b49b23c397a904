import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { xlsxType } from '../../platform/http/download.ts'
import { insertOne } from '../../platform/insert.ts'
import { putByContent } from '../../platform/objects.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { readTable } from '../../platform/spreadsheet/read-table.ts'
import { RowIssuesError } from '../../platform/spreadsheet/row-issues.ts'
import { maxItems, readItems } from '../items/read-items.ts'
import type { CatalogueItem } from '../model.ts'
import { catalogueEditions } from '../schema.ts'
import { contentHash } from './content-hash.ts'
import { insertItems } from './editions.ts'

export const sourceFile = {
  fileName: z.string().min(1, '请选择文件').max(200, '文件名过长'),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, { error: '请选择文件' }),
}

export const compileInput = z.strictObject({
  number: z.string().trim().min(2, '请填写版次，如 2026年第1版').max(40, '版次过长'),
  ...sourceFile,
  /** What a month in part costs under it. */
  midMonthRule: z.enum(['full-month', 'half-month', 'by-day'], '请选择月中开通、释放怎样计费').optional(),
})

export interface CompiledEdition {
  editionId: number
  itemCount: number
  /** Headers nobody knows: their columns were not read. */
  unknownColumns: readonly string[]
}

/**
 * Makes a draft edition from a spreadsheet (.csv or .xlsx).
 * Throws RowIssuesError naming every cell that can't be taken; nothing is stored then. Throws conflict when the number is taken.
 */
export async function compileEdition(
  context: Context,
  input: z.infer<typeof compileInput>,
): Promise<CompiledEdition> {
  authorize(context, 'catalogue.compile')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '目录要由大数据中心的人员编制。')
  const { number, fileName, bytes, midMonthRule } = parseInput(compileInput, input)
  const source = await readSource(context, fileName, bytes)
  const taken = new AppError(
    'conflict',
    `已经有“${number}”了。要改它的草稿，请在那一版里替换文件；否则换一个版次。`,
    { errors: [{ path: 'number', message: '版次已被使用' }] },
  )
  return transact(context, async (tx) => {
    const edition = await insertOne(
      tx,
      catalogueEditions,
      {
        jurisdictionId: actor.jurisdictionId,
        number,
        compiledBy: actor.id,
        compiledAt: context.clock.now(),
        sourceName: fileName,
        sourceKey: source.key,
        ...(midMonthRule === undefined ? {} : { midMonthRule }),
      },
      { id: catalogueEditions.id, jurisdictionId: catalogueEditions.jurisdictionId },
      taken,
    )
    await insertItems(tx, edition, source.items)
    await record(context, tx, [
      {
        operation: 'catalogue.compile',
        objectType: 'catalogue-edition',
        objectId: String(edition.id),
        after: { number, ...summaryOf(source, fileName) },
      },
    ])
    return {
      editionId: edition.id,
      itemCount: source.items.length,
      unknownColumns: source.unknownColumns,
    }
  })
}

export interface Source {
  key: string
  items: readonly CatalogueItem[]
  contentHash: string
  unknownColumns: readonly string[]
}

/** In: an uploaded file. Out: its items, all right, and the key under which the file is kept. Throws RowIssuesError. */
export async function readSource(context: Context, fileName: string, bytes: Uint8Array): Promise<Source> {
  // Titles and notes stand above and below the items.
  const table = await readTable(context, { fileName, bytes }, maxItems + 100)
  const { items, issues, unknownColumns } = readItems(table)
  if (issues.length > 0) throw new RowIssuesError(issues)
  const workbook = bytes[0] === 0x50 && bytes[1] === 0x4b
  const key = await putByContent(
    context.objects,
    bytes,
    workbook ? 'xlsx' : 'csv',
    workbook ? xlsxType : 'text/csv',
  )
  return { key, items, contentHash: await contentHash(items), unknownColumns }
}

/** What the audit record says of a file. */
export function summaryOf(source: Source, fileName: string) {
  return {
    fileName,
    source: source.key,
    itemCount: source.items.length,
    contentHash: source.contentHash,
  }
}
