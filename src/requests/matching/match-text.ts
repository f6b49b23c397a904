import type { Families, Family } from './families.ts'
import { certainFamily, certaintyOf } from './find-family.ts'
import { bandwidthOf, flavourOf, isPerMachine, meets, packOf } from './items.ts'
import { familyOfCode } from './learnt.ts'
import { type Asking, combined, type Matching, nothing } from './match.ts'
import { type Certainty, certainties, type Demands, type Match, type Need, type TextLine } from './model.ts'
import { type Figures, parseFigures } from './parse-text.ts'
import { prohibitionOf } from './prohibited.ts'
import { serveFamily } from './serve-family.ts'
import { solveNeed } from './solve-need.ts'
import { type LineDemands, mustNotBuild, otherProduct, shortened, uncertain } from './text-outcomes.ts'
import { requestedClauses, wantedClauses } from './wanted.ts'
import { folded, isEmpty, objectsOf, tokensOf } from './words.ts'

/** Beside figures of machines, 应用服务器 and 数据库服务器 say what a machine is for. */
const machineAtEnd = /(?:服务器|主机|虚拟机)\s*$/
const machineWords = /主机|服务器|虚拟机|裸金属|物理机/

/** In: a line in words. Out: the items that certainly serve it; what isn't certain is not-in-catalogue, with the nearest. */
export function matchText(matching: Asking, line: TextLine): Match {
  const { families } = matching.pools
  const clauses = requestedClauses(wantedClauses(families.corrected(folded(line.text))))
  if (clauses.length === 0)
    return {
      ...nothing(line.id),
      outcome: 'not-in-catalogue',
      certainty: 'uncertain',
      reason: '只写了不需要什么，没有写需要什么；请补充需要的服务或规格。',
    }
  const figures = parseFigures(clauses.join(','))
  const phrases = figures.rest
    .split(/[,，]/)
    .flatMap(objectsOf)
    .filter((phrase) => figures.machines.length === 0 || !machineAtEnd.test(phrase))
  const demands = demandsOf(line, clauses, matching.pools.architectures)
  const learnt = matching.learnt?.find(clauses) ?? null
  if (learnt?.code === null) return { ...uncertain(families, line, phrases), certainty: 'learnt' }
  const taught = learnt?.code === undefined ? null : familyOfCode(families, learnt.code)
  const found = (taught === null ? wantedFamilies(families, phrases, figures) : [taught]).map((family) =>
    suitedHosts(families, family, clauses, demands),
  )
  const shared = found.filter((family) => family.shared)
  const product = found.length === 0 ? otherProduct(matching, line, demands, { phrases, figures }) : null
  const rule = forbidden(matching, line, clauses)
  if (rule !== null) return { ...rule, certainty: 'rule' }
  const match =
    (shared.length > 0 ? mustNotBuild(matching, line, shared, isJoining(clauses)) : null) ??
    product ??
    served(matching, { line, demands, figures, found })
  if (match === null) return { ...uncertain(families, line, phrases), certainty: 'uncertain' }
  return { ...match, certainty: taught === null ? leastCertain(found, phrases) : 'learnt' }
}

/** Figures alone are certain; of several services the least certain one counts. */
function leastCertain(found: readonly Family[], phrases: readonly string[]): Certainty {
  const places = found.map((family) => certainties.indexOf(certaintyOf(family, phrases)))
  return certainties[Math.max(certainties.indexOf('figures'), ...places)] ?? 'uncertain'
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

/** Hosts without a name of their own: what is said of them decides which they are (带显卡的云主机), and so does what is demanded. */
function suitedHosts(
  families: Families,
  family: Family,
  clauses: readonly string[],
  demands: Demands,
): Family {
  const kind = hostKind(family)
  if (kind !== 'cloud-host') return family
  const wanted = /gpu|显卡|算力卡/.test(clauses.join(',')) ? 'gpu-host' : kind
  const suits = (each: Family) => hostKind(each) === wanted && each.items.some((item) => meets(item, demands))
  return suits(family) ? family : (families.all.find(suits) ?? family)
}

const hostKind = ({ items: [first] }: Family) => (first === undefined ? undefined : flavourOf(first)?.kind)

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
 * is uncertain, later ones are only parts of something unknown, unless figures say what is wanted; and what an unknown
 * system shall be able to do is never forbidden by one word of it.
 */
function wantedFamilies(families: Families, phrases: readonly string[], figures: Figures): Family[] {
  const said = phrases.filter((phrase) => !isEmpty(phrase))
  const found: Family[] = []
  let partOnly = false
  for (const [place, phrase] of said.entries()) {
    const one = certainFamily(families, phrase)
    const parts = severalFamilies(families, phrase)
    const several = parts.length > 0 || one === null ? parts : [one]
    if (several.length === 0 && place === 0) partOnly = true
    if (partOnly && !hasFigures(figures)) return []
    for (const family of several)
      if (!found.includes(family) && !(partOnly && family.shared)) found.push(family)
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

function demandsOf(
  line: TextLine,
  clauses: readonly string[],
  architectures: readonly string[],
): LineDemands {
  const said = clauses.join(',')
  const domestic = /信创|国产化|鲲鹏|飞腾|海光|龙芯|麒麟|统信|欧拉/.test(said)
  const architecture = architectures.find((each) => tokensOf(said).includes(each.toLowerCase()))
  return {
    ...line,
    domestic: line.domestic ?? (domestic ? true : undefined),
    architecture: line.architecture ?? architecture,
  }
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
