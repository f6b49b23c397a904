import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellsOf } from '../../tests/support/cells-of.ts'
import { unzipText } from '../../tests/support/unzip.ts'
import { contentOf } from './content.ts'
import { reportDocx } from './docx.ts'
import { canonicalJson, snapshotHash } from './frozen.ts'
import { changesSince, type MonthlySnapshot } from './model.ts'
import { sampleSnapshot } from './snapshot.fixture.ts'
import { reportXlsx } from './xlsx.ts'

const hash = 'ab'.repeat(32)
const sheetOf = async (bytes: Uint8Array, name: string) =>
  (await cellsOf('report.xlsx', bytes)).get(name) ?? []

function partOf(files: Map<string, string>, name: string): string {
  const text = files.get(name)
  if (text === undefined) throw new Error(`${name} is missing among ${[...files.keys()].join(', ')}`)
  return text
}
/** The words of a part in reading order. */
const wordsOf = (xml: string) => [...xml.matchAll(/<w:t[^>]*>([^<]*)/g)].map((match) => match[1]).join('')

const withSystem = (name: string): MonthlySnapshot => {
  const snapshot = sampleSnapshot({ units: 2, overdue: 1, restricted: 1 })
  return { ...snapshot, overdue: snapshot.overdue.map((line) => ({ ...line, name })) }
}

describe('the hash of a snapshot', () => {
  it('does not depend on the order of keys, which jsonb does not keep, and depends on every value', async () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, shuffled(member)]),
      )
    }
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
    const snapshot = sampleSnapshot({ units: 1, overdue: 1, restricted: 0 })
    const other = { ...snapshot, counts: { ...snapshot.counts, confirmed: snapshot.counts.confirmed + 1 } }
    expect(await snapshotHash(other)).not.toBe(await snapshotHash(snapshot))
  })
})

describe('the document', () => {
  it('has the margins, faces, sizes and lines of GB/T 9704-2012', async () => {
    const files = await unzipText(
      await reportDocx(sampleSnapshot({ units: 3, overdue: 2, restricted: 1 }), hash),
    )
    const body = partOf(files, 'word/document.xml')
    // 1 mm is 56.7 twips.
    expect(body).toMatch(/<w:pgSz [^>]*w:w="11906"[^>]*w:h="16838"|<w:pgSz [^>]*w:h="16838"[^>]*w:w="11906"/)
    const margins = /<w:pgMar ([^>]*)>/.exec(body)?.[1] ?? ''
    for (const [side, twips] of [
      ['top', 2098],
      ['left', 1587],
      ['bottom', 1984],
      ['right', 1474],
    ] as const)
      expect(margins).toContain(`w:${side}="${twips}"`)
    expect(body).toMatch(/w:eastAsia="方正小标宋简体"[\s\S]*?<w:sz w:val="44"\/>/)
    expect(body).toContain('w:eastAsia="仿宋_GB2312"')
    expect(body).toContain('w:eastAsia="黑体"')
    expect(body).toContain('w:eastAsia="楷体_GB2312"')
    expect(body).toMatch(/<w:spacing [^>]*w:line="579"[^>]*w:lineRule="exact"/)
    expect(body).toContain('<w:spacing w:val="-5"/>')
    expect(body).toContain('w:firstLineChars="200"')
    expect(body).toContain('<w:tblHeader/>')
    expect(body).toContain('<w:cantSplit/>')
    const footers = [...files].filter(([name]) => name.startsWith('word/footer')).map(([, xml]) => xml)
    expect(footers).toHaveLength(2)
    for (const footer of footers)
      expect(footer).toMatch(/宋体[\s\S]*<w:sz w:val="28"\/>[\s\S]*— [\s\S]*PAGE[\s\S]* —/)
  })

  it('says every paragraph and the printed cells of the content, in order, and who signs', async () => {
    const snapshot = sampleSnapshot({ units: 3, overdue: 2, restricted: 2 })
    const words = wordsOf(partOf(await unzipText(await reportDocx(snapshot, hash)), 'word/document.xml'))
    expect(words).toContain('陵川县政务信息系统迁移上云工作月报（2026年10月）')
    let from = 0
    for (const section of contentOf(snapshot)) {
      const texts = section.blocks.flatMap((block) =>
        block.kind === 'table' || block.kind === 'bars' ? [] : [block.text],
      )
      for (const text of [section.heading, ...texts]) {
        from = words.indexOf(text, from)
        expect(from, text).toBeGreaterThan(-1)
      }
    }
    expect(words).toContain('首期，无上月可比')
    expect(words).toContain('第七条：应于2026年6月30日前迁移上云')
    expect(words).toContain('陵川县数据局2026年11月1日')
    expect(words).toContain(`数据快照校验码（SHA-256前16位）：${hash.slice(0, 16)}`)
  })

  it('says so when a list made late differs from the number tracked', () => {
    const snapshot = sampleSnapshot({ units: 2, overdue: 2, restricted: 0 })
    const said = (of: MonthlySnapshot) => JSON.stringify(contentOf(of)[2])
    expect(said(snapshot)).not.toContain('更正')
    expect(said({ ...snapshot, overdue: snapshot.overdue.slice(1) })).toContain(
      '指标核定时逾期2个，其后台账有更正，名单以制作时的台账为准，为1个。',
    )
  })

  it('cuts a list of thousands in print and says where the rest is', async () => {
    const snapshot = sampleSnapshot({ units: 2, overdue: 1000, restricted: 0 })
    const words = wordsOf(partOf(await unzipText(await reportDocx(snapshot, hash)), 'word/document.xml'))
    expect(words).toContain('其余700行见随附的Excel')
    const rows = await sheetOf(await reportXlsx(snapshot, hash), '逾期系统')
    expect(rows).toHaveLength(1001)
  })
})

