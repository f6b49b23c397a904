import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { CatalogueItem, ResourcePool } from '../../src/catalogue/index.ts'
import { readItems } from '../../src/catalogue/items/read-items.ts'
import { readTable } from '../../src/catalogue/items/read-table.ts'
import { monthly } from '../../src/catalogue/pricing/index.ts'
import { CatalogueIndex } from '../../src/matching/catalogue-index.ts'
import { matchWithin } from '../../src/matching/competing/match-within.ts'
import { matchLines } from '../../src/matching/match.ts'
import type { Line } from '../../src/matching/model.ts'
import { guessServices } from '../../src/matching/text/described-services.ts'
import { fenOf } from '../../src/platform/money.ts'
import { solverThreads } from '../../src/platform/solver-threads.ts'

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
      price: null,
      domestic: place % 4 === 0,
      architecture: place % 4 === 0 ? 'ARM' : 'X86',
    }
  })
  return [...machines, ...items.filter(({ group }) => group !== '计算')]
}

/** The same, a third of which must have others beside them, or are ordered three at least. */
function needing(items: readonly CatalogueItem[]): CatalogueItem[] {
  return items.map((item, place): CatalogueItem => {
    const { monthlyFen } = item
    if (!item.code.startsWith('M-') || monthlyFen === null || place % 3 !== 0) return item
    if (place % 30 !== 0) return { ...item, dependencies: ['EIP-01', 'HSS-01'] }
    const price = monthly({ kind: 'flavour', fen: monthlyFen })
    return { ...item, price: { ...price, minimumQuantity: 3 } }
  })
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
  const file = await readFile('src/matching/text/phrases/held-out.json', 'utf8')
  const texts = [...file.matchAll(/"text": "([^"]+)"/g)].map((match) => match[1] ?? '')
  return texts.slice(0, 200).map((text, place) => ({ id: String(place), text }))
}

/** 100 lines that all want what is short; a fifth are protected by a scarce item as well, and some may be split. */
function competing(
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

/** From the question to the answer of the solver's thread, which is running already, as on a server. */
async function competingFigures(
  items: readonly CatalogueItem[],
  split: number,
  runs: number,
): Promise<Figure[]> {
  const solver = solverThreads()
  const matching = { catalogue: new CatalogueIndex(items), regulationId: 'lingchuan-2024' }
  const times: number[] = []
  let proven = 0
  try {
    for (let run = 0; run <= runs; run += 1) {
      const { lines, pools } = competing(run, split, items)
      const begin = performance.now()
      const { lines: matches } = await matchWithin(matching, lines, pools, { solve: solver.solve })
      if (run === 0) continue
      times.push(performance.now() - begin)
      if (matches.every(({ outcome, optimal }) => outcome !== 'served' || optimal)) proven += 1
    }
  } finally {
    await solver.stop()
  }
  const name =
    split === 0 ? '100 competing lines, with the thread' : `100 competing lines, ${split} of them split`
  return [
    { name, value: median(times), unit: 'ms' },
    { name: `${name}: proven lowest`, value: Math.round((100 * proven) / runs), unit: '%' },
  ]
}

/** Matching without database and HTTP, warm as on a server, other lines in each run: the first time an edition is asked, and when it is known. */
export async function benchMatching(runs = 25): Promise<Figure[]> {
  const items = await sample()
  const many = flavours(items)
  const words = await phrases()
  const measure = (catalogue: () => CatalogueIndex, ask: (run: number) => readonly Line[]) =>
    Array.from({ length: runs }, (_, run) => {
      const ready = catalogue()
      const asked = ask(run)
      const begin = performance.now()
      const { lines: matches } = matchLines({ catalogue: ready, regulationId: 'lingchuan-2024' }, asked)
      const taken = performance.now() - begin
      if (matches.length !== asked.length) throw new Error('lines were lost')
      return taken
    })
  const [known, knownWords] = [new CatalogueIndex(many), new CatalogueIndex(items)]
  const begin = performance.now()
  guessServices('登录一次')
  const loaded = performance.now() - begin
  const needy = new CatalogueIndex(needing(many))
  return [
    { name: 'classifier loaded, once', value: loaded, unit: 'ms' },
    {
      name: '1,000 lines, 500 flavours, new edition',
      value: median(measure(() => new CatalogueIndex(many), lines)),
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
      name: '1,000 lines, 500 flavours, a third with company or a minimum',
      value: median(
        measure(
          () => needy,
          (run) => lines(100 + run),
        ),
      ),
      unit: 'ms',
    },
    {
      name: `${words.length} phrases, new edition`,
      value: median(
        measure(
          () => new CatalogueIndex(items),
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
    ...(await competingFigures(items, 0, runs)),
    ...(await competingFigures(items, 20, Math.min(runs, 5))),
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const figure of await benchMatching()) console.log(JSON.stringify(figure))
