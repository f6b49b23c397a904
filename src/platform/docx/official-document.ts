import {
  AlignmentType,
  Document,
  type FileChild,
  Footer,
  type IParagraphOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx'
import type { CalendarDate } from '../dates.ts'
import { coreProperties } from './core-properties.ts'
import { datedZip } from './dated-zip.ts'

// GB/T 9704-2012: A4, margins 37/28/35/26 mm, 22 lines of 28 characters of 16 pt a page.
/** Twips, 1440 an inch. */
const mm = (millimetres: number) => Math.round((millimetres * 1440) / 25.4)
export const textWidth = mm(210 - 28 - 26)
/** 22 lines in 225 mm. */
const bodyLine = { line: 579, lineRule: LineRuleType.EXACT, before: 0, after: 0 }
/** 28 characters in 156 mm. */
const bodyTracking = -5
export const half = { title: 44, body: 32, page: 28, table: 24 }

const face = (eastAsia: string) => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia,
})
export const faces = {
  title: face('方正小标宋简体'),
  body: face('仿宋_GB2312'),
  heading: face('黑体'),
  subheading: face('楷体_GB2312'),
  page: { ascii: '宋体', hAnsi: '宋体', cs: '宋体', eastAsia: '宋体' },
}

export function line(text: string, font: typeof faces.body, options: IParagraphOptions = {}): Paragraph {
  return new Paragraph({
    spacing: bodyLine,
    widowControl: false,
    ...options,
    children: [new TextRun({ text, font, size: half.body, characterSpacing: bodyTracking })],
  })
}

/** 首行缩进2字: in characters of the body, so that it holds in any face. */
export const indented = { indent: { firstLineChars: 200, firstLine: 640 } }

export function titleLine(text: string): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { ...bodyLine, line: 640 },
    children: [new TextRun({ text, font: faces.title, size: half.title })],
  })
}

/** "— 1 —", 宋体 14 pt, one character from the outer edge. */
function pageNumber(side: 'left' | 'right'): Footer {
  const run = (children: (string | (typeof PageNumber)['CURRENT'])[]) =>
    new TextRun({ children, font: faces.page, size: half.page })
  return new Footer({
    children: [
      new Paragraph({
        alignment: side === 'left' ? AlignmentType.LEFT : AlignmentType.RIGHT,
        indent: { [side]: 280 },
        children: [run(['— ', PageNumber.CURRENT, ' —'])],
      }),
    ],
  })
}

/**
 * In: what an official document says, who issues it, when it was made. Out: it as .docx after GB/T 9704-2012; the same
 * content gives the same bytes.
 */
export async function officialDocument(of: {
  title: string
  issuedBy: string
  madeOn: CalendarDate
  children: readonly FileChild[]
}): Promise<Uint8Array> {
  const { title, issuedBy, madeOn, children } = of
  const document = new Document({
    title,
    creator: issuedBy,
    lastModifiedBy: issuedBy,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: faces.body, size: half.body, language: { value: 'zh-CN', eastAsia: 'zh-CN' } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            // The page number stands 7 mm below the text.
            margin: {
              top: mm(37),
              left: mm(28),
              bottom: mm(35),
              right: mm(26),
              header: mm(15),
              footer: mm(23),
            },
          },
        },
        footers: { default: pageNumber('right'), even: pageNumber('left') },
        children,
      },
    ],
  })
  const made = `${madeOn}T00:00:00Z`
  const bytes = await Packer.toArrayBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(title, issuedBy, made) },
  ])
  return datedZip(new Uint8Array(bytes), madeOn)
}
