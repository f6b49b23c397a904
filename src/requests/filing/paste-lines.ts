/** Pure. */

import { limits, parseRequest } from '../../matching/index.ts'
import { AppError } from '../../platform/errors.ts'
import { inTurns } from '../../platform/turns.ts'
import { type DraftLine, draftLimits, draftLine } from './draft-input.ts'
import { type Known, readTableRows } from './paste-table.ts'

/** Beside figures of machines, 数据库服务器 says what a machine is for. */
const machineAtEnd = /(?:服务器|主机|虚拟机|云主机)\s*$/
/** Said of how it must be, which has fields of its own. */
const qualities =
  /信创|国产化?|鲲鹏|飞腾|等(?:级)?保(?:护)?[一二三四五]级|[一二三四五]级等(?:级)?保|政务外网区?|互联网区?|x86|arm/gi

/**
 * In: pasted words or cells of a spreadsheet, and what the edition in force has. Out: lines for a person to confirm.
 * A row of words may give several lines; what isn't figures stays words. Others have their turn between rows. Throws invalid-input naming the limit.
 */
export async function readPasted(text: string, known: Known): Promise<DraftLine[]> {
  if (text.length > draftLimits.pasted)
    throw new AppError('invalid-input', `一次最多粘贴${draftLimits.pasted}个字，请分几次。`, {
      errors: [{ path: 'pasted', message: `一次最多粘贴${draftLimits.pasted}个字，请分几次` }],
    })
  const rows = text.split(/\r\n?|\n/).filter((row) => row.trim() !== '')
  if (rows.length > limits.lines) tooMany(rows.length)
  const read = readTableRows(rows, known) ?? (await readWords(rows, known))
  const lines = read.map((line) => (draftLine.safeParse(line).success ? line : inWords(line)))
  if (lines.length > limits.lines) tooMany(lines.length)
  return lines
}

async function readWords(rows: readonly string[], known: Known): Promise<DraftLine[]> {
  const turn = inTurns()
  const lines: DraftLine[] = []
  for (const row of rows) {
    lines.push(...linesOf(row, known))
    await turn()
  }
  return lines
}

/** Figures out of bounds (0台, 99999核) are left to the person, as words. */
function inWords({ source, text }: DraftLine): DraftLine {
  return { text: source ?? text, source, confirmed: false }
}

function tooMany(lines: number): never {
  throw new AppError('invalid-input', `粘贴了${lines}行，一份申请最多${limits.lines}行需求，请分成几份。`, {
    errors: [{ path: 'pasted', message: `一份申请最多${limits.lines}行需求，粘贴了${lines}行` }],
  })
}

function linesOf(row: string, known: Known): DraftLine[] {
  const words = row.replace(/\t+/g, '，').trim().slice(0, limits.text)
  const { figures, things, protectionLevel } = parseRequest(words, qualities)
  const { machines, storage, bandwidths } = figures
  const common = {
    ...qualitiesOf(words, known),
    ...(protectionLevel > 0 ? { protectionLevel } : {}),
    source: words,
    confirmed: false,
  }
  const found: DraftLine[] = [
    ...machines.map(({ quantity, vcpu, memoryGiB, kind }) => ({
      quantity,
      vcpu,
      memoryGiB,
      ...(kind === 'cloud-host' ? {} : { kind }),
      ...common,
    })),
    ...storage.map(({ storageGiB, kind }) => ({ storageGiB, kind, ...common })),
    ...bandwidths.map(({ mbps }) => ({ bandwidthMbps: mbps, ...common })),
  ]
  if (found.length === 0) return [{ text: words, ...common }]
  const others = machines.length > 0 ? things.filter((thing) => !machineAtEnd.test(thing)) : things
  return [...found, ...others.map((thing) => ({ text: thing.trim(), ...common }))]
}

/** What the words say of how it must be: zone and route only as the edition writes them. */
function qualitiesOf(words: string, known: Known) {
  const zone = known.zones.find((each) => words.includes(each))
  const architecture = known.architectures.find((each) =>
    new RegExp(`(?<![a-z0-9])${each.replace(/[^\w\u4e00-\u9fff]/g, '.')}(?![a-z0-9])`, 'i').test(words),
  )
  return {
    ...(zone === undefined || /互联网带宽/.test(words) ? {} : { zone }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(/信创|国产化|鲲鹏|飞腾/.test(words) ? { domestic: true } : {}),
  }
}
