import { type CatalogueIndex, hasFlatPrice, type MachineOffers } from '../catalogue-index.ts'
import {
  kindInChinese,
  leastFenOf,
  type MachineKind,
  type MachineNeed,
  machineKinds,
  type OrderedItem,
  priceOfServed,
  type Requirements,
  type Served,
  sizeInChinese,
} from '../model.ts'
import { priceOf, totalOf, yuan } from '../money.ts'
import { machineDemand } from './build-demands.ts'
import type { WorkBudget } from './machine-cover.ts'
import { serveDemands } from './serve-demands.ts'
import { tariffOf } from './tariff.ts'

/**
 * In: a need of machines. Out: the cheapest items of one kind: of the kind asked for, or bare metal in place of cloud hosts
 * where that costs less; only when there are none, of another kind (substituted); null when nothing serves.
 */
export function serveMachines(
  catalogue: CatalogueIndex,
  need: MachineNeed,
  requirements: Requirements,
  budget: WorkBudget,
): Served | null {
  for (const kinds of kindsFor(need.kind)) {
    const [first, ...others] = kinds.flatMap((kind) => {
      const served = serveByKind(catalogue, need, { kind, requirements, budget })
      return served === null ? [] : [{ kind, served }]
    })
    if (first !== undefined) return cheapestOf(need, [first, ...others])
  }
  return null
}

interface ServedByKind {
  kind: MachineKind
  served: Served
}

/** In: how a need is served by some kinds. Out: the cheapest of them, with what is proven of all and why it isn't what was asked for. */
function cheapestOf(need: MachineNeed, found: readonly [ServedByKind, ...ServedByKind[]]): Served {
  const best = found.reduce((low, each) =>
    priceOfServed(each.served) < priceOfServed(low.served) ? each : low,
  )
  const fen = priceOfServed(best.served)
  const asked = kindInChinese[need.kind]
  const why = found.some(({ kind }) => kind === need.kind)
    ? `${asked}更贵`
    : `没有${asked}能满足${sizeInChinese(need.vcpu, need.memoryGiB)}`
  const insteadBy = (kind: MachineKind, code = '') =>
    kind === need.kind ? undefined : `${why}，由${kindInChinese[kind]}${code}代替。`
  const instead = insteadBy(best.kind, best.served.items[0]?.code)
  return {
    ...best.served,
    optimal: best.served.optimal && found.every(({ served }) => leastFenOf(served) >= fen),
    atLeastFen: Math.min(...found.map(({ served }) => leastFenOf(served))),
    demands: () =>
      found.flatMap(({ kind, served }) =>
        served.demands().map((demand) => ({ ...demand, instead: insteadBy(kind) })),
      ),
    isSeparable: found.every(({ served }) => served.isSeparable),
    substituted: instead !== undefined,
    instead,
    reason: `${instead ?? ''}${best.served.reason}`,
  }
}

/**
 * What may serve a need of one kind, the kinds of equal rank together. Bare metal does all that a cloud host does; nothing
 * does the work of a graphics card, and one is given away only where nothing else serves.
 */
export function kindsFor(kind: MachineKind): readonly (readonly MachineKind[])[] {
  if (kind === 'gpu-host') return [[kind]]
  if (kind === 'cloud-host') return [[kind, 'bare-metal'], ['gpu-host']]
  return [kind, ...machineKinds.filter((other) => other !== kind)].map((each) => [each])
}

function serveByKind(
  catalogue: CatalogueIndex,
  need: MachineNeed,
  { kind, requirements, budget }: { kind: MachineKind; requirements: Requirements; budget: WorkBudget },
): Served | null {
  const offers = catalogue.with(requirements).machines(kind)
  const demand = () => machineDemand(catalogue, need, requirements, { kind, scarce: false })
  if (offers.isFlat && need.attached.every((item) => hasFlatPrice({ item, tariff: tariffOf(item) }))) {
    const served = need.splittable ? bySplitting(offers, need, budget) : byOneFlavour(offers, need)
    return served === null ? null : { ...served, demands: () => [demand()], isSeparable: true }
  }
  const whole = demand()
  const found = serveDemands(catalogue, [[whole]], budget)
  if (found === null) return null
  const asked = need.splittable
    ? `合计${sizeInChinese(need.vcpu * need.quantity, need.memoryGiB * need.quantity)}`
    : `${need.quantity}台${sizeInChinese(need.vcpu, need.memoryGiB)}`
  return {
    ...found,
    substituted: false,
    reason: `${asked}：${found.words}`,
    demands: () => [whole],
    isSeparable: false,
  }
}

/** What is found, before it is known beside which other needs it stands. */
type Found = Omit<Served, 'demands' | 'isSeparable'>

function attachedItems({ attached }: MachineNeed, machines: number): OrderedItem[] {
  return attached.map((item) => ({
    code: item.code,
    quantity: machines,
    monthlyFen: priceOf(tariffOf(item)?.each ?? 0, machines),
  }))
}

const attachedFen = ({ attached }: MachineNeed) => totalOf(attached.map((item) => tariffOf(item)?.each ?? 0))

function byOneFlavour({ cheapest }: MachineOffers, need: MachineNeed): Found | null {
  const flavour = cheapest.find(need.vcpu, need.memoryGiB)
  if (flavour === null) return null
  const { item, fen } = flavour
  const machines = { code: item.code, quantity: need.quantity, monthlyFen: priceOf(fen, need.quantity) }
  const asked = sizeInChinese(need.vcpu, need.memoryGiB)
  return {
    items: [machines, ...attachedItems(need, need.quantity)],
    optimal: true,
    substituted: false,
    reason: `${item.code}（${item.name} ${item.specification}）是能满足${asked}的最低价规格，每台每月${yuan(fen)}。`,
  }
}

function bySplitting(offers: MachineOffers, need: MachineNeed, budget: WorkBudget): Found | null {
  const [vcpu, memoryGiB] = [need.vcpu * need.quantity, need.memoryGiB * need.quantity]
  const cover = offers.coverWith(attachedFen(need)).solve(vcpu, memoryGiB, budget)
  if (cover === null) return null
  const machines = [...cover.counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([place, quantity]) => {
      const flavour = offers.flavours[place]
      return flavour === undefined ? [] : [{ flavour, quantity }]
    })
  const total = machines.reduce((sum, { quantity }) => sum + quantity, 0)
  const items = machines.map(({ flavour, quantity }) => ({
    code: flavour.item.code,
    quantity,
    monthlyFen: priceOf(flavour.fen, quantity),
  }))
  const split = items.map(({ code, quantity }) => `${quantity}台${code}`).join('、')
  const proof = cover.optimal
    ? '已证明没有更便宜的拆法。'
    : `这是已找到的最低价，尚未证明；任何拆法不会低于${yuan(cover.atLeastFen)}。`
  return {
    items: [...items, ...attachedItems(need, total)],
    optimal: cover.optimal,
    atLeastFen: cover.atLeastFen,
    substituted: false,
    reason: `合计${sizeInChinese(vcpu, memoryGiB)}，拆为${split}，${proof}`,
  }
}
