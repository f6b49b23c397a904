import { constants, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { cellsOfRow } from '../../../tests/support/cells-of.ts'
import { encodeGb18030 } from '../../../tests/support/encode-gb18030.ts'
import { makeXlsx } from '../../../tests/support/make-xlsx.ts'
import { AppError } from '../errors.ts'
import { type Cell, isBlank } from './cells.ts'
import { unescapeFormula } from './read-csv.ts'
import { openWorkbook } from './read-workbook.ts'

async function rowsOf(bytes: Uint8Array, fileName = 'ledger.xlsx'): Promise<[number, Cell[]][]> {
  const rows: [number, Cell[]][] = []
  for (const sheet of await openWorkbook({ fileName, bytes }))
    for await (const batch of sheet.rows()) for (const row of batch) rows.push([row.number, cellsOfRow(row)])
  return rows
}

async function refusal(bytes: Uint8Array, fileName = 'ledger.xlsx'): Promise<AppError> {
  const error = await rowsOf(bytes, fileName).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error('was read', { cause: error })
  return error
}

describe('a file that is no ledger', () => {
  it.each<[string, Uint8Array, string, string]>([
    ['empty', new Uint8Array(), 'unreadable-file', '空文件'],
    ['PDF', strToU8('%PDF-1.7 …'), 'unsupported-file', 'PDF'],
    [
      'picture named .xlsx',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
      'unsupported-file',
      '图片',
    ],
    ['encrypted or .xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'unsupported-file', '不加密的 .xlsx'],
    ['web page named .xls', strToU8('<html><table><tr><td>系统名称'), 'unsupported-file', '网页'],
    ['binary', Uint8Array.from({ length: 99 }, (_, i) => i), 'unsupported-file', '认不出来'],
    ['any zip', zipSync({ 'readme.txt': strToU8('hello') }), 'unsupported-file', '压缩包'],
    ['Word document', zipSync({ 'word/document.xml': strToU8('<w/>') }), 'unsupported-file', 'Word'],
    ['cut off', makeXlsx([{ rows: [['系统名称']] }]).subarray(0, 700), 'unreadable-file', '不完整'],
    ['bad text', Uint8Array.of(0xff, 0x81, 0x20, 0xff, 0x41), 'unreadable-file', '编码'],
  ])('%s: says what it is and what to do', async (_, bytes, code, words) => {
    const error = await refusal(bytes)
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
  })

  it('is too large beyond 60 MB', async () => {
    expect((await refusal(new Uint8Array(60 * 1024 * 1024 + 1))).code).toBe('too-large')
  })

  it('is not a workbook when its XML is broken', async () => {
    const broken = makeXlsx([{ rows: [] }], {
      'xl/worksheets/sheet1.xml': strToU8('<worksheet><sheetData><row r="1">'),
    })
    expect((await refusal(broken)).code).toBe('unreadable-file')
  })
})

/** In: how many mebibytes. Out: so many spaces, deflated: one of them packed, and repeated. */
function packedSpaces(mebibytes: number): Buffer {
  const one = deflateRawSync(Buffer.alloc(1024 * 1024, 32), { finishFlush: constants.Z_FULL_FLUSH })
  return Buffer.concat([...Array.from({ length: mebibytes }, () => one), deflateRawSync('')])
}

/** A zip with one file, whose headers say what they like about its size. */
function lyingZip(name: string, packed: Buffer, claimed: number): Buffer {
  const nameBytes = Buffer.from(name)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(claimed, 22)
  head.writeUInt16LE(nameBytes.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(claimed, 24)
  entry.writeUInt16LE(nameBytes.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + nameBytes.length, 12)
  end.writeUInt32LE(30 + nameBytes.length + packed.length, 16)
  return Buffer.concat([head, nameBytes, packed, entry, nameBytes, end])
}

describe('a zip bomb', () => {
  it('is stopped by what really comes out, whatever its headers say', async () => {
    const bomb = lyingZip('_rels/.rels', packedSpaces(700), 100)
    const before = process.memoryUsage.rss()
    const error = await refusal(new Uint8Array(bomb))
    expect(error.code).toBe('unreadable-file')
    expect(error.message).toContain('大得不正常')
    // 200 times the archive's size may come out before it counts as a bomb: 139 MiB, held as text.
    expect(process.memoryUsage.rss() - before).toBeLessThan(256 * 1024 * 1024)
  })

  it('is stopped inside a sheet too', async () => {
    const sheet = `<worksheet><sheetData>${' '.repeat(80 * 1024 * 1024)}</sheetData></worksheet>`
    const bomb = makeXlsx([{ rows: [] }], { 'xl/worksheets/sheet1.xml': strToU8(sheet) })
    expect((await refusal(bomb)).message).toContain('大得不正常')
  })

  it('is refused when it lists thousands of files', async () => {
    const many = Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`f${i}`, new Uint8Array()]))
    expect((await refusal(zipSync(many))).message).toContain('大得不正常')
  })
})

