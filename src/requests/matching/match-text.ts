import type { Families, Family } from './families.ts'
import { certainFamily } from './find-family.ts'
import { bandwidthOf, flavourOf, isPerMachine, packOf } from './items.ts'
import { type Asking, combined, type Matching, nothing } from './match.ts'
import type { Alternative, Demands, Match, Need, TextLine } from './model.ts'
import { productsOfOthers } from './other-products.ts'
import { type Figures, parseFigures } from './parse-text.ts'
import { prohibitionOf } from './prohibited.ts'
import { duplicateClauseOf } from './regulations.ts'
import { serveFamily } from './serve-family.ts'
import { solveNeed } from './solve-need.ts'
import { wantedClauses } from './wanted.ts'
import { coreOf, isEmpty, objectsOf } from './words.ts'

/** At most so many nearest items are shown. */
const mostAlternatives = 5
/** One that scores less than this share of the best is not near. */
const leastShare = 0.3
/** Beside figures of machines, 应用服务器 and 数据库服务器 say what a machine is for. */
const machineAtEnd = /(?:服务器|主机|虚拟机)\s*$/
const machineWords = /主机|服务器|虚拟机|裸金属|物理机/

/** In: a line in words. Out: the items that certainly serve it; what isn't certain is not-in-catalogue, with the nearest. */
export function matchText(matching: Asking, line: TextLine): Match {
  const clauses = wantedClauses(line.text)
  if (clauses.length === 0)
    return {
      ...nothing(line.id),
      outcome: 'not-in-catalogue',
      reason: '只写了不需要什么，没有写需要什么；请补充需要的服务或规格。',
    }
  const figures = parseFigures(clauses.join(','))
  const phrases = figures.rest
    .split(/[,，]/)
    .flatMap(objectsOf)
    .filter((phrase) => figures.machines.length === 0 || !machineAtEnd.test(phrase))
  const found = wantedFamilies(matching.pools.families, phrases, figures)
  const shared = found.filter((family) => family.shared)
  const demands = demandsOf(line, clauses)
  return (
    forbidden(matching, line, clauses) ??
    (shared.length > 0 && !isJoining(clauses) ? mustNotBuild(matching, line, shared) : null) ??
    served(matching, { line, demands, figures, found }) ??
    otherProduct(matching, line, demands, phrases) ??
    uncertain(matching.pools.families, line, phrases)
  )
}

function forbidden({ regulationId }: Matching, { id }: TextLine, clauses: readonly string[]): Match | null {
  for (const clause of clauses) {
    const prohibition = prohibitionOf(clause, regulationId)
    if (prohibition === null) continue
    const reason = `“${shortened(clause)}”：按${prohibition.article}，${prohibition.reason}`
    return { ...nothing(id), outcome: 'must-not-build', clause: prohibition.clause, reason }
  }
  return null
}

/** Whether only the use of what exists is asked for (接入, 对接, 使用), and nothing is to be built. */
function isJoining(clauses: readonly string[]): boolean {
  const said = clauses.join(',')
  return (
    /(?:接入|对接|使用|利用|依托|调用).{2}/.test(said) &&
    !/建|开发|采购|购|打造|部署|升级|改造|改版|扩容|引进|上线/.test(said.replace(/已建|统建|市建|县建/g, ''))
  )
}

interface Understood {
  line: TextLine
  demands: LineDemands
  figures: Figures
  found: readonly Family[]
}

/** What the figures and the services found ask for, served. Out: null when they ask for nothing. */
function served(matching: Asking, { line, demands, figures, found }: Understood): Match | null {
  const sized = sizedFamily(found)
  const size = sized === undefined ? undefined : figures.machines[0]
  const needs = needsOf(size === undefined ? figures : { ...figures, machines: [] }, line.quantity)
  const rest = found.filter((family) => !isAskedBy(needs, family))
  const machines = needs.reduce((sum, need) => (need.what === 'machine' ? sum + need.quantity : sum), 0)
  const solutions = [
    ...needs.map((need) => solveNeed(matching.pools, need, demands, matching.effort)),
    ...rest.map((family) =>
      serveFamily(matching.pools, family, demands, {
        rest: figures.rest,
        quantity: machines > 0 && family.items.every(isPerMachine) ? machines : line.quantity,
        size: family === sized ? size : undefined,
      }),
    ),
  ]
  return solutions.length === 0 ? null : combined(line.id, solutions)
}

/** A service named beside figures that already ask for it adds nothing. */
function isAskedBy(needs: readonly Need[], { name, items }: Family): boolean {
  return needs.some(
    ({ what }) =>
      (what === 'machine' && machineWords.test(name) && items.some((item) => flavourOf(item) !== null)) ||
      (what === 'storage' && items.some((item) => packOf(item) !== null)) ||
      (what === 'bandwidth' && items.some((item) => bandwidthOf(item) !== null)),
  )
}

/**
 * Out: the services that are certainly wanted. The first phrase that says anything decides what the line is about: when it
 * is uncertain, later ones are only parts of something unknown, unless figures say what is wanted.
 */
