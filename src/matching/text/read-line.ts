import type { CatalogueIndex } from '../catalogue-index.ts'
import type { Requirements, TextLine } from '../model.ts'
import { affirmedClauses, requestedClauses } from './clauses.ts'
import { type Figures, parseFigures } from './parse-figures.ts'
import { foldText, objectsOf, tokensOf } from './words.ts'

/** A line in words, parsed: what it says before it is known which services it means. */
export interface ReadLine {
  line: TextLine
  /** Everything it says but what is negated, folded, with slips of the keyboard mended: also why, and what for. */
  affirmed: string
  /** Of that, the clauses that request something. */
  clauses: readonly string[]
  figures: Figures
  /** What is to be had, as phrases, without the figures. */
  phrases: readonly string[]
  /** What the items must have, by the line's fields. */
  stated: Requirements & { id: string }
  /** And by its words: 信创 is an attribute of machines and software, not of disks and lines, which have no such kind. */
  demands: Requirements & { id: string }
}

/** Beside figures of machines, 应用服务器, 数据库服务器 and 前置机 say what a machine is for. */
const machineAtEnd = /(?:服务器|主机|虚拟机|前置机)(?:\s*\d+[台套])?\s*$/

/** In: a line in words, and the edition. Out: the line, read; without clauses when it only says what isn't needed. */
export function readLine(catalogue: CatalogueIndex, line: TextLine): ReadLine {
  const { services } = catalogue
  const affirmed = affirmedClauses(services.correctSpelling(foldText(line.text)))
  const clauses = requestedClauses(affirmed)
  const figures = parseFigures(clauses.join(','))
  const phrases = figures.rest
    .split(/[,，]/)
    .flatMap(objectsOf)
    .filter((phrase) => figures.machines.length === 0 || !machineAtEnd.test(phrase))
  const request = clauses.join(',')
  const stated = { ...line, zone: line.zone ?? catalogue.zones.find((zone) => isPlacedIn(zone, request)) }
  const demands = withKind(stated, request, catalogue.architectures)
  return { line, affirmed: affirmed.join(','), clauses, figures, phrases, stated, demands }
}

export const hasFigures = ({ machines, storage, bandwidths }: Figures) =>
  machines.length + storage.length + bandwidths.length > 0

/** 部署在互联网区: a zone by its name; 互联网 alone is an attribute of lines and addresses. */
function isPlacedIn(zone: string, text: string): boolean {
  const name = foldText(zone)
  return (
    text.includes(`${name}区`) ||
    new RegExp(`(?:部署|放置?|落|上架|安装)[在到于]${name}(?!带宽|出口)`).test(text)
  )
}

/** 信创 and technical route, as the words state them. */
function withKind(
  stated: ReadLine['stated'],
  text: string,
  architectures: readonly string[],
): ReadLine['demands'] {
  const domestic = /信创|国产化|鲲鹏|飞腾|海光|龙芯|麒麟|统信|欧拉/.test(text)
  const architecture = architectures.find((each) => tokensOf(text).includes(each.toLowerCase()))
  return {
    ...stated,
    domestic: stated.domestic ?? (domestic ? true : undefined),
    architecture: stated.architecture ?? architecture,
  }
}

/** Whether only the use of what exists is asked for (接入, 对接, 使用), and nothing is to be built. */
export function isOnlyConnecting({ clauses }: ReadLine): boolean {
  const text = clauses.join(',')
  return (
    /(?:接入|对接|使用|利用|依托|调用).{2}/.test(text) &&
    !/建|开发|采购|购|打造|部署|升级|改造|改版|扩容|引进|上线/.test(text.replace(/已建|统建|市建|县建/g, ''))
  )
}
