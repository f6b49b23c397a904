import type { CatalogueItem } from '../../catalogue/index.ts'
import { combineNeeds } from '../combine-needs.ts'
import { solveNeed } from '../cover/solve-need.ts'
import { bandwidthOf, flavourOf, isPerMachine, packOf } from '../items.ts'
import type { MatchRun } from '../match-run.ts'
import type { Match, Need } from '../model.ts'
import type { Figures } from './parse-figures.ts'
import type { MachineFigures } from './parse-machines.ts'
import type { ReadLine } from './read-line.ts'
import { serveService } from './serve-service.ts'
import type { Service } from './service-index.ts'
import { foldText } from './words.ts'

const machineWords = /主机|服务器|虚拟机|裸金属|物理机/

/** What the figures and the services found ask for, served. Out: null when they ask for nothing. */
export function serveText(run: MatchRun, read: ReadLine, found: readonly Service[]): Match | null {
  const { line, stated, demands, figures } = read
  if (hasUnreadSize(read) && found.some(isHost)) return null
  const sized = sizedService(found)
  const size = sized === undefined ? undefined : sizeOf(sized, figures)
  const machinesLeft = figures.machines.filter((machine) => machine !== size)
  const needs = needsOf({ ...figures, machines: machinesLeft }, line.quantity)
  const besides = found.filter((service) => !isAskedBy(needs, service))
  const attached = needs.some(({ what }) => what === 'machine') ? attachedTo(run, besides) : []
  const rest = besides.filter(({ items }) => !attached.some((item) => items.includes(item)))
  const machines = needs.reduce((sum, need) => (need.what === 'machine' ? sum + need.quantity : sum), 0)
  const sizes = needs.map((need) =>
    need.what === 'machine'
      ? solveNeed(run.catalogue, { ...need, attached }, demands, run.budget)
      : solveNeed(run.catalogue, need, stated, run.budget),
  )
  const services = rest.map((service) =>
    serveService(run, service, service.items.some(({ domestic }) => domestic) ? demands : stated, {
      rest: figures.rest,
      quantity: machines > 0 && service.items.every(isPerMachine) ? machines : line.quantity,
      size: service === sized ? size : undefined,
    }),
  )
  // The size of a database stands first; a disk beside it belongs to it.
  const solutions = sized !== undefined && machines === 0 ? [...services, ...sizes] : [...sizes, ...services]
  return solutions.length === 0 ? null : combineNeeds(run, line.id, solutions)
}

/** What is billed by machines and must go with some of them anyway: named as well, it isn't ordered twice. */
function attachedTo({ catalogue }: MatchRun, services: readonly Service[]): CatalogueItem[] {
  return services.flatMap(({ items }) => {
    const [only, ...others] = items
    const isNeeded = catalogue.items.some(
      ({ dependencies }) => only !== undefined && dependencies.includes(only.code),
    )
    return only !== undefined && others.length === 0 && isPerMachine(only) && isNeeded ? [only] : []
  })
}

const isHost = ({ items }: Service) => items.some((item) => flavourOf(item) !== null)

/** Figures of a machine that weren't understood: the cheapest host would be a guess. */
function hasUnreadSize({ figures: { machines, rest } }: ReadLine): boolean {
  return machines.length === 0 && /\d\s*(?:核|c(?![a-z])|vcpu|cores?|gi?b?(?![a-z])|tb?(?![a-z]))/.test(rest)
}

/** A service named beside figures that already ask for it adds nothing. */
function isAskedBy(needs: readonly Need[], { name, items }: Service): boolean {
  return needs.some(
    ({ what }) =>
      (what === 'machine' && machineWords.test(name) && items.some((item) => flavourOf(item) !== null)) ||
      (what === 'storage' && items.some((item) => packOf(item) !== null)) ||
      (what === 'bandwidth' && items.some((item) => bandwidthOf(item) !== null)),
  )
}

/** Of several sizes the one before which the service is named; the only one is its own. */
function sizeOf({ names }: Service, { machines }: Figures): MachineFigures | undefined {
  const named = machines.find((machine) => names.some((name) => machine.named.includes(foldText(name))))
  return named ?? (machines.length === 1 ? machines[0] : undefined)
}

/** A service that comes in cores and memory (a database): the figures are its size, unless machines are named as well. */
function sizedService(found: readonly Service[]): Service | undefined {
  if (found.some(({ name }) => machineWords.test(name))) return undefined
  return found.find(({ items }) => items.some(({ vcpu, category }) => vcpu !== null && category !== 'IaaS'))
}

function needsOf({ machines, storage, bandwidths }: Figures, times = 1): Need[] {
  return [
    ...machines.map(
      ({ kind, quantity, vcpu, memoryGiB }): Need => ({
        what: 'machine',
        kind,
        quantity: quantity * times,
        vcpu,
        memoryGiB,
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