function wantedFamilies(families: Families, phrases: readonly string[], figures: Figures): Family[] {
  const said = phrases.filter((phrase) => !isEmpty(phrase))
  const found: Family[] = []
  for (const [place, phrase] of said.entries()) {
    const one = certainFamily(families, phrase)
    const parts = severalFamilies(families, phrase)
    const several = parts.length > 0 || one === null ? parts : [one]
    if (several.length === 0 && place === 0 && !hasFigures(figures)) return []
    for (const family of several) if (!found.includes(family)) found.push(family)
  }
  return found
}

/** A service that comes in cores and memory (a database): the figures are its size, unless machines are named as well. */
function sizedFamily(found: readonly Family[]): Family | undefined {
  if (found.some(({ name }) => machineWords.test(name))) return undefined
  return found.find(({ items }) => items.some(({ vcpu, category }) => vcpu !== null && category !== 'IaaS'))
}

/** 堡垒机和日志服务: every part must be certain. */
function severalFamilies(families: Families, phrase: string): Family[] {
  const parts = phrase.split(/以及|和|与|及|、|\+/).filter((part) => !isEmpty(part))
  if (parts.length < 2) return []
  const found = parts.map((part) => certainFamily(families, part))
  const certain = found.flatMap((family) => family ?? [])
  return certain.length === parts.length ? certain : []
}

const hasFigures = ({ machines, storage, bandwidths }: Figures) =>
  machines.length + storage.length + bandwidths.length > 0

type LineDemands = Demands & { id: string }

function demandsOf(line: TextLine, clauses: readonly string[]): LineDemands {
  const domestic = /信创|国产化|鲲鹏|飞腾/.test(clauses.join(','))
  return { ...line, domestic: line.domestic ?? (domestic ? true : undefined) }
}

function needsOf({ machines, storage, bandwidths }: Figures, times = 1): Need[] {
  return [
    ...machines.map(
      (machine): Need => ({
        what: 'machine',
        ...machine,
        quantity: machine.quantity * times,
        splittable: false,
        attached: [],
      }),
    ),
    ...storage.map(
      ({ storageGiB, kind }): Need => ({ what: 'storage', kind, storageGiB: storageGiB * times }),
    ),
    ...bandwidths.map(({ mbps }): Need => ({ what: 'bandwidth', quantity: times, mbps, splittable: false })),
  ]
}

function mustNotBuild({ regulationId }: Matching, { id }: TextLine, families: readonly Family[]): Match {
  const items = families.flatMap(({ items: [first] }) => first ?? [])
  const names = items.map(({ name, code }) => `${name}（${code}）`).join('、')
  const duplicate = duplicateClauseOf(regulationId)
  const basis = duplicate === null ? '' : `按${duplicate.article}，`
  const none = nothing(id)
  return {
    ...none,
    outcome: 'must-not-build',
    items: items.map(({ code }) => ({ code, quantity: 1, monthlyFen: none.monthlyFen })),
    clause: duplicate?.clause ?? null,
    reason: `${basis}公共应用支撑已有${names}，各部门不得重复建设；请申请接入。`,
  }
}

/** A product that the catalogue doesn't have by name, but another does its work. */
function otherProduct(
  matching: Matching,
  line: TextLine,
  demands: LineDemands,
  phrases: readonly string[],
): Match | null {
  for (const phrase of phrases) {
    const product = productsOfOthers.find(({ named }) => named.test(phrase))
    if (product === undefined) continue
    const family = certainFamily(matching.pools.families, product.instead)
    if (family === null) continue
    const solution = serveFamily(matching.pools, family, demands, { rest: phrase, quantity: line.quantity })
    if (!('picks' in solution)) continue
    const reason = `目录没有${product.name}，由${family.name}代替，应用可能需要适配。${solution.reason}`
    return combined(line.id, [{ ...solution, substituted: true, optimal: false, reason }])
  }
  return null
}

function uncertain(families: Families, line: TextLine, phrases: readonly string[]): Match {
  const ranked = families.rank(phrases.map(coreOf).join(' '))
  const least = (ranked[0]?.score ?? 0) * leastShare
  const near = ranked.filter(({ score }) => score >= least).slice(0, mostAlternatives)
  const alternatives = near.flatMap(alternativeOf)
  const nearest = alternatives.map(({ name }) => name).join('、')
  return {
    ...nothing(line.id),
    outcome: 'not-in-catalogue',
    reason:
      nearest === ''
        ? '目录中没有服务项与此相符；如确有需要，可以向大数据中心提出增补。'
        : `目录中没有服务项与此确切相符，最接近的是${nearest}；若指其中一项，请写明它的名称，否则可以提出增补。`,
    alternatives,
  }
}

function alternativeOf({ family }: { family: Family }): Alternative[] {
  const [item] = family.items
  if (item === undefined) return []
  const { code, name, specification, monthlyFen } = item
  return [{ code, name, specification, quantity: 1, monthlyFen, change: null }]
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
