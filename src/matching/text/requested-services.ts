import { flavourOf, meets } from '../items.ts'
import { type Certainty, certainties } from '../model.ts'
import { certaintyOf, findService } from './find-service.ts'
import { hasFigures, type ReadLine } from './read-line.ts'
import type { Service, ServiceIndex } from './service-index.ts'
import { isEmpty } from './words.ts'

/**
 * Out: the services that are certainly requested. The first phrase that says anything decides what the line is about: when it
 * is uncertain, later ones are only parts of something unknown, unless figures say what is requested; and what an unknown
 * system shall be able to do is never forbidden by one word of it.
 */
export function requestedServices(services: ServiceIndex, read: ReadLine): Service[] {
  const { phrases, figures } = read
  const telling = phrases.filter((phrase) => !isEmpty(phrase))
  const found: Service[] = []
  let partOnly = false
  for (const [place, phrase] of telling.entries()) {
    const one = findService(services, phrase)
    const parts = listedServices(services, phrase)
    const several = parts.length > 0 || one === null ? parts : [one]
    if (several.length === 0 && place === 0) partOnly = true
    if (partOnly && !hasFigures(figures)) return []
    for (const service of several)
      if (!found.includes(service) && !(partOnly && service.shared)) found.push(service)
  }
  return found.map((service) => suitedHosts(services, service, read))
}

/** 堡垒机和日志服务: every part must be certain. */
function listedServices(services: ServiceIndex, phrase: string): Service[] {
  const parts = phrase.split(/以及|和|与|及|、|\+/).filter((part) => !isEmpty(part))
  if (parts.length < 2) return []
  const found = parts.map((part) => findService(services, part))
  const certain = found.flatMap((service) => service ?? [])
  return certain.length === parts.length ? certain : []
}

/** Hosts without a name of their own: what is written of them decides which they are (带显卡的云主机), and so does what is demanded. */
export function suitedHosts(
  services: ServiceIndex,
  service: Service,
  { clauses, demands }: ReadLine,
): Service {
  const kind = hostKind(service)
  if (kind !== 'cloud-host') return service
  const requested = /gpu|显卡|算力卡/.test(clauses.join(',')) ? 'gpu-host' : kind
  const suits = (each: Service) =>
    hostKind(each) === requested && each.items.some((item) => meets(item, demands))
  return suits(service) ? service : (services.all.find(suits) ?? service)
}

const hostKind = ({ items: [first] }: Service) => (first === undefined ? undefined : flavourOf(first)?.kind)

/** Figures alone are certain; of several services the least certain one counts, and what is left over makes none certain. */
export function leastCertain(found: readonly Service[], { phrases }: ReadLine): Certainty {
  const places = found.map((service) => certainties.indexOf(certaintyOf(service, phrases)))
  const isLeft = (phrase: string) =>
    !isEmpty(phrase) && !found.some((service) => certaintyOf(service, [phrase]) === 'exact')
  const least = phrases.some(isLeft) ? 'name' : 'figures'
  return certainties[Math.max(certainties.indexOf(least), ...places)] ?? 'uncertain'
}