describe('the workbook', () => {
  it('has its sheets, with numbers as numbers and money in the unit its header names', async () => {
    const snapshot = sampleSnapshot({ units: 3, overdue: 2, restricted: 2 })
    const bytes = await reportXlsx(snapshot, hash)
    const [header, first] = await sheetOf(bytes, '逾期系统')
    expect(header).toEqual([
      '系统编号',
      '系统名称',
      '单位',
      '应完成日期',
      '逾期天数',
      '所处阶段',
      '停拨依据',
      '停拨自',
      '事由',
      '年运维经费（万元）',
    ])
    expect(first?.slice(0, 5)).toEqual([
      'LC-0000',
      '第0号综合业务管理与服务平台',
      '县第0号局',
      '2026-06-30',
      123,
    ])
    expect(first?.at(-1)).toBe(12.345678)
    const units = await sheetOf(bytes, '各单位')
    expect(units.at(-1)).toEqual([
      '合计',
      snapshot.counts.required,
      snapshot.counts.confirmed,
      expect.any(Number),
      2,
    ])
    const overall = new Map((await sheetOf(bytes, '总体')).map((row) => [row[0], row[1]]))
    expect(overall.get('已完成迁移确认（个，分子）')).toBe(snapshot.counts.confirmed)
    expect(overall.get('应迁移上云（个，分母）')).toBe(snapshot.counts.required)
    expect(overall.get('口径')).toContain('口径第1版')
    expect(await sheetOf(bytes, '变化')).toEqual([['首期，无上月可比。']])
    for (const sheet of ['经费受限', '豁免']) expect((await sheetOf(bytes, sheet)).length).toBeGreaterThan(1)
  })

  it('keeps a name that begins like a formula as text', async () => {
    for (const name of ['=1+1', '+86', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")']) {
      const bytes = await reportXlsx(withSystem(name), hash)
      const rows = await sheetOf(bytes, '逾期系统')
      expect(rows[1]?.[1]).toBe(name)
      const sheets = [...(await unzipText(bytes))].filter(([path]) =>
        /^xl\/worksheets\/sheet\d+\.xml$/.test(path),
      )
      for (const [, xml] of sheets) {
        expect(xml).not.toContain('<f>')
        // An attribute that stands twice makes the file unreadable.
        expect(xml).toContain(
          '<pageSetup fitToWidth="1" fitToHeight="0" paperSize="9" orientation="landscape"/>',
        )
      }
    }
  })

  it('has every sheet when there is nothing to list', async () => {
    const snapshot = sampleSnapshot({ units: 1, overdue: 0, restricted: 0 })
    const bytes = Buffer.from(await reportXlsx({ ...snapshot, exemptions: [], runningTwice: [] }, hash))
    expect(await sheetOf(bytes, '逾期系统')).toEqual([['本月末无逾期系统。']])
    expect(await sheetOf(bytes, '豁免')).toEqual([['无豁免。']])
  })
})

describe('both files', () => {
  it('are the same bytes for the same snapshot, whenever they are made', async () => {
    const snapshot = sampleSnapshot({ units: 3, overdue: 5, restricted: 2 })
    const [docx, xlsx] = await Promise.all([reportDocx(snapshot, hash), reportXlsx(snapshot, hash)])
    // Zip files count time in steps of two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2100))
    expect(Buffer.from(await reportDocx(snapshot, hash)).equals(Buffer.from(docx))).toBe(true)
    expect(Buffer.from(await reportXlsx(snapshot, hash)).equals(Buffer.from(xlsx))).toBe(true)
  })
})

describe('what changed', () => {
  it('is what one list has and the other has not, both ways', () => {
    const last = { ...sampleSnapshot({ units: 2, overdue: 3, restricted: 2 }), confirmed: [] }
    const now = sampleSnapshot({ units: 2, overdue: 2, restricted: 3 })
    const changes = changesSince(last, now)
    expect(changes.newlyConfirmed).toEqual(now.confirmed)
    expect(changes.newlyOverdue).toEqual([])
    expect(changes.settled.map(({ code }) => code)).toEqual(['LC-0002'])
    expect(changes.newlyStopped.map(({ code }) => code)).toEqual(['LC-0002'])
    expect(changes.restored).toEqual([])
    expect(changes.previous).toMatchObject({ overdue: 3, restricted: 2 })
  })
})
