import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { rowOf as tableRow } from '../../platform/spreadsheet/cells.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { changeEdition, type EditionRow, itemOf, lockEdition, rowOf } from '../editions/editions.ts'
import { type CatalogueItem, editionMachine } from '../model.ts'
import { catalogueItems } from '../schema.ts'
import { planUnlistedNeed } from '../unlisted-needs/unlisted-needs.ts'
import { type ColumnKey, cellsByKey, columnKeys, columns } from './columns.ts'
import { readItems } from './read-items.ts'

/** An item as its form has it: the cells of a spreadsheet row, by column. */
export type ItemCells = Readonly<Record<ColumnKey, string>>

/** Somebody else changed, renamed or removed the item meanwhile; nothing was saved. */
export class ItemConflict extends AppError {
  /** As it stands now; null when it is gone. */
  readonly theirs: CatalogueItem | null
  readonly version: number

  constructor(theirs: CatalogueItem | null, version: number) {
    super(
      'conflict',
      theirs === null
        ? '您打开之后，另一个人删除了这一项，您的修改没有保存。'
        : '您打开之后，另一个人改了这一项，您的修改没有保存。下面列出两个人的版本。',
    )
    this.theirs = theirs
    this.version = version
  }
}

const saveInput = z.strictObject({
  editionId: z.int().positive(),
  /** The item that is changed, and the version that was read; left out: a new one. */
  of: z.strictObject({ code: z.string().max(40), version: z.int().positive() }).optional(),
  cells: z.partialRecord(z.enum(columnKeys), z.string().max(2_000, '内容过长')),
  /** The need (目录外需求) it is drafted for, which is planned with it. */
  needId: z.int().positive().optional(),
})

/**
 * Adds an item to a draft, or changes one. Out: its code.
 * Throws invalid-input naming every field at fault by its column's key, ItemConflict when somebody else was faster,
 * conflict when the code is taken or the edition is no draft.
 */
export async function saveItem(context: Context, input: z.infer<typeof saveInput>): Promise<string> {
  authorize(context, 'catalogue.compile')
  const { editionId, of, cells, needId } = parseInput(saveInput, input)
  const item = itemIn(cells)
  return transact(context, async (tx) => {
    const edition = await draftOf(tx, editionId)
    const known = await findItem(tx, editionId, of?.code ?? item.code)
    if (of === undefined) {
      if (known !== null) throw codeTaken(item.code)
      await add(tx, edition, item)
    } else {
      if (known === null || known.version !== of.version)
        throw new ItemConflict(known?.item ?? null, known?.version ?? 0)
      if (item.code !== of.code && (await findItem(tx, editionId, item.code)) !== null)
        throw codeTaken(item.code)
      await tx
        .update(catalogueItems)
        .set({ ...rowOf(item), version: sql`${catalogueItems.version} + 1` })
        .where(and(eq(catalogueItems.editionId, editionId), eq(catalogueItems.code, of.code)))
    }
    await touch(context, tx, edition)
    if (needId !== undefined)
      await planUnlistedNeed(context, tx, { needId, editionId, number: edition.number, itemCode: item.code })
    await record(context, tx, [
      {
        operation: 'catalogue.compile',
        objectType: 'catalogue-item',
        objectId: `${editionId}/${item.code}`,
        ...(known === null ? {} : { before: differing(known.item, item) }),
        after: known === null ? { code: item.code, added: true } : differing(item, known.item),
      },
    ])
    return item.code
  })
}

/** Takes an item out of a draft. Throws ItemConflict when somebody changed it meanwhile, conflict when it is no draft. */
export async function removeItem(
  context: Context,
  input: { editionId: number; code: string; version: number },
): Promise<void> {
  authorize(context, 'catalogue.compile')
  const { editionId, code, version } = parseInput(
    z.strictObject({ editionId: z.int().positive(), code: z.string(), version: z.int().positive() }),
    input,
  )
  await transact(context, async (tx) => {
    const edition = await draftOf(tx, editionId)
    const known = await findItem(tx, editionId, code)
    if (known === null) throw new AppError('not-found', '这一项已经不在这一版里了。')
    if (known.version !== version) throw new ItemConflict(known.item, known.version)
    await tx
      .delete(catalogueItems)
      .where(and(eq(catalogueItems.editionId, editionId), eq(catalogueItems.code, code)))
    await touch(context, tx, edition)
    await record(context, tx, [
      {
        operation: 'catalogue.compile',
        objectType: 'catalogue-item',
        objectId: `${editionId}/${code}`,
        before: { code, name: known.item.name },
        after: { removed: true },
      },
    ])
  })
}

