import { flavourOf, meets } from '../items.ts'
import { type Certainty, certainties } from '../model.ts'
import { certainFamily, certaintyOf } from './find-service.ts'
import { hasFigures, type ReadLine } from './read-line.ts'
import type { Families, Family } from './services.ts'
import { isEmpty } from './words.ts'

/**
 * Out: the services that are certainly wanted. The first phrase that says anything decides what the line is about: when it
 * is uncertain, later ones are only parts of something unknown, unless figures say what is wanted; and what an unknown
 * system shall be able to do is never forbidden by one word of it.
 */
export function wantedFamilies(families: Families, read: ReadLine): Family[] {
  const { phrases, figures } = read
  const said = phrases.filter((phrase) => !isEmpty(phrase))
  const found: Family[] = []
  let partOnly = false
  for (const [place, phrase] of said.entries()) {
    const one = certainFamily(families, phrase)
    const parts = severalFamilies(families, phrase)
    const several = parts.length > 0 || one === null ? parts : [one]
    if (several.length === 0 && place === 0) partOnly = true
    if (partOnly && !hasFigures(figures)) return []
    for (const family of several)
      if (!found.includes(family) && !(partOnly && family.shared)) found.push(family)
  }
  return found.map((family) => suitedHosts(families, family, read))
}

/** 堡垒机和日志服务: every part must be certain. */
function severalFamilies(families: Families, phrase: string): Family[] {
  const parts = phrase.split(/以及|和|与|及|、|\+/).filter((part) => !isEmpty(part))
  if (parts.length < 2) return []
  const found = parts.map((part) => certainFamily(families, part))
  const certain = found.flatMap((family) => family ?? [])
  return certain.length === parts.length ? certain : []
}

/** Hosts without a name of their own: what is said of them decides which they are (带显卡的云主机), and so does what is demanded. */
export function suitedHosts(families: Families, family: Family, { clauses, demands }: ReadLine): Family {
  const kind = hostKind(family)
  if (kind !== 'cloud-host') return family
  const wanted = /gpu|显卡|算力卡/.test(clauses.join(',')) ? 'gpu-host' : kind
  const suits = (each: Family) => hostKind(each) === wanted && each.items.some((item) => meets(item, demands))
  return suits(family) ? family : (families.all.find(suits) ?? family)
}

const hostKind = ({ items: [first] }: Family) => (first === undefined ? undefined : flavourOf(first)?.kind)

/** Figures alone are certain; of several services the least certain one counts. */
export function leastCertain(found: readonly Family[], { phrases }: ReadLine): Certainty {
  const places = found.map((family) => certainties.indexOf(certaintyOf(family, phrases)))
  return certainties[Math.max(certainties.indexOf('figures'), ...places)] ?? 'uncertain'
}
