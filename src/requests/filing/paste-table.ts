/** Pure. */

import type { DraftLine } from './draft-input.ts'
import type { Attachable } from './edit-choices.ts'

/** What the edition in force has, by which cells are read. */
export interface Known {
  zones: readonly string[]
  architectures: readonly string[]
  attachable: readonly Attachable[]
}

type Cell =
  | 'quantity'
  | 'vcpu'
  | 'memoryGiB'
  | 'storageGiB'
  | 'bandwidthMbps'
  | 'zone'
  | 'protectionLevel'
  | 'domestic'
  | 'attached'
  | 'text'

/** What columns of a spreadsheet are called; the first that fits. */
const headers: readonly [Cell, RegExp][] = [
  ['quantity', /^(数量|台数|台套数|个数|数量[(（].*)$/],
  ['vcpu', /^(v?cpu|核数|vcpu核数|cpu核数|处理器|v?cpu[(（].*|核数[(（].*)$/i],
  ['memoryGiB', /^(内存|内存容量|内存[(（]?g.*)$/i],
  ['storageGiB', /^(存储|硬盘|磁盘|数据盘|存储容量|硬盘容量|(存储|硬盘|磁盘|数据盘)[(（]?g.*)$/i],
  ['bandwidthMbps', /^(带宽|互联网带宽|(互联网)?带宽[(（]?m.*)$/i],
  ['zone', /^(网络区域|区域|网络|部署区域)$/],
  ['protectionLevel', /^(等保|等保级别|等级保护|等保定级)$/],
  ['domestic', /^(信创|是否信创|国产化)$/],
  ['attached', /^(配套|配套服务|随机配套|每台配套|附加|附加服务)$/],
  ['text', /^(需求|需求描述|用途|名称|资源名称|服务|服务名称|说明|备注|内容)$/],
]

/**
 * In: pasted rows and what the edition has. Out: a line for each row under a row of known headings, cells left empty
 * left out; null when the rows aren't such a table. A cell that doesn't fit makes its row a line of words; what is to
 * come with a machine and isn't billed by it becomes a line of its own.
 */
export function readTableRows(rows: readonly string[], known: Known): DraftLine[] | null {
  const [head, ...body] = rows.map((row) => row.split('\t').map((cell) => cell.trim()))
  if (head === undefined || head.length < 2) return null
  const columns = head.map((title) => headers.find(([, named]) => named.test(title.replace(/\s/g, '')))?.[0])
  if (columns.filter((column) => column !== undefined).length < 2) return null
  return body.flatMap((cells) => linesOf(cells, columns, known))
}

function linesOf(
  cells: readonly string[],
  columns: readonly (Cell | undefined)[],
  known: Known,
): DraftLine[] {
  const source = cells.filter((cell) => cell !== '').join('，')
  const line: DraftLine = { source, confirmed: false }
  const words: string[] = []
  const wanted: string[] = []
  for (const [place, column] of columns.entries()) {
    const cell = cells[place] ?? ''
    if (column === undefined || cell === '') continue
    if (column === 'text') words.push(cell)
    else if (column === 'attached') wanted.push(...namesIn(cell))
    else if (!put(line, column, cell, known)) return [{ text: source, source, confirmed: false }]
  }
  const machine = line.vcpu !== undefined || line.memoryGiB !== undefined
  const codes = wanted.map((name) => (machine ? attachableCalled(name, known.attachable) : undefined))
  const attached = [...new Set(codes.flatMap((code) => code ?? []))]
  const apart = wanted.filter((_, place) => codes[place] === undefined)
  const sized = machine || [line.storageGiB, line.bandwidthMbps].some((figure) => figure)
  if (!sized) return [{ ...line, text: words.join('，') || source }]
  return [
    attached.length === 0 ? line : { ...line, attached },
    ...apart.map((name) => ({ text: name, source, confirmed: false })),
  ]
}

/** 主机安全、态势感知 → both names; 无 is none. */
function namesIn(cell: string): string[] {
  return cell.split(/[、，,;；/+\s]+/).filter((name) => !/^(|无|不要求)$/.test(name))
}

/** Out: whether the cell could be understood. */
function put(
  line: DraftLine,
  column: Exclude<Cell, 'text' | 'attached'>,
  cell: string,
  known: Known,
): boolean {
  switch (column) {
    case 'zone':
      line.zone = known.zones.find((zone) => cell.includes(zone))
      return line.zone !== undefined
    case 'domestic':
      if (!/^(是|否|√|×|信创|无|不要求)$/.test(cell)) return false
      if (/^(是|√|信创)$/.test(cell)) line.domestic = true
      return true
    case 'protectionLevel': {
      const level =
        '一二三四五'.indexOf(/[一二三四五]/.exec(cell)?.[0] ?? '无') + 1 ||
        Number(/^[1-5]/.exec(cell)?.[0] ?? 0)
      if (level > 0) line.protectionLevel = level
      return level > 0 || /无|未定级|不要求/.test(cell)
    }
    default: {
      const figure = /^(\d{1,7})\s*(台|套|个|核|c|g|gb|gib|t|tb|m|mbps|兆)?$/i.exec(cell)
      if (figure?.[1] === undefined) return false
      const tera = /^t/i.test(figure[2] ?? '')
      line[column] = Number(figure[1]) * (tera ? 1024 : 1)
      return true
    }
  }
}

/** In: 主机安全, or HSS-01. Out: the code of the per-machine item that is called so. */
function attachableCalled(name: string, attachable: readonly Attachable[]): string | undefined {
  const called = name.toUpperCase()
  return attachable.find((item) =>
    [item.code, item.name, ...item.aliases].some((each) => each.toUpperCase() === called),
  )?.code
}
