import type { StorageKind } from '../model.ts'
import { count, gibOf, type MachineFigures, machinesIn, type StorageFigures } from './parse-machines.ts'
import { foldText, numberOf } from './words.ts'

/** The figures found in a request in words, and the words that are left without them. */
export interface Figures {
  machines: readonly MachineFigures[]
  storage: readonly StorageFigures[]
  bandwidths: readonly { mbps: number }[]
  rest: string
}

const volume = '(\\d{1,7}(?:\\.\\d{1,3})?)\\s*(tb?|gi?b?)(?![a-z])'
const storageNoun =
  '(?:每台|各|配|挂载|高速|共享|数据|块|云|普通|高性能)*(nas|对象存储|oss|obs|文件存储|共享存储|数据备份空间|备份空间|备份存储|备份|固态盘|固态硬盘|ssd云硬盘|ssd|云硬盘|数据盘|硬盘|磁盘|disk|存储空间|云存储|存储)'
const volumeThenNoun = new RegExp(
  `(?:每台|各)?(?:配置?|挂载|加)?${volume}(?:的|容量)?${storageNoun}(?:空间|盘)?`,
  'g',
)
const nounThenVolume = new RegExp(
  `${storageNoun}(?:共享存储|空间|容量|盘)?(?:扩容|扩充|扩|增加|加|到|至|约|大约|大概|[\\s:：])*${volume}`,
  'g',
)
const systemDisk = new RegExp(`(?:${volume}(?:的)?系统盘|系统盘[\\s:：]*${volume})`, 'g')
const bandwidthAfter = /(\d{1,6})(?:m|mbps|兆)(?:的)?(?:互联网|公网|外网|出口)*带宽/g
const bandwidthBefore =
  /(?:互联网|公网|外网|出口)*带宽(?:[\s:：]|要|需|约|增?加|扩容?|提升|升|到|至|为)*(\d{1,6})(?:mbps|m|兆)/g
/** 原来2M带宽不够用，提到10M. */
const widened =
  /(?:原来?|现有?|目前)[^,;。\d]{0,6}\d{1,6}(?:m|mbps|兆)([^;。\d]*?带宽[^;。]*?)(?:提|扩|加|升|增)[高容级加]?(?:到|至|为)(\d{1,6})(?:m|mbps|兆)/g
/** 由5M提升至20M, 从32G扩到64G: the first is what there is. */
const replaced =
  /(?:现有|现为|现|原有|原为|原|从|由)\s*\d{1,6}\s*(?:mbps|m|兆|gi?b?|tb?|核)(?:提升|升级|升配|增?加|扩容?|升|调整?|增)(?:到|至|为)(?=\d)/g

/** 3台服务器（8核16G）: the size belongs to what stands before it. */
const bracketed = /[(（]([^()（）]*\d核[^()（）]*)[)）]/g

/** In: text, such as 4台8核16G，500G数据盘. Out: the machines, storage and bandwidth it asks for; 系统盘 comes with a machine. */
export function parseFigures(text: string): Figures {
  let rest = foldText(text).replace(bracketed, ' $1 ').replace(replaced, '').replace(widened, '$1,带宽$2m')
  const bandwidths: { mbps: number }[] = []
  const storage: StorageFigures[] = []
  const perMachine: number[] = []
  const take = (pattern: RegExp, use: (groups: string[], whole: string) => void) => {
    rest = rest.replace(pattern, (whole: string, ...groups: unknown[]) => {
      use(
        groups.filter((group): group is string => typeof group === 'string'),
        whole,
      )
      return ' '
    })
  }
  const { machines, disks, without } = machinesIn(rest)
  storage.push(...disks)
  rest = without
  take(systemDisk, () => {})
  for (const pattern of [bandwidthAfter, bandwidthBefore])
    take(pattern, ([mbps]) => bandwidths.push({ mbps: Number(mbps) }))
  const each = /每台|各/
  take(volumeThenNoun, ([size = '', unit = ''], whole) => {
    if (each.test(whole)) perMachine.push(storage.length)
    storage.push({ storageGiB: gibOf(size, unit), kind: storageKindOf(whole) })
  })
  take(nounThenVolume, ([, size = '', unit = ''], whole) => {
    if (each.test(whole)) perMachine.push(storage.length)
    storage.push({ storageGiB: gibOf(size, unit), kind: storageKindOf(whole) })
  })
  const total = machines.reduce((sum, { quantity }) => sum + quantity, 0)
  return {
    machines,
    storage: storage.map((part, place) =>
      perMachine.includes(place) && total > 0 ? { ...part, storageGiB: part.storageGiB * total } : part,
    ),
    bandwidths,
    rest,
  }
}

function storageKindOf(noun: string): StorageKind {
  if (/对象|oss|obs|云存储/.test(noun)) return 'object-storage'
  if (/nas|文件|共享/.test(noun)) return 'file-storage'
  if (/备份/.test(noun)) return 'backup'
  return /ssd|固态|高性能/.test(noun) ? 'ssd' : 'block-storage'
}

/** In: words without figures. Out: how many are asked for (两个, 3套), or undefined. */
export function countIn(text: string): number | undefined {
  const match = new RegExp(`${count}(?:台|套|个|条|包|份|实例|节点)`).exec(text)
  return numberOf(match?.[1] ?? '') ?? undefined
}

/** In: words. Out: a volume that stands by itself (日志服务100G), in GiB, or undefined. */
export function volumeIn(text: string): number | undefined {
  const match = new RegExp(volume).exec(text)
  return match?.[1] === undefined || match[2] === undefined ? undefined : gibOf(match[1], match[2])
}
