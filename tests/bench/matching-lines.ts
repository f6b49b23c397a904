/** What matching is measured with: catalogues and lines, the same in every run. */
import { readFile } from 'node:fs/promises'
import type { CatalogueItem, ResourcePool } from '../../src/catalogue/index.ts'
import { sampleCatalogue } from '../../src/catalogue/items/sample-catalogue.fixture.ts'
import { monthly } from '../../src/catalogue/pricing/index.ts'
import type { Line, StructuredLine } from '../../src/matching/model.ts'
import { fenOf } from '../../src/platform/money.ts'

/** The same numbers in every run: a linear congruence. */
export function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

export async function sample(): Promise<readonly CatalogueItem[]> {
  return await sampleCatalogue()
}

const cores = [1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64]
const gibPerCore = [1, 2, 4, 8]

/** 500 flavours of machines in the usual sizes, by many series at prices up to a third apart, and the rest of the sample. */
export function flavours(items: readonly CatalogueItem[]): CatalogueItem[] {
  const [model] = items
  if (model === undefined) throw new Error('the sample catalogue is empty')
  const below = numbers(7)
  const machines = Array.from({ length: 500 }, (_, place): CatalogueItem => {
    const vcpu = cores[below(cores.length)] ?? 1
    const memoryGiB = vcpu * (gibPerCore[below(gibPerCore.length)] ?? 1)
    const price = 1_000 + vcpu * 1_500 + memoryGiB * 900
    return {
      ...model,
      code: `M-${place}`,
      vcpu,
      memoryGiB,
      monthlyFen: fenOf(price + below(Math.floor(price / 3))),
      price: null,
      domestic: place % 4 === 0,
      architecture: place % 4 === 0 ? 'ARM' : 'X86',
    }
  })
  return [...machines, ...items.filter(({ group }) => group !== '计算')]
}

/** The same, a third of which require others, or are ordered three at least. */
export function requiring(items: readonly CatalogueItem[]): CatalogueItem[] {
  return items.map((item, place): CatalogueItem => {
    const { monthlyFen } = item
    if (!item.code.startsWith('M-') || monthlyFen === null || place % 3 !== 0) return item
    if (place % 30 !== 0) return { ...item, dependencies: ['EIP-01', 'HSS-01'] }
    const price = monthly({ kind: 'flavour', fen: monthlyFen })
    return { ...item, price: { ...price, minimumQuantity: 3 } }
  })
}

/** 1,000 lines of a large request: machines with all attributes, every tenth to be split, storage and bandwidth. */
export function lines(seed: number): Line[] {
  const below = numbers(seed)
  return Array.from({ length: 1_000 }, (_, place): Line => {
    const demands = {
      id: String(place),
      zone: place % 3 === 0 ? '政务外网' : undefined,
      domestic: place % 7 === 0 ? true : undefined,
      protectionLevel: place % 2 === 0 ? 3 : undefined,
    }
    const [vcpu, memoryGiB] = [1 + below(48), 1 + below(200)]
    if (place % 20 === 7)
      return {
        ...demands,
        needs: [{ what: 'storage', kind: 'object-storage', storageGiB: 1 + below(20_000) }],
      }
    if (place % 20 === 13)
      return {
        id: demands.id,
        needs: [{ what: 'bandwidth', quantity: 1, mbps: 1 + below(200), splittable: false }],
      }
    const splittable = place % 10 === 5
    return {
      ...demands,
      needs: [
        {
          what: 'machine',
          kind: 'cloud-host',
          quantity: 1 + below(4),
          vcpu,
          memoryGiB,
          splittable,
          attached: [],
        },
      ],
    }
  })
}

/** Lines of machines that may be split, from a few to some hundreds of cores; every fifth has what is billed by machines. */
export function splitLines(seed: number, many: number, items: readonly CatalogueItem[]): StructuredLine[] {
  const below = numbers(seed)
  const firewall = items.filter(({ code }) => code === 'CFW-01')
  return Array.from({ length: many }, (_, place) => ({
    id: String(place),
    needs: [
      {
        what: 'machine',
        kind: 'cloud-host',
        quantity: 1 + below(20),
        vcpu: 1 + below(64),
        memoryGiB: 1 + below(256),
        splittable: true,
        attached: place % 5 === 0 ? firewall : [],
      },
    ],
  }))
}

export async function phrases(): Promise<Line[]> {
  const file = await readFile('src/matching/text/phrases/held-out.json', 'utf8')
  const texts = [...file.matchAll(/"text": "([^"]+)"/g)].map((match) => match[1] ?? '')
  return texts.slice(0, 200).map((text, place) => ({ id: String(place), text }))
}

/** 100 lines that all want what is short; a fifth are protected by a scarce item as well, and some may be split. */
export function competing(
  seed: number,
  split: number,
  items: readonly CatalogueItem[],
): { lines: Line[]; pools: ResourcePool[] } {
  const below = numbers(seed)
  const protection = items.find(({ code }) => code === 'HSS-01')
  const lines = Array.from({ length: 100 }, (_, place): Line => {
    const vcpu = 1 + below(16)
    return {
      id: String(place),
      needs: [
        {
          what: 'machine',
          kind: 'cloud-host',
          quantity: 1 + below(4),
          vcpu,
          memoryGiB: vcpu * (1 + below(4)),
          splittable: place < split,
          attached: place % 5 === 0 && protection !== undefined ? [protection] : [],
        },
      ],
    }
  })
  const pools = items
    .filter(({ code }) => code.startsWith('EC') || code === 'HSS-01')
    .map(({ code }) => ({ name: code, capacity: 8 + below(12), takes: new Map([[code, 1]]) }))
  return { lines, pools }
}
