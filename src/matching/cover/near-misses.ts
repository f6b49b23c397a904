import type { CatalogueIndex } from '../catalogue-index.ts'
import type { Need, OrderedItem, Served, Unserved } from '../model.ts'
import {
  type Alternative,
  kindInChinese,
  type MachineNeed,
  type Requirements,
  sizeInChinese,
} from '../model.ts'
import { totalOf, yuan } from '../money.ts'
import { kindsFor } from './serve-machines.ts'

type Serve = (need: Need, requirements: Requirements) => Served | null

/** One change to a line, in words, and what serves it then. */
interface Change {
  words: string
  served: Served
}

/**
 * In: a need that nothing serves. Out: why, and the smallest changes after each of which something does: another zone,
 * another technical route, a lower level, without 信创, a smaller machine.
 */
export function nearMisses(
  catalogue: CatalogueIndex,
  need: Need,
  requirements: Requirements,
  serve: Serve,
): Unserved {
  const changes = [
    ...smallest(changedRequirements(catalogue, requirements), ({ words, changed }) => {
      const served = serve(need, changed)
      return served === null ? null : { words, served }
    }),
    ...(need.what === 'machine' ? smallerMachine(catalogue, need, requirements, serve) : []),
  ]
  const alternatives = changes.flatMap(({ words, served }) => alternativesOf(catalogue, words, served.items))
  const ways = changes.slice(0, 3).map(({ words, served }) => `${words}即可由${namesOf(served.items)}提供`)
  const advice = ways.length === 0 ? '只改一处也没有服务项能满足。' : `${ways.join('；或')}。`
  return { reason: `${whyNot(catalogue, need, requirements)}；${advice}`, alternatives }
}

/** Demands of which one is given up or changed. */
export interface ChangedRequirements {
  words: string
  /** Of several changes of one kind the earlier is the smaller: after one that helps the rest isn't asked. */
  kind: string
  changed: Requirements
}

/** In: requirements. Out: each with one of them given up or changed, in words; of one kind the smaller change first. */
export function changedRequirements(
  catalogue: CatalogueIndex,
  requirements: Requirements,
): ChangedRequirements[] {
  const { zone, domestic, architecture, protectionLevel } = requirements
  const changes: ChangedRequirements[] = []
  if (zone !== undefined)
    for (const other of catalogue.zones)
      if (other !== zone)
        changes.push({ words: `改到${other}`, kind: other, changed: { ...requirements, zone: other } })
  if (architecture !== undefined)
    changes.push({
      words: `不限定${architecture}架构`,
      kind: 'architecture',
      changed: { ...requirements, architecture: undefined },
    })
  for (let level = (protectionLevel ?? 1) - 1; level >= 1; level -= 1)
    changes.push({
      words: `等保降到${level}级`,
      kind: 'level',
      changed: { ...requirements, protectionLevel: level },
    })
  if (domestic === true)
    changes.push({ words: '不限定信创', kind: 'domestic', changed: { ...requirements, domestic: false } })
  return changes
}

/** In: changes and what comes of one. Out: what came of those that help, of each kind the smallest. */
export function smallest<T>(
  changes: readonly ChangedRequirements[],
  outcomeOf: (change: ChangedRequirements) => T | null,
): T[] {
  const found = new Map<string, T>()
  for (const change of changes) {
    const outcome = found.has(change.kind) ? null : outcomeOf(change)
    if (outcome !== null) found.set(change.kind, outcome)
  }
  return [...found.values()]
}

/** The same where it takes its time to know what comes of a change. */
export async function smallestOf<T>(
  changes: readonly ChangedRequirements[],
  outcomeOf: (change: ChangedRequirements) => Promise<T | null>,
): Promise<T[]> {
  const found = new Map<string, T>()
  for (const change of changes) {
    const outcome = found.has(change.kind) ? null : await outcomeOf(change)
    if (outcome !== null) found.set(change.kind, outcome)
  }
  return [...found.values()]
}

/** Out: the largest machine that is within the demands and nearest to the need, by the share that must be given up. */
function smallerMachine(
  catalogue: CatalogueIndex,
  need: MachineNeed,
  requirements: Requirements,
  serve: Serve,
): Change[] {
  const flavours = kindsFor(need.kind)
    .flat()
    .flatMap((kind) => catalogue.with(requirements).machines(kind).flavours)
  const share = (have: number, want: number) => (have >= want ? 0 : (want - have) / want)
  const lost = ({ vcpu, memoryGiB }: { vcpu: number; memoryGiB: number }) =>
    share(vcpu, need.vcpu) + share(memoryGiB, need.memoryGiB)
  const nearest = flavours.reduce<(typeof flavours)[number] | null>((best, flavour) => {
    if (best === null) return flavour
    const difference = lost(flavour) - lost(best)
    return difference < 0 || (difference === 0 && flavour.fen < best.fen) ? flavour : best
  }, null)
  if (nearest === null) return []
  const vcpu = Math.min(need.vcpu, nearest.vcpu)
  const memoryGiB = Math.min(need.memoryGiB, nearest.memoryGiB)
  const changed = sizeInChinese(vcpu < need.vcpu ? vcpu : 0, memoryGiB < need.memoryGiB ? memoryGiB : 0)
  const served = serve({ ...need, vcpu, memoryGiB }, requirements)
  const smaller = served === null || changed === '' ? [] : [{ words: `减到${changed}`, served }]
  const split = need.splittable ? null : serve({ ...need, splittable: true }, requirements)
  return split === null ? smaller : [...smaller, { words: '允许拆成多台', served: split }]
}

/** Every item that serves after the change, with its own price. */
export function alternativesOf(
  catalogue: CatalogueIndex,
  words: string,
  items: readonly OrderedItem[],
): Alternative[] {
  return items.flatMap(({ code, quantity, monthlyFen }) => {
    const item = catalogue.items.find((each) => each.code === code)
    if (item === undefined) return []
    return [{ code, name: item.name, specification: item.specification, quantity, monthlyFen, change: words }]
  })
}

/** Items with their number, and what they cost together. */
export function namesOf(items: readonly OrderedItem[]): string {
  const total = yuan(totalOf(items.map(({ monthlyFen }) => monthlyFen)))
  return `${items.map(({ code, quantity }) => (quantity > 1 ? `${quantity}×${code}` : code)).join('＋')}（每月${total}）`
}

/** The condition that lets nothing pass, with the nearest that the catalogue has. */
function whyNot(catalogue: CatalogueIndex, need: Need, requirements: Requirements): string {
  const within = [
    requirements.zone,
    requirements.domestic === true ? '信创' : undefined,
    requirements.architecture,
    requirements.protectionLevel === undefined ? undefined : `等保${requirements.protectionLevel}级`,
  ].filter((word) => word !== undefined)
  const where = within.length === 0 ? '目录中' : `目录中符合${within.join('、')}的`
  if (need.what === 'storage') return `${where}没有${kindInChinese[need.kind]}`
  if (need.what === 'bandwidth') return `${where}没有能到${need.mbps}M的互联网带宽`
  const kind = kindInChinese[need.kind]
  const { flavours } = catalogue.with(requirements).machines(need.kind)
  const size = sizeInChinese(need.vcpu, need.memoryGiB)
  if (flavours.length === 0) return `${where}没有${kind}`
  const largest = flavours.reduce((best, each) =>
    each.vcpu > best.vcpu || (each.vcpu === best.vcpu && each.memoryGiB > best.memoryGiB) ? each : best,
  )
  return `${where}${kind}没有一台够${size}，最大规格${sizeInChinese(largest.vcpu, largest.memoryGiB)}`
}