describe('a workbook', () => {
  it('gives cells with the row numbers that Excel shows', async () => {
    const bytes = makeXlsx([{ rows: [['台账'], [], ['系统名称', null, 3, true], [], ['甲 & <乙>']] }])
    expect(await rowsOf(bytes)).toEqual([
      [1, ['台账']],
      [3, ['系统名称', null, 3, true]],
      [5, ['甲 & <乙>']],
    ])
  })

  it('knows a date cell from a number, and a month from a day', async () => {
    const cell = (format: string) => ({ serial: 43_221, format })
    const formats = [
      'yyyy/m/d',
      'yyyy"年"m"月"d"日"',
      '[$-804]yyyy"年"m"月"d"日";@',
      'yyyy"年"m"月"',
      'yyyy',
      '0.00',
    ]
    expect(await rowsOf(makeXlsx([{ rows: [formats.map(cell)] }]))).toEqual([
      [
        1,
        [
          { date: '2018-05-01' },
          { date: '2018-05-01' },
          { date: '2018-05-01' },
          '2018年5月',
          '2018年',
          43_221,
        ],
      ],
    ])
  })

  it('takes the last result of a formula, and says when there is none', async () => {
    const rows = [
      [
        { formula: 'A9', result: '甲' },
        { formula: '1+1', result: 2 },
        { formula: 'A9&B9' },
        { error: '#REF!' },
      ],
    ]
    expect(await rowsOf(makeXlsx([{ rows }]))).toEqual([
      [
        1,
        [
          '甲',
          2,
          { broken: '公式没有计算结果，请用 Excel 打开并保存一次', text: '=A9&B9' },
          { broken: '单元格里的公式出错', text: '#REF!' },
        ],
      ],
    ])
  })

  it('gives every row of merged cells their value, and leaves empty rows empty', async () => {
    const bytes = makeXlsx([
      { rows: [['甲', '县财政局'], ['乙'], ['丙'], [], ['丁']], merges: ['B1:B4', 'A5:D5'] },
    ])
    expect(await rowsOf(bytes)).toEqual([
      [1, ['甲', '县财政局']],
      [2, ['乙', '县财政局']],
      [3, ['丙', '县财政局']],
      [5, ['丁']],
    ])
  })

  it('leaves hidden sheets alone', async () => {
    const bytes = makeXlsx([{ name: '选项', hidden: true, rows: [['是']] }, { rows: [['台账']] }])
    expect(await rowsOf(bytes)).toEqual([[1, ['台账']]])
  })
})

/** Blank cells take no place, and none is behind the last that shows something. */
function withoutBlanks(cells: readonly string[]): Cell[] {
  const last = cells.findLastIndex((cell) => !isBlank(cell))
  return cells.slice(0, last + 1).map((cell) => (isBlank(cell) ? null : cell))
}

describe('a CSV', () => {
  const text = '系统名称,主管单位,备注\r\n预算系统,县财政局,"一,二"\r\n\r\n"跨\n行",县财政局,\r\n'
  const expected = [
    [1, ['系统名称', '主管单位', '备注']],
    [2, ['预算系统', '县财政局', '一,二']],
    [4, ['跨\n行', '县财政局']],
  ]
  const utf16 = (bigEndian: boolean) => {
    const bytes = new Uint8Array(2 + text.length * 2)
    const view = new DataView(bytes.buffer)
    view.setUint16(0, 0xfeff, !bigEndian)
    for (let i = 0; i < text.length; i += 1) view.setUint16(2 + i * 2, text.charCodeAt(i), !bigEndian)
    return bytes
  }
  it.each<[string, Uint8Array]>([
    ['UTF-8', strToU8(text)],
    ['UTF-8 with a mark', strToU8(`\uFEFF${text}`)],
    ['GB18030, as Excel writes it', encodeGb18030(text)],
    ['UTF-16 little-endian', utf16(false)],
    ['UTF-16 big-endian', utf16(true)],
    ['semicolons', strToU8(text.replaceAll(',', ';').replace('一;二', '一,二'))],
    ['tabs', strToU8(text.replaceAll(',', '\t').replace('一\t二', '一,二'))],
  ])('is read in %s', async (_, bytes) => {
    expect(await rowsOf(bytes, 'ledger.csv')).toEqual(expected)
  })

  it('gives back text that an export marked, and no other apostrophe', async () => {
    expect(await rowsOf(strToU8("a,b\n'=1+1,'90年代\n"), 'ledger.csv')).toEqual([
      [1, ['a', 'b']],
      [2, ['=1+1', "'90年代"]],
    ])
  })

  it('says where a quote was left open', async () => {
    const error = await refusal(strToU8('系统名称,主管单位\n"预算系统,县财政局\n'), 'ledger.csv')
    expect(error.message).toContain('第 2 行的引号没有配对')
  })

  it('takes quotes, breaks and empty fields wherever they stand', async () => {
    expect(await rowsOf(strToU8('a,"b ""x""\r\ny",c"d"\r"e"f,,\n,g,'), 'ledger.csv')).toEqual([
      [1, ['a', 'b "x"\r\ny', 'c"d"']],
      [2, ['ef']],
      [3, [null, 'g']],
    ])
  })

  it('reads back whatever cells are written as CSV', async () => {
    const cell = fc.string({ unit: fc.constantFrom('甲', 'a', '"', ',', ';', '\n', '\r', ' ', "'") })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        async (cells) => {
          const rows = cells.map((row) => ['x', ...row])
          const text = rows
            .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
            .join('\r\n')
          const expected = rows.map((row, index) => [index + 1, withoutBlanks(row.map(unescapeFormula))])
          expect(await rowsOf(strToU8(text), 'ledger.csv')).toEqual(expected)
        },
      ),
    )
  })
})