/** Out: an item of a draft with its version, for its form. Throws not-found. */
export async function readItem(
  context: Context,
  input: { editionId: number; code: string },
): Promise<{ item: CatalogueItem; version: number; number: string }> {
  authorize(context, 'catalogue.read-drafts')
  return transact(context, async (tx) => {
    const edition = await lockEdition(tx, input.editionId)
    const found = await findItem(tx, input.editionId, input.code)
    if (found === null)
      throw new AppError('not-found', '这一版里没有这个编码的服务项，可能已被删除或改了编码。')
    return { ...found, number: edition.number }
  })
}

/** Drafts can be changed by several people at once: the edition is locked only as long as the change is written. */
async function draftOf(tx: Transaction, editionId: number): Promise<EditionRow> {
  const edition = await lockEdition(tx, editionId)
  requireStep(editionMachine, 'edit', edition)
  return edition
}

/** Who changes a draft last is its compiler, and may not approve it. */
async function touch({ actor, clock }: Context, tx: Transaction, edition: EditionRow): Promise<void> {
  if (actor.kind !== 'person') throw new AppError('forbidden', '目录要由大数据中心的人员编制。')
  await changeEdition(tx, edition, 'edit', { compiledBy: actor.id, compiledAt: clock.now() })
}

export async function findItem(
  tx: Transaction,
  editionId: number,
  code: string,
): Promise<{ item: CatalogueItem; version: number } | null> {
  const [row] = await tx
    .select()
    .from(catalogueItems)
    .where(and(eq(catalogueItems.editionId, editionId), eq(catalogueItems.code, code)))
  return row === undefined ? null : { item: itemOf(row), version: row.version }
}

/** Writes a new item at the end of a draft; pages bring the items of a kind together. */
export async function add(
  tx: Transaction,
  edition: Pick<EditionRow, 'id' | 'jurisdictionId'>,
  item: CatalogueItem,
): Promise<void> {
  const next = sql<number>`(select coalesce(max(position), -1) + 1 from catalogue_items where edition_id = ${edition.id})`
  await tx.insert(catalogueItems).values({
    ...rowOf(item),
    editionId: edition.id,
    jurisdictionId: edition.jurisdictionId,
    position: next,
  })
}

const codeTaken = (code: string) =>
  new AppError('conflict', `这一版里已经有编码 ${code} 了，请换一个编码，或去改那一项。`, {
    errors: [{ path: 'code', message: '编码已被使用' }],
  })

/** In: the cells of a form. Out: the item, read exactly as a spreadsheet's row is. Throws invalid-input by column key. */
export function itemIn(cells: Partial<ItemCells>): CatalogueItem {
  const header = columnKeys.map((key) => columns[key].title)
  const row = columnKeys.map((key) => (cells[key] ?? '').trim())
  if (row.every((cell) => cell === ''))
    throw new AppError('invalid-input', '请填写服务项。', { errors: [{ path: 'code', message: '不能为空' }] })
  const { items, issues } = readItems([tableRow(1, header), tableRow(2, row)])
  const [item] = items
  if (issues.length === 0 && item !== undefined) return item
  throw new AppError('invalid-input', `有 ${issues.length} 处填写有误，什么都没有保存。`, {
    errors: issues.map(({ column, message }) => ({
      path: columnKeys.find((key) => columns[key].title === column) ?? '',
      message,
    })),
  })
}

/** What the record says of a change: the columns that differ, by their titles. */
function differing(item: CatalogueItem, other: CatalogueItem): Record<string, string | number | null> {
  const [mine, theirs] = [cellsByKey(item), cellsByKey(other)]
  return Object.fromEntries(
    columnKeys.filter((key) => mine[key] !== theirs[key]).map((key) => [columns[key].title, mine[key]]),
  )
}
