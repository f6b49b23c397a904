/** Which services of an edition a line may describe, and whether it rather describes goods. */

import { certainService } from './find-service.ts'
import type { ReadLine } from './read-line.ts'
import type { Service, ServiceIndex } from './services.ts'
import { likelihoodOfNothing, servicesDescribed } from './training/described.ts'

/** So likely is none of any catalogue's, although a size was read. */
const likelyGoods = 0.5
/** So likely, it is worth asking whether it is meant. */
const worthAsking = 0.15

/** Storage by its figures alone may be goods: 移动硬盘2T, 录像机8块8T硬盘. */
export function isGoodsBySize({ said, figures }: ReadLine): boolean {
  const { machines, storage, bandwidths } = figures
  return (
    storage.length > 0 && machines.length + bandwidths.length === 0 && likelihoodOfNothing(said) > likelyGoods
  )
}

/** Out: services that the line may describe, the likeliest first. */
export function describedServices(
  services: ServiceIndex,
  { said }: ReadLine,
): { service: Service; probability: number }[] {
  return servicesDescribed(said)
    .filter(({ probability }) => probability >= worthAsking)
    .flatMap(({ label, probability }) => {
      const service = certainService(services, label)
      return service === null ? [] : [{ service, probability }]
    })
}
