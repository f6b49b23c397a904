import type { CatalogueItem } from '../model.ts'
import type { Finding } from './finding.ts'

/** In: items. Out: codes that items name as dependency or successor, and that the edition does not have. */
export function danglingReferences(items: readonly CatalogueItem[]): Finding[] {
  const codes = new Set(items.map(({ code }) => code))
  return items.flatMap(({ code, dependencies, successor }) => [
    ...dependencies
      .filter((other) => !codes.has(other))
      .map((other) => ({ codes: [code], says: `${code} 的必配服务项 ${other} 不在这一版里` })),
    ...(successor === null || codes.has(successor)
      ? []
      : [{ codes: [code], says: `${code} 的后继服务项 ${successor} 不在这一版里` }]),
  ])
}

/** In: items. Out: rings of items that need, or succeed, each other; each ring once, from its first item on. */
export function cycles(items: readonly CatalogueItem[]): Finding[] {
  const byDependency = new Map(items.map(({ code, dependencies }) => [code, dependencies]))
  const bySuccessor = new Map(
    items.map(({ code, successor }) => [code, successor === null ? [] : [successor]]),
  )
  return [
    ...ringsIn(byDependency).map((ring) => ({
      codes: ring,
      says: `互为必配：${[...ring, ring[0]].join(' → ')}`,
    })),
    ...ringsIn(bySuccessor).map((ring) => ({
      codes: ring,
      says: `互为后继：${[...ring, ring[0]].join(' → ')}`,
    })),
  ]
}

/** Depth first without recursion; a node that is on the path closes a ring, one that is done can't. */
function ringsIn(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const rings: string[][] = []
  const done = new Set<string>()
  for (const start of edges.keys()) {
    const path: { code: string; next: number }[] = done.has(start) ? [] : [{ code: start, next: 0 }]
    const on = new Set(path.map(({ code }) => code))
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const to = edges.get(last.code)?.[last.next]
      last.next += 1
      if (to === undefined) {
        path.pop()
        on.delete(last.code)
        done.add(last.code)
      } else if (on.has(to)) {
        const codes = path.map(({ code }) => code)
        rings.push(codes.slice(codes.indexOf(to)))
      } else if (!done.has(to) && edges.has(to)) {
        path.push({ code: to, next: 0 })
        on.add(to)
      }
    }
  }
  return rings
}

/** In: items. Out: dependencies that can't be had where the item can: another zone, not 信创, a lower 等保. */
export function dependenciesElsewhere(items: readonly CatalogueItem[]): Finding[] {
  const byCode = new Map(items.map((item) => [item.code, item]))
  return items.flatMap((item) =>
    item.dependencies.flatMap((code): Finding[] => {
      const needed = byCode.get(code)
      if (needed === undefined) return []
      const zones = item.zones.filter((zone) => !needed.zones.includes(zone))
      const lower = (needed.protectionLevel ?? 0) < (item.protectionLevel ?? 0)
      if (zones.length === 0 && !lower && (needed.domestic || !item.domestic)) return []
      const lacks = [
        ...zones.map((zone) => `不在${zone}`),
        ...(lower ? ['等保级别低'] : []),
        ...(item.domestic && !needed.domestic ? ['不是信创'] : []),
      ]
      return [{ codes: [item.code, code], says: `${item.code} 必配 ${code}，但 ${code} ${lacks.join('、')}` }]
    }),
  )
}

/** In: items. Out: pools whose items say different totals, or of which one item takes more than there is. */
export function poolsInDoubt(items: readonly CatalogueItem[]): Finding[] {
  const pools = new Map<string, CatalogueItem[]>()
  for (const item of items)
    if (item.pool !== null) pools.set(item.pool, [...(pools.get(item.pool) ?? []), item])
  const differing = [...pools].flatMap(([name, members]): Finding[] => {
    const totals = [...new Set(members.map(({ poolCapacity }) => poolCapacity ?? '不限'))]
    if (totals.length === 1) return []
    return [
      {
        codes: members.map(({ code }) => code),
        says: `资源池“${name}”的总量有 ${totals.join('、')} 几种写法`,
      },
    ]
  })
  const overdrawn = items.flatMap(({ code, poolCapacity, poolUnits }): Finding[] =>
    poolCapacity === null || poolUnits <= poolCapacity
      ? []
      : [{ codes: [code], says: `${code} 一个占用 ${poolUnits}，资源池总共只有 ${poolCapacity}` }],
  )
  return [...differing, ...overdrawn]
}
