import { describedFamilies } from './described-families.ts'
import { isAmbiguous } from './find-family.ts'
import type { Asking } from './match.ts'
import type { Match } from './model.ts'
import type { ReadLine } from './read-line.ts'
import { serveText } from './serve-text.ts'
import { mustNotBuild } from './text-outcomes.ts'
import { suitedHosts } from './wanted-families.ts'
import { coreOf, isGoodsOrLabour, tokensOf } from './words.ts'

/** What is shorter describes nothing: it is a name that the catalogue doesn't have. */
const fewestWords = 5
/** How likely it must be that a service is described: more where it forbids to build. */
const likelyEnough = { served: 0.5, forbidden: 0.7 }

/** In: a line that names nothing certain. Out: its match where it clearly describes a service, or null. */
export function matchDescribed(matching: Asking, read: ReadLine): Match | null {
  const { families } = matching.pools
  const { phrases } = read
  if (phrases.some((phrase) => isAmbiguous(families, phrase) || isGoodsOrLabour(phrase))) return null
  if (tokensOf(phrases.map(coreOf).join('')).length < fewestWords) return null
  const [likeliest] = describedFamilies(families, read)
  if (likeliest === undefined) return null
  const { family, probability } = likeliest
  if (probability < (family.shared ? likelyEnough.forbidden : likelyEnough.served)) return null
  const match = family.shared
    ? mustNotBuild(matching, read, [family])
    : serveText(matching, read, [suitedHosts(families, family, read)])
  if (match === null) return null
  const reason = `没有写明服务项，按所写的用途应是${family.name}，请核对。${match.reason}`
  return { ...match, reason, certainty: 'described' }
}
