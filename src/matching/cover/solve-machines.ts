import { type CatalogueIndex, hasFlatPrice, type MachineOffers } from '../catalogue-index.ts'
import type { Flavour } from '../items.ts'
import {
  kindInChinese,
  type MachineKind,
  type MachineNeed,
  machineKinds,
  type OrderedItem,
  type Requirements,
  type Served,
} from '../model.ts'
import { priceOf, totalOf, yuan } from '../money.ts'
import type { WorkBudget } from './cover-machines.ts'
import { machineDemand } from './demands.ts'
import { serveDemands } from './serve-demands.ts'
import { tariffOf } from './tariff.ts'

/** 8 and 16 → "8核16G"; what isn't asked for is left out. */
export function sizeInChinese(vcpu: number, memoryGiB: number): string {
  return `${vcpu > 0 ? `${vcpu}核` : ''}${memoryGiB > 0 ? `${memoryGiB}G` : ''}`
}

/**
 * In: a need of machines. Out: the cheapest items of the kind asked for; only when that kind has none, of another kind
 * (substituted); null when nothing serves. `effort` bounds what may be spent on proofs.
 */
export function serveMachines(
  catalogue: CatalogueIndex,
  need: MachineNeed,
  demands: Requirements,
  budget: WorkBudget,
): Served | null {
  for (const kind of kindsFor(need.kind)) {
    const served = serveByKind(catalogue, need, { demands, kind, budget })
    if (served === null) continue
    if (kind === need.kind) return served
    const by = `${kindInChinese[kind]}${served.picks[0]?.code ?? ''}`
    const instead = `没有${kindInChinese[need.kind]}能满足${sizeInChinese(need.vcpu, need.memoryGiB)}，由${by}代替。`
    return { ...served, substituted: true, instead, reason: `${instead}${served.reason}` }
  }
  return null
}

/** What may stand in for a kind; nothing does the work of a graphics card. */
export function kindsFor(kind: MachineKind): readonly MachineKind[] {
  return kind === 'gpu-host' ? [kind] : [kind, ...machineKinds.filter((other) => other !== kind)]
}

function serveByKind(
  catalogue: CatalogueIndex,
  need: MachineNeed,
  { demands, kind, budget }: { demands: Requirements; kind: MachineKind; budget: WorkBudget },
): Served | null {
  const pool = catalogue.with(demands).machines(kind)
  const part = () => machineDemand(catalogue, need, demands, { kind, scarce: false })
  const attachedIsPlain = need.attached.every((item) => hasFlatPrice({ item, tariff: tariffOf(item) }))
  if (pool.isPlain && attachedIsPlain) {
    const served = need.splittable
      ? bySplitting(pool, need, budget)
      : byOneFlavour(catalogue, need, demands, kind)
    return served === null ? null : { ...served, part, isPlain: true }
  }
  const whole = part()
  const found = serveDemands(catalogue, [whole], budget)
  if (found === null) return null
  const size = sizeInChinese(need.vcpu, need.memoryGiB)
  const asked = need.splittable
    ? `合计${sizeInChinese(need.vcpu * need.quantity, need.memoryGiB * need.quantity)}`
    : `${need.quantity}台${size}`
  return {
    ...found,
    substituted: false,
    reason: `${asked}：${found.words}`,
    part: () => whole,
    isPlain: false,
  }
}

/** What is found, before it is known beside which other needs it stands. */
type Found = Omit<Served, 'part' | 'isPlain'>

function attachedPicks({ attached }: MachineNeed, machines: number): OrderedItem[] {
  return attached.map((item) => ({
    code: item.code,
    quantity: machines,
    monthlyFen: priceOf(tariffOf(item)?.each ?? 0, machines),
  }))
}

const attachedFen = ({ attached }: MachineNeed) => totalOf(attached.map((item) => tariffOf(item)?.each ?? 0))

function byOneFlavour(
  catalogue: CatalogueIndex,
  need: MachineNeed,
  demands: Requirements,
  kind: MachineKind,
): Found | null {
  const flavour = catalogue.with(demands).machines(kind).cheapest.find(need.vcpu, need.memoryGiB)
  if (flavour === null) return null
  const { item, fen } = flavour
  const pick = { code: item.code, quantity: need.quantity, monthlyFen: priceOf(fen, need.quantity) }
  const asked = sizeInChinese(need.vcpu, need.memoryGiB)
  return {
    picks: [pick, ...attachedPicks(need, need.quantity)],
    optimal: true,
    substituted: false,
    reason: `${item.code}（${item.name} ${item.specification}）是能满足${asked}的最低价规格，每台每月${yuan(fen)}。`,
  }
}

function bySplitting(pool: MachineOffers, need: MachineNeed, budget: WorkBudget): Found | null {
  const [vcpu, memoryGiB] = [need.vcpu * need.quantity, need.memoryGiB * need.quantity]
  const cover = pool.coverWith(attachedFen(need)).solve(vcpu, memoryGiB, budget)
  if (cover === null) return null
  const machines = [...cover.counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([place, quantity]) => {
      const flavour: Flavour | undefined = pool.flavours[place]
      return flavour === undefined ? [] : [{ flavour, quantity }]
    })
  const total = machines.reduce((sum, { quantity }) => sum + quantity, 0)
  const picks = machines.map(({ flavour, quantity }) => ({
    code: flavour.item.code,
    quantity,
    monthlyFen: priceOf(flavour.fen, quantity),
  }))
  const split = machines.map(({ flavour, quantity }) => `${quantity}台${flavour.item.code}`).join('、')
  const proof = cover.optimal
    ? '已证明没有更便宜的拆法。'
    : `这是已找到的最低价，尚未证明；任何拆法不会低于${yuan(cover.atLeastFen)}。`
  return {
    picks: [...picks, ...attachedPicks(need, total)],
    optimal: cover.optimal,
    atLeastFen: cover.atLeastFen,
    substituted: false,
    reason: `合计${sizeInChinese(vcpu, memoryGiB)}，拆为${split}，${proof}`,
  }
}
