import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { CatalogueItem } from '../../src/catalogue/index.ts'
import { readItems } from '../../src/catalogue/read-items.ts'
import { readTable } from '../../src/catalogue/read-table.ts'
import { fenOf } from '../../src/platform/money.ts'
import { type Line, matchLines, Pools } from '../../src/requests/index.ts'

export interface Figure {
  name: string
  value: number
  unit: string
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** The same numbers in every run: a linear congruence. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

async function sample(): Promise<readonly CatalogueItem[]> {
  const bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
  return readItems(await readTable('catalogue.csv', bytes)).items
}

const cores = [1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64]
const gibPerCore = [1, 2, 4, 8]

/** 500 flavours of machines in the usual sizes, by many series at prices up to a third apart, and the rest of the sample. */
function flavours(items: readonly CatalogueItem[]): CatalogueItem[] {
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
      domestic: place % 4 === 0,
      architecture: place % 4 === 0 ? 'ARM' : 'X86',
    }
  })
  return [...machines, ...items.filter(({ group }) => group !== '计算')]
}

/** 1,000 lines of a large request: machines with all attributes, every tenth to be split, storage and bandwidth. */
function lines(seed: number): Line[] {
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

async function phrases(): Promise<Line[]> {
  const file = await readFile('src/requests/matching/phrases.held-out.json', 'utf8')
  const texts = [...file.matchAll(/"text": "([^"]+)"/g)].map((match) => match[1] ?? '')
  return texts.slice(0, 200).map((text, place) => ({ id: String(place), text }))
}

/** Matching without database and HTTP, other lines in each run: the first time an edition is asked, and when it is known. */
export async function benchMatching(runs = 5): Promise<Figure[]> {
  const items = await sample()
  const many = flavours(items)
  const words = await phrases()
  const measure = (pools: () => Pools, ask: (run: number) => readonly Line[]) =>
    Array.from({ length: runs }, (_, run) => {
      const ready = pools()
      const asked = ask(run)
      const begin = performance.now()
      const { lines: matches } = matchLines({ pools: ready, regulationId: 'lingchuan-2024' }, asked)
      const taken = performance.now() - begin
      if (matches.length !== asked.length) throw new Error('lines were lost')
      return taken
    })
  const [known, knownWords] = [new Pools(many), new Pools(items)]
  return [
    {
      name: '1,000 lines, 500 flavours, new edition',
      value: median(measure(() => new Pools(many), lines)),
      unit: 'ms',
    },
    {
      name: '1,000 lines, 500 flavours',
      value: median(
        measure(
          () => known,
          (run) => lines(100 + run),
        ),
      ),
      unit: 'ms',
    },
    {
      name: `${words.length} phrases, new edition`,
      value: median(
        measure(
          () => new Pools(items),
          () => words,
        ),
      ),
      unit: 'ms',
    },
    {
      name: `${words.length} phrases`,
      value: median(
        measure(
          () => knownWords,
          () => words,
        ),
      ),
      unit: 'ms',
    },
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const figure of await benchMatching()) console.log(JSON.stringify(figure))
