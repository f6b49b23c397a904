import { combineNeeds } from '../combine-needs.ts'
import type { MatchRun } from '../match-run.ts'
import { isServed, type Match } from '../model.ts'
import { findService } from './find-service.ts'
import type { ReadLine } from './read-line.ts'
import { serveService } from './serve-service.ts'

/** Products that departments name and no catalogue has; `substitute` is found by its words. */
const products: readonly { named: RegExp; name: string; substitute: string }[] = [
  { named: /oracle(?!\s*linux)|甲骨文数据库/, name: 'Oracle 数据库', substitute: '国产数据库' },
  { named: /sql ?server|mssql/, name: 'SQL Server 数据库', substitute: '国产数据库' },
  { named: /\bdb2\b/, name: 'DB2 数据库', substitute: '国产数据库' },
  { named: /postgre(?:s|sql)?(?![a-z])/, name: 'PostgreSQL 数据库', substitute: '国产数据库' },
  { named: /mariadb/, name: 'MariaDB 数据库', substitute: 'MySQL数据库' },
  { named: /rabbitmq|rocketmq|activemq/, name: '该消息队列产品', substitute: '消息队列' },
  { named: /memcached?/, name: 'Memcached', substitute: '缓存Redis' },
  { named: /weblogic|websphere/, name: '该应用服务器', substitute: '应用服务器中间件' },
]

/** Out: the match of a line that names a product which a service of the catalogue replaces, or null. */
export function matchSubstitute(run: MatchRun, { line, demands, phrases, figures }: ReadLine): Match | null {
  const [size] = figures.machines
  for (const phrase of phrases) {
    const product = products.find(({ named }) => named.test(phrase))
    if (product === undefined) continue
    const service = findService(run.catalogue.services, product.substitute)
    if (service === null) continue
    const solution = serveService(run, service, demands, {
      rest: phrase,
      quantity: line.quantity,
      size,
    })
    if (!isServed(solution)) continue
    const reason = `目录没有${product.name}，由${service.name}代替，应用可能需要适配。${solution.reason}`
    return combineNeeds(run, line.id, [{ ...solution, substituted: true, optimal: false, reason }])
  }
  return null
}
