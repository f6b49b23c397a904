import type { MatchRun } from '../match-run.ts'
import type { Match } from '../model.ts'
import { describedServices } from './described-services.ts'
import { isAmbiguous } from './find-service.ts'
import type { ReadLine } from './read-line.ts'
import { suitedHosts } from './requested-services.ts'
import { serveText } from './serve-text.ts'
import type { Service } from './service-index.ts'
import { mustNotBuild } from './text-outcomes.ts'
import { coreOf, isGoodsOrLabour, tokensOf } from './words.ts'

/** What is shorter describes nothing: it is a name that the catalogue doesn't have. */
const minWords = 5
/** What regulations speak of is for a person, where their words don't decide. */
const regulated = /机房|数据中心|云平台|私有云|专网|专用网络/
/** How likely it must be that a service is described: more where it forbids to build. */
const likelyEnough = { served: 0.5, forbidden: 0.7, system: 0.85 }
/** A system's bare name; most are what a department does, not what the cloud offers: 企业信用辅助系统. */
const systemName = /^[^,]{1,14}(?:系统|平台)$/

/** In: a line that names nothing certain. Out: its match where it clearly describes a service, or null. */
export function matchDescribed(run: MatchRun, read: ReadLine): Match | null {
  const { services } = run.catalogue
  const { phrases } = read
  if (phrases.some((phrase) => isAmbiguous(services, phrase) || isGoodsOrLabour(phrase))) return null
  if (regulated.test(read.clauses.join(','))) return null
  if (tokensOf(phrases.map(coreOf).join('')).length < minWords) return null
  const [likeliest] = describedServices(services, read)
  if (likeliest === undefined) return null
  const { service, probability } = likeliest
  if (probability < surenessFor(service, read)) return null
  const match = service.shared
    ? mustNotBuild(run, read, [service])
    : serveText(run, read, [suitedHosts(services, service, read)])
  if (match === null) return null
  const reason = `没有写明服务项，按所写的用途应是${service.name}，请核对。${match.reason}`
  return { ...match, reason, certainty: 'described' }
}

function surenessFor({ shared }: Service, { clauses }: ReadLine): number {
  if (systemName.test(clauses.join(','))) return likelyEnough.system
  return shared ? likelyEnough.forbidden : likelyEnough.served
}
