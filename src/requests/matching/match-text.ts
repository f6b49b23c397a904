import type { Families, Family } from './families.ts'
import { certainFamily } from './find-family.ts'
import { combined, type Matching, nothing } from './match.ts'
import type { Alternative, Match, Need, Solution, TextLine } from './model.ts'
import { productsOfOthers } from './other-products.ts'
import { type Figures, type MachineFigures, parseFigures } from './parse-text.ts'
import { prohibitionOf } from './prohibited.ts'
import { serveFamily } from './serve-family.ts'
import { solveNeed } from './solve-need.ts'
import { wantedClauses } from './wanted.ts'
import { isEmpty, objectsOf } from './words.ts'

/** At most so many nearest items are shown. */
const mostAlternatives = 5
const machineWords = /主机|服务器|虚拟机|裸金属|物理机/

/** In: a line in words. Out: the items that certainly serve it; what isn't certain is not-in-catalogue, with the nearest. */
export function matchText(matching: Matching, line: TextLine): Match {
  const clauses = wantedClauses(line.text)
  if (clauses.length === 0)
    return {
      ...nothing(line.id),
      outcome: 'not-in-catalogue',
      reason: '只写了不需要什么，没有写需要什么；请补充需要的服务或规格。',
    }
  for (const clause of clauses) {
    const prohibition = prohibitionOf(clause, matching.regulationId)
    if (prohibition !== null)
      return {
        ...nothing(line.id),
        outcome: 'must-not-build',
        clause: prohibition.clause,
        reason: `“${shortened(clause)}”：按${prohibition.article}，${prohibition.reason}`,
      }
  }
  const figures = parseFigures(clauses.join(','))
  const phrases = figures.rest.split(/[,，]/).flatMap(objectsOf)
  const found = wantedFamilies(matching.pools.families, phrases, figures)
  const shared = found.filter((family) => family.shared)
  if (shared.length > 0) return mustNotBuild(matching, line, shared)
  const demands = demandsOf(line, figures.rest, clauses)
  const sized = sizedFamily(found)
  const size = sized === undefined ? undefined : figures.machines[0]
  const needs = needsOf(size === undefined ? figures : { ...figures, machines: [] }, line.quantity)
  const solutions: Solution[] = [
    ...needs.map((need) => solveNeed(matching.pools, need, demands)),
    ...found.flatMap((family) =>
      servedByFamily(matching, family, line, demands, figures, needs, family === sized ? size : undefined),
    ),
  ]
  if (solutions.length > 0) return { ...combined(line.id, solutions), id: line.id }
  return otherProduct(matching, line, demands, phrases) ?? uncertain(matching.pools.families, line, phrases)
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

function demandsOf(line: TextLine, rest: string, clauses: readonly string[]) {
  const domestic = /信创|国产化|鲲鹏|飞腾/.test(clauses.join(','))
  const level = /等?保?([二三])级(?:等保|保护)|等保([二三])级/.exec(rest)
  const said = level === null ? 0 : '一二三'.indexOf(level[1] ?? level[2] ?? '') + 1
  const protectionLevel = Math.max(line.protectionLevel ?? 0, said)
  return {
    ...line,
    domestic: line.domestic ?? (domestic || undefined),
    protectionLevel: protectionLevel === 0 ? undefined : protectionLevel,
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

/** A service named beside figures that already asked for it adds nothing; its size may be the figures'. */
function servedByFamily(
  { pools }: Matching,
  family: Family,
  line: TextLine,
  demands: ReturnType<typeof demandsOf>,
  figures: Figures,
  needs: readonly Need[],
  size: MachineFigures | undefined,
): Solution[] {
  const asked = (what: Need['what']) => needs.some((need) => need.what === what)
  if (asked('machine') && machineWords.test(family.name)) return []
  if (asked('storage') && family.items.some(({ group }) => /存储|备份/.test(group))) return []
  if (asked('bandwidth') && /带宽/.test(family.name)) return []
  return [serveFamily(pools, family, demands, { rest: figures.rest, quantity: line.quantity, size })]
}

function mustNotBuild({ regulationId }: Matching, line: TextLine, families: readonly Family[]): Match {
  const items = families.flatMap(({ items: [first] }) => first ?? [])
  const names = items.map(({ name, code }) => `${name}（${code}）`).join('、')
  const [yuncheng] = regulationId === 'yuncheng-2021' ? ['YC-28b'] : [null]
  const basis = yuncheng === null ? '' : '按第二十八条，'
  return combinedShared(
    line.id,
    items.map(({ code, monthlyFen }) => ({ code, quantity: 1, monthlyFen })),
    `${basis}公共应用支撑已有${names}，各部门不得重复建设；请申请接入。`,
    yuncheng ?? null,
  )
}

function combinedShared(
  id: string,
  picks: readonly { code: string; quantity: number; monthlyFen: Match['monthlyFen'] | null }[],
  reason: string,
  clause: string | null,
): Match {
  const empty = nothing(id)
  return {
    ...empty,
    outcome: 'must-not-build',
    items: picks.map((pick) => ({ ...pick, monthlyFen: pick.monthlyFen ?? empty.monthlyFen })),
    reason,
    clause,
  }
}

/** A product that the catalogue doesn't have by name, but another does its work. */
function otherProduct(
  matching: Matching,
  line: TextLine,
  demands: ReturnType<typeof demandsOf>,
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
  const alternatives = families.rank(phrases.join(' ')).slice(0, mostAlternatives).flatMap(alternativeOf)
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
