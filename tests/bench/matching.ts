import { pathToFileURL } from 'node:url'
import loadHighs from 'highs'
import type { CatalogueItem } from '../../src/catalogue/index.ts'
import { CatalogueIndex } from '../../src/matching/catalogue-index.ts'
import { matchWithin } from '../../src/matching/competing/match-within.ts'
import { MachineCover } from '../../src/matching/cover/machine-cover.ts'
import { matchLines } from '../../src/matching/match.ts'
import type { Line } from '../../src/matching/model.ts'
import { guessServices } from '../../src/matching/text/described-services.ts'
import { solveByHighs } from '../../src/platform/highs.ts'
import { solverThreads } from '../../src/platform/solver-threads.ts'
import { competing, flavours, lines, phrases, requiring, sample, splitLines } from './matching-lines.ts'

export interface Figure {
  name: string
  value: number
  unit: string
}

/** Out: the value below which so many of a hundred are. */
const percentile = (values: readonly number[], hundredths: number) =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length * hundredths) / 100)] ?? Number.NaN
const median = (values: readonly number[]) => percentile(values, 50)

const regulationId = 'lingchuan-2024'

/** From the question to the answer of the solver's thread, which is running already, as on a server. */
async function competingFigures(
  items: readonly CatalogueItem[],
  split: number,
  runs: number,
): Promise<Figure[]> {
  const solver = solverThreads()
  const matching = { catalogue: new CatalogueIndex(items), regulationId }
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

/** A hundred lines of machines that may be split, in one request, while nobody else is answered. */
function splitFigures(items: readonly CatalogueItem[], runs: number): Figure[] {
  const times: number[] = []
  let [proven, all] = [0, 0]
  for (let run = 0; run < runs; run += 1) {
    const asked = splitLines(run, 100, items)
    const catalogue = new CatalogueIndex(items)
    const begin = performance.now()
    const { lines: matches } = matchLines({ catalogue, regulationId }, asked)
    times.push(performance.now() - begin)
    proven += matches.filter(({ optimal }) => optimal).length
    all += matches.length
  }
  const name = '100 split lines, sample catalogue, new edition'
  return [
    { name, value: median(times), unit: 'ms' },
    { name: `${name}: proven lowest`, value: (100 * proven) / all, unit: '%' },
  ]
}

/** One split need after the other, larger than the table has them, by the own method and by HiGHS in the same thread. */
async function ownAndHighs(name: string, items: readonly CatalogueItem[], many: number): Promise<Figure[]> {
  const highs = await loadHighs()
  const { flavours: sizes } = new CatalogueIndex(items).with({}).machines('cloud-host')
  const cover = new MachineCover(sizes)
  const needs = splitLines(1, many, items).flatMap((line) => line.needs)
  const [own, theirs]: [number[], number[]] = [[], []]
  let same = 0
  for (const need of needs) {
    if (need.what !== 'machine') continue
    const [vcpu, memoryGiB] = [need.vcpu * need.quantity, need.memoryGiB * need.quantity]
    const begin = performance.now()
    const found = cover.solve(vcpu, memoryGiB)
    const between = performance.now()
    const row = (lower: number, each: (size: (typeof sizes)[number]) => number) => ({
      lower,
      upper: null,
      terms: sizes.map((size, place) => [place, each(size)] as const),
    })
    const programme = {
      cost: sizes.map(({ fen }) => fen),
      upper: sizes.map((size) => Math.ceil(Math.max(vcpu / size.vcpu, memoryGiB / size.memoryGiB))),
      rows: [row(vcpu, (size) => size.vcpu), row(memoryGiB, (size) => size.memoryGiB)],
    }
    const { atLeast } = solveByHighs(highs, programme, { seconds: 10 })
    theirs.push(performance.now() - between)
    own.push(between - begin)
    if (found?.optimal && found.atLeastFen === atLeast) same += 1
  }
  const figure = (who: string, times: readonly number[], hundredths: number): Figure => ({
    name: `split need, ${name}: ${who}, ${hundredths === 50 ? 'median' : `p${hundredths}`}`,
    value: percentile(times, hundredths),
    unit: 'ms',
  })
  return [
    figure('own', own, 50),
    figure('own', own, 95),
    figure('HiGHS', theirs, 50),
    figure('HiGHS', theirs, 95),
    { name: `split need, ${name}: same price, proven`, value: (100 * same) / own.length, unit: '%' },
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
      const { lines: matches } = matchLines({ catalogue: ready, regulationId }, asked)
      const time = performance.now() - begin
      if (matches.length !== asked.length) throw new Error('lines were lost')
      return time
    })
  const [known, knownWords] = [new CatalogueIndex(many), new CatalogueIndex(items)]
  const begin = performance.now()
  guessServices('登录一次')
  const loaded = performance.now() - begin
  const demanding = new CatalogueIndex(requiring(many))
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
      name: '1,000 lines, 500 flavours, a third with required items or a minimum',
      value: median(
        measure(
          () => demanding,
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
    ...splitFigures(items, runs),
    ...(await ownAndHighs('sample catalogue', items, 60)),
    ...(await ownAndHighs('500 flavours', many, 60)),
    ...(await competingFigures(items, 0, runs)),
    ...(await competingFigures(items, 20, Math.min(runs, 5))),
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const figure of await benchMatching()) console.log(JSON.stringify(figure))
