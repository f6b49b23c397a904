import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { editionMachine } from '../model.ts'
import { catalogueItems } from '../schema.ts'
import { type CompiledEdition, readSource, type Source, sourceFile, summaryOf } from './compile-edition.ts'
import { diffEditions, type EditionDiff } from './diff.ts'
import { changeEdition, hashOf, insertItems, loadItems, lockEdition } from './editions.ts'

const replaceInput = z.strictObject({ editionId: z.int().positive(), ...sourceFile })
/** A file that was uploaded, by the key under which it is kept. */
const keptFile = {
  editionId: z.int().positive(),
  fileName: sourceFile.fileName,
  source: z.string().regex(/^sha256-[0-9a-f]{64}\.(csv|xlsx)$/, '没有这份上传的文件，请重新上传'),
}
const previewInput = z.strictObject(keptFile)
const confirmInput = z.strictObject({
  ...keptFile,
  /** What the preview compared with: the hash of the draft. */
  replaces: z.string().regex(/^[0-9a-f]{64}$/, '请从预览页确认'),
})

/** What a file would make of a draft. Nothing of it is taken yet. */
export interface ReplacementPreview {
  number: string
  diff: EditionDiff
  unchanged: number
  unknownColumns: readonly string[]
  /** Handed back with the confirmation. */
  confirm: Omit<z.infer<typeof confirmInput>, 'editionId'>
}

/** Keeps a corrected spreadsheet until it is confirmed. Out: its key. Throws RowIssuesError naming every cell that can't be taken. */
export async function uploadReplacement(
  context: Context,
  input: z.infer<typeof replaceInput>,
): Promise<{ source: string }> {
  authorize(context, 'catalogue.compile')
  const { fileName, bytes } = parseInput(replaceInput, input)
  return { source: (await readSource(context, fileName, bytes)).key }
}

/** Says what an uploaded spreadsheet would add, change and remove in a draft. Throws conflict when it is no draft. */
export async function previewReplacement(
  context: Context,
  input: z.infer<typeof previewInput>,
): Promise<ReplacementPreview> {
  authorize(context, 'catalogue.compile')
  const { editionId, fileName, source: key } = parseInput(previewInput, input)
  const source = await readKept(context, fileName, key)
  return transact(context, async (tx) => {
    const edition = await lockEdition(tx, editionId)
    requireStep(editionMachine, 'replace', edition)
    const items = await loadItems(tx, editionId)
    const diff = diffEditions(items, source.items)
    const touched = diff.removed.length + diff.repriced.length + diff.altered.length
    return {
      number: edition.number,
      diff,
      unchanged: items.length - touched,
      unknownColumns: source.unknownColumns,
      confirm: { fileName, source: source.key, replaces: await hashOf(tx, edition) },
    }
  })
}

/**
 * Does what a preview said. Throws conflict when the draft was changed since, so that other changes would be lost than
 * those that were shown.
 */
export async function confirmReplacement(
  context: Context,
  input: z.infer<typeof confirmInput>,
): Promise<CompiledEdition> {
  authorize(context, 'catalogue.compile')
  const { editionId, fileName, source: key, replaces } = parseInput(confirmInput, input)
  return replaceItems(context, editionId, fileName, await readKept(context, fileName, key), replaces)
}

async function readKept(context: Context, fileName: string, key: string): Promise<Source> {
  const bytes = await context.objects.get(key)
  if (bytes === null)
    throw new AppError('storage-unavailable', '存放的目录文件读不到了，草稿没有改动。请重新上传。')
  return readSource(context, fileName, bytes)
}

/**
 * Puts a corrected spreadsheet in the place of a draft's items; who does so becomes its compiler.
 * Throws RowIssuesError and leaves the draft as it was; conflict when it is no draft any more.
 */
export async function replaceDraft(
  context: Context,
  input: z.infer<typeof replaceInput>,
): Promise<CompiledEdition> {
  authorize(context, 'catalogue.compile')
  const { editionId, fileName, bytes } = parseInput(replaceInput, input)
  return replaceItems(context, editionId, fileName, await readSource(context, fileName, bytes))
}

function replaceItems(
  context: Context,
  editionId: number,
  fileName: string,
  source: Source,
  replaces?: string,
): Promise<CompiledEdition> {
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '目录要由大数据中心的人员编制。')
  return transact(context, async (tx) => {
    const before = await lockEdition(tx, editionId)
    requireStep(editionMachine, 'replace', before)
    if (replaces !== undefined && (await hashOf(tx, before)) !== replaces)
      throw new AppError(
        'conflict',
        '预览之后有人改了这份草稿，替换会冲掉那些改动，所以没有替换。请重新预览。',
      )
    const edition = await changeEdition(tx, before, 'replace', {
      compiledBy: actor.id,
      compiledAt: context.clock.now(),
      sourceName: fileName,
      sourceKey: source.key,
    })
    await tx.delete(catalogueItems).where(eq(catalogueItems.editionId, editionId))
    await insertItems(tx, edition, source.items)
    await record(context, tx, [
      {
        operation: 'catalogue.compile',
        objectType: 'catalogue-edition',
        objectId: String(editionId),
        before: { fileName: before.sourceName, source: before.sourceKey },
        after: { number: edition.number, ...summaryOf(source, fileName) },
      },
    ])
    return { editionId, itemCount: source.items.length, unknownColumns: source.unknownColumns }
  })
}
