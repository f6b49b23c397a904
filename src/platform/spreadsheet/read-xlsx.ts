import { AppError } from '../errors.ts'
import type { Row, Sheet } from './cells.ts'
import { readMerges, spreadMerges } from './merges.ts'
import { type DateShown, dateShown } from './number-formats.ts'
import { sheetRows, type Workbook } from './sheet-xml.ts'
import { readXml } from './xml.ts'
import { openZip, UnpackingBudget, unpack, unpackText, type Zip } from './zip.ts'

/** Parts that are held in memory whole: the list of texts is the largest. */
const largestPart = 200 * 1024 * 1024

/**
 * In: the bytes of an .xlsx. Out: its visible sheets in order; their rows are unpacked as they are read.
 * Throws unreadable-file with what to do about it.
 */
export async function openXlsx(bytes: Uint8Array): Promise<Sheet[]> {
  const zip = openZip(bytes)
  const textOf = async (path: string): Promise<string | null> => {
    const entry = zip.get(path)
    return entry === undefined
      ? null
      : unpackText(bytes, entry, new UnpackingBudget(bytes.length), largestPart)
  }
  const workbookPath = (await targetsIn(textOf, '', '_rels/.rels')).byType.get('officeDocument')
  const workbookXml = workbookPath === undefined ? null : await textOf(workbookPath)
  if (workbookPath === undefined || workbookXml === null) throw notAWorkbook(zip)
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1)
  const relations = await targetsIn(
    textOf,
    folder,
    `${folder}_rels/${workbookPath.slice(folder.length)}.rels`,
  )
  const stylesPath = relations.byType.get('styles')
  const textsPath = relations.byType.get('sharedStrings')
  const { sheets, startsIn1904 } = parseWorkbook(workbookXml)
  const workbook: Workbook = {
    startsIn1904,
    texts: parseTexts((textsPath === undefined ? null : await textOf(textsPath)) ?? ''),
    styles: parseStyles((stylesPath === undefined ? null : await textOf(stylesPath)) ?? ''),
  }
  return sheets.flatMap(({ name, relation }) => {
    const path = relations.byId.get(relation)
    const entry = path === undefined ? undefined : zip.get(path)
    if (entry === undefined) return []
    const pieces = () => unpack(bytes, entry, new UnpackingBudget(bytes.length))
    return [{ name, kind: 'xlsx' as const, rows: () => rowsWithMerges(pieces, workbook) }]
  })
}

async function* rowsWithMerges(
  pieces: () => AsyncIterable<Uint8Array>,
  workbook: Workbook,
): AsyncGenerator<Row[]> {
  // Merges are listed after the rows they concern, so the sheet is unpacked twice.
  const merges = await readMerges(pieces())
  const spread = spreadMerges(merges)
  for await (const rows of sheetRows(pieces(), workbook)) {
    for (const row of rows) spread(row)
    yield rows
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
  return new AppError('unsupported-file', `${what}，不是台账。请上传 .xlsx 工作簿或 .csv 文件。`)
}

interface Relations {
  byId: Map<string, string>
  /** By the last word of the relation's type. */
  byType: Map<string, string>
}

async function targetsIn(
  textOf: (path: string) => Promise<string | null>,
  folder: string,
  path: string,
): Promise<Relations> {
  const relations: Relations = { byId: new Map(), byType: new Map() }
  readXml((await textOf(path)) ?? '<none/>', {
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

function parseWorkbook(xml: string) {
  const sheets: { name: string; relation: string }[] = []
  let startsIn1904 = false
  readXml(xml, {
    open(name, attribute) {
      if (name === 'workbookPr') startsIn1904 = /^(1|true)$/.test(attribute('date1904') ?? '')
      // Hidden sheets are drop-down lists and old copies: nobody means them.
      if (name === 'sheet' && (attribute('state') ?? 'visible') === 'visible')
        sheets.push({ name: attribute('name') ?? '', relation: attribute('id', true) ?? '' })
    },
  })
  return { sheets, startsIn1904 }
}

function parseTexts(xml: string): string[] {
  const texts: string[] = []
  if (xml === '') return texts
  let text = ''
  let inText = false
  let phonetic = false
  readXml(xml, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') inText = !phonetic
    },
    text(piece) {
      if (inText) text += piece
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') texts.push(text)
    },
  })
  return texts
}

function parseStyles(xml: string): DateShown[] {
  const codes = new Map<number, string>()
  const styles: DateShown[] = []
  if (xml === '') return styles
  let inCells = false
  readXml(xml, {
    open(name, attribute) {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const id = Number(attribute('numFmtId') ?? 0)
        styles.push(dateShown(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}
