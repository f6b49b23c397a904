import { AppError } from '../errors.ts'
import type { Row, Sheet } from './cells.ts'
import { type DateShown, dateShown } from './excel-dates.ts'
import { readMerges, spreadMerges } from './merges.ts'
import { portions } from './portions.ts'
import { bomb, type ReadingCost, readingLimits, tooMuch } from './reading-cost.ts'
import { appended, sheetRows, unescaped, type Workbook } from './sheet-xml.ts'
import { readXmlWhole, type XmlHandlers } from './xml.ts'
import { openZip, unpack, type Zip } from './zip.ts'

/** Reads one part of the workbook. Out: whether it is there. Throws unreadable-file beyond `maxBytes`. */
type ReadPart = (path: string | undefined, handlers: XmlHandlers, maxBytes?: number) => Promise<boolean>

/** Lists of sheets, relations and styles are held in memory whole, as are the texts. */
const maxListBytes = 32 * 1024 * 1024
const maxTextBytes = 200 * 1024 * 1024

/**
 * In: the bytes of an .xlsx, what reading it has cost. Out: its visible sheets in order; their rows are unpacked as
 * they are read. Throws unreadable-file, unsupported-file or too-large with what to do about it.
 */
export async function openXlsx(bytes: Uint8Array, cost: ReadingCost): Promise<Sheet[]> {
  const zip = openZip(bytes)
  const readPart: ReadPart = async (path, handlers, maxBytes = maxListBytes) => {
    const entry = path === undefined ? undefined : zip.get(path)
    if (entry === undefined) return false
    await readXmlWhole(upTo(maxBytes, unpack(bytes, entry, cost)), handlers)
    return true
  }
  const workbookPath = (await readRelations(readPart, '', '_rels/.rels')).byType.get('officeDocument')
  const { sheets, startsIn1904, isThere } = await readSheetList(readPart, workbookPath)
  if (workbookPath === undefined || !isThere) throw notAWorkbook(zip)
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1)
  const relations = await readRelations(
    readPart,
    folder,
    `${folder}_rels/${workbookPath.slice(folder.length)}.rels`,
  )
  const workbook: Workbook = {
    startsIn1904,
    texts: await readTexts(readPart, relations.byType.get('sharedStrings')),
    styles: await readStyles(readPart, relations.byType.get('styles')),
  }
  const listed = new Set<string>()
  return sheets.flatMap(({ name, relation }) => {
    const entry = zip.get(relations.byId.get(relation) ?? '')
    // A part is one sheet, or it would be read for many and count once.
    if (entry === undefined || listed.has(entry.name)) return []
    const part = entry.name
    listed.add(part)
    const pieces = () => unpack(bytes, entry, cost)
    // Merges are listed after the rows they concern, so the sheet is unpacked once for them alone.
    let merges: ReturnType<typeof readMerges> | undefined
    async function* rows(): AsyncGenerator<Row[]> {
      merges ??= readMerges(pieces(), cost, part)
      const spread = spreadMerges(await merges, cost, part)
      yield* portions(sheetRows(pieces(), workbook, cost, part), cost, part, spread)
    }
    return [{ name, kind: 'xlsx' as const, rows }]
  })
}

async function* upTo(maxBytes: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    if (size > maxBytes) throw bomb()
    yield piece
  }
}

function notAWorkbook(zip: Zip): AppError {
  const is = (start: string) => [...zip.keys()].some((name) => name.startsWith(start))
  const what = is('word/')
    ? '这是 Word 文档'
    : is('ppt/')
      ? '这是演示文稿'
      : is('content.xml')
        ? '这是 .ods 表格'
        : '这是压缩包'
  return new AppError('unsupported-file', `${what}，不是表格。请上传 .xlsx 工作簿或 .csv 文件。`)
}

interface Relations {
  byId: Map<string, string>
  /** By the last word of the relation's type. */
  byType: Map<string, string>
}

async function readRelations(readPart: ReadPart, folder: string, path: string): Promise<Relations> {
  const relations: Relations = { byId: new Map(), byType: new Map() }
  await readPart(path, {
    open(name, attribute) {
      if (name !== 'Relationship') return
      const target = attribute('Target') ?? ''
      const absolute = target.startsWith('/') ? target.slice(1) : `${folder}${target.replace(/^\.\//, '')}`
      relations.byId.set(attribute('Id') ?? '', absolute)
      relations.byType.set((attribute('Type') ?? '').split('/').at(-1) ?? '', absolute)
    },
  })
  return relations
}

async function readSheetList(readPart: ReadPart, path: string | undefined) {
  const sheets: { name: string; relation: string }[] = []
  let startsIn1904 = false
  const isThere = await readPart(path, {
    open(name, attribute) {
      if (name === 'workbookPr') startsIn1904 = /^(1|true)$/.test(attribute('date1904') ?? '')
      // Hidden sheets are drop-down lists and old copies: nobody means them.
      if (name === 'sheet' && (attribute('state') ?? 'visible') === 'visible')
        sheets.push({ name: attribute('name') ?? '', relation: attribute('id', true) ?? '' })
    },
  })
  return { sheets, startsIn1904, isThere }
}

async function readTexts(readPart: ReadPart, path: string | undefined): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  let inText = false
  let phonetic = false
  const handlers: XmlHandlers = {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') inText = !phonetic
    },
    text(piece) {
      if (inText) text = appended(text, piece)
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si' && texts.push(unescaped(text)) > readingLimits.texts) throw tooMuch('texts')
    },
  }
  await readPart(path, handlers, maxTextBytes)
  return texts
}

async function readStyles(readPart: ReadPart, path: string | undefined): Promise<DateShown[]> {
  const codes = new Map<number, string>()
  const shownById = new Map<number, DateShown>()
  const styles: DateShown[] = []
  let inCells = false
  await readPart(path, {
    open(name, attribute) {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const id = Number(attribute('numFmtId') ?? 0)
        const shown = shownById.get(id) ?? dateShown(id, codes.get(id))
        shownById.set(id, shown)
        styles.push(shown)
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}
