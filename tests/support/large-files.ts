import { readFileSync } from 'node:fs'

/** Sizes of what is uploaded and asked for; the catalogue's and the requests' are the most that there may be. */
export const sizes = { systems: 3_000, items: 2_000, lines: 2_000 } as const

const rows = (head: string, row: (at: number) => string, count: number): string =>
  [head, ...Array.from({ length: count }, (_, at) => row(at))].join('\r\n')

/** A catalogue of many items, four services of 500 flavours among them. In: what sets its prices apart. */
export function largeCatalogue(factor: number): string {
  const text = readFileSync(new URL('../../demo/samples/catalogue.csv', import.meta.url), 'utf8')
  const [head = '', ...items] = text.replace('\ufeff', '').trim().split('\r\n')
  const columns = head.split(',')
  const host = items.find((item) => item.startsWith('ECS-01,'))?.split(',') ?? []
  const flavour = (at: number) =>
    columns
      .map((column, place) => {
        const service = Math.floor(at / 500)
        if (column === '编码') return `F${service}-${at % 500}`
        if (column === '服务名称') return `云主机${service}`
        if (column === '规格') return `第${at % 500}种`
        if (column.startsWith('vCPU')) return 1 + (at % 50)
        if (column.startsWith('内存')) return 1 + Math.floor((at % 500) / 50) * 7
        if (column.startsWith('单价')) return factor * (50 + ((at * 7_919) % 997))
        return host[place] ?? ''
      })
      .join(',')
  return rows([head, ...items].join('\r\n'), flavour, sizes.items - items.length)
}

/** A ledger of many systems with what most of them have. In: their name. */
export function largeLedger(name: string): string {
  return rows(
    '统计截止：2026-09-30\r\n系统编号,系统名称,主管单位,联系科室,联系电话,建成时间,建设投资（万元）,年运维费（万元）,部署方式,等保级别,涉密,处置,迁移期限,备注',
    (at) =>
      `DX-${at},${name}${at},第${at % 400}单位,信息科,0356-${6_200_000 + at},2015-03-01,${at % 900},${at % 90},自建机房,二级,否,迁移,2026-06-30,${'备注'.repeat(20)}`,
    sizes.systems,
  )
}

/** Lines of a request: of figures, of words, and long ones. */
export function largeLines(): Record<'figures' | 'words' | 'long', { id: string }[]> {
  const words = [
    '4台8核16G服务器，500G数据盘，等保三级',
    '建设统一用户认证系统',
    '量子加密通道',
    '互联网带宽8M，短信平台',
    '不需要数据库，只要对象存储2T',
  ]
  const lines = (count: number, line: (at: number) => object) =>
    Array.from({ length: count }, (_, at) => ({ id: String(at), ...line(at) }))
  return {
    figures: lines(sizes.lines, (at) => ({
      quantity: 1 + (at % 9),
      vcpu: 1 + (at % 64),
      memoryGiB: 1 + ((at * 7) % 256),
      storageGiB: 1 + at,
      domestic: at % 2 === 0,
      splittable: true,
    })),
    words: lines(sizes.lines, (at) => ({ text: (words[at % words.length] ?? '').slice(0, 29) })),
    long: lines(30, () => ({ text: words.join('，').repeat(40).slice(0, 2_000) })),
  }
}
