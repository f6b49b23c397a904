import type { MachineKind, StorageKind } from '../model.ts'
import { numberOf } from './words.ts'

export interface MachineFigures {
  quantity: number
  /** The words just before the size: whose size it is. */
  named: string
  vcpu: number
  memoryGiB: number
  kind: MachineKind
}
export interface StorageFigures {
  storageGiB: number
  kind: StorageKind
}
interface Found {
  machines: MachineFigures[]
  /** Disks that are written as the third figure of a size: 8核/32G/200G. */
  disks: StorageFigures[]
  /** The words without the sizes and their numbers. */
  without: string
}

export const count = '(\\d{1,6}|[一二两三四五六七八九十]{1,3})'

const atLeast = '(?:不低于|不少于|不小于|至少|达到|≥|>=|仍为|为)?\\s*'
const apart = '(?:[\\s,/、*x×+|:]|cpu|内存|memory|ram|和|配|的|不低于|不少于|至少|仍为)*'
const cores = `(?:(?:cpu|处理器)\\s*:?\\s*${atLeast}(\\d{1,4})(?!\\d)(?:\\s*(?:核心?|vcpus?|cores?|c(?![a-z])|u(?=\\d)))?|(\\d{1,4})\\s*(?:核心?|vcpus?|vc|cores?|c(?![a-z])|u(?=\\d)))(?:cpu|处理器)?`
const memory = '(\\d{1,7})\\s*([tgm])i?b?(?![a-z])(?:\\s*(?:内存|memory|ram)(?!条))?'
/** 8核16G, CPU 8核, 内存 16G, 16 cores/64GiB, 8核/32G/200G; then 16G8核. */
const coresFirst = new RegExp(`${cores}${apart}${memory}(?:[/+|](\\d{1,6})([tg])b?(?![a-z]))?`, 'g')
const memoryFirst = new RegExp(`(?:内存\\s*:?\\s*${atLeast})?${memory}${apart}${cores}`, 'g')

/** 四核十六G: numbers in characters before their unit. */
const inCharacters = /([一二两三四五六七八九十]{1,3})(核|g(?![a-z])|gb|兆)/g
const machineNoun = /云主机|服务器|虚拟?机|主机|机器/

interface Size {
  start: number
  end: number
  vcpu: number
  memoryGiB: number
  diskGiB: number | null
}

/** In: folded words. Out: the machines they ask for, each size with its number, which stands before the size or after it. */
export function machinesIn(words: string): Found {
  const text = words.replace(inCharacters, (whole, number: string, unit: string) => {
    const value = numberOf(number)
    return value === null ? whole : `${value}${unit}`
  })
  const kind = kindIn(text)
  const sizes = withoutReplaced(sizesIn(text), text)
  const machines: MachineFigures[] = []
  const disks: StorageFigures[] = []
  let from = 0
  let without = ''
  for (const [place, size] of sizes.entries()) {
    const { quantity, before, after } = numberOfSize(
      text.slice(from, size.start),
      text.slice(size.end, sizes[place + 1]?.start),
    )
    const { vcpu, memoryGiB } = place === sizes.length - 1 ? enlarged(size, text.slice(size.end)) : size
    if (quantity > 0) machines.push({ quantity, named: before, vcpu, memoryGiB, kind })
    if (size.diskGiB !== null)
      disks.push({ storageGiB: size.diskGiB * Math.max(1, quantity), kind: 'block-storage' })
    without += `${before} ${after.kept} `
    from = size.end + after.length
  }
  without += sizes.length === 0 ? text : withoutEnlarging(text.slice(from))
  return machines.length > 0 ? { machines, disks, without } : { ...oneFigureIn(text, kind), disks }
}

function kindIn(text: string): MachineKind {
  if (/裸金属|物理(?:机|服务器)/.test(text)) return 'bare-metal'
  return /gpu|显卡/.test(text) ? 'gpu-host' : 'cloud-host'
}

function sizesIn(text: string): Size[] {
  const found = [...text.matchAll(coresFirst)].map((match): Size => {
    const [whole, labelled, plain, amount = '', unit = '', disk, diskUnit = 'g'] = match
    return {
      start: match.index,
      end: match.index + whole.length,
      vcpu: Number(labelled ?? plain),
      memoryGiB: gibOf(amount, unit),
      diskGiB: disk === undefined ? null : gibOf(disk, diskUnit),
    }
  })
  if (found.length > 0) return found
  return [...text.matchAll(memoryFirst)].map((match): Size => {
    const [whole, amount = '', unit = '', labelled, plain] = match
    return {
      start: match.index,
      end: match.index + whole.length,
      vcpu: Number(labelled ?? plain),
      memoryGiB: gibOf(amount, unit),
      diskGiB: null,
    }
  })
}

/** 4核8G升级到8核16G: the first size is what there is, the second what is requested. */
function withoutReplaced(sizes: readonly Size[], text: string): Size[] {
  return sizes.filter((size, place) => {
    const next = sizes[place + 1]
    return (
      next === undefined ||
      !/^[^,;。\d]{0,6}(?:升级?|升配|扩容?|提升|提高|调整|变更|改|换)(?:到|至|为|成)[^,;。\d]{0,4}$/.test(
        text.slice(size.end, next.start),
      )
    )
  })
}

const moreMemory =
  /内存[^;。\d]{0,12}(?:扩容?|增?加|升级?|提高|提升|调)(?:到|至|为|成)\s*(\d{1,5})gi?b?(?![a-z])/
const moreCores =
  /(?:cpu|处理器|核数?)[^;。\d]{0,8}(?:扩容?|增?加|升级?|提高|提升|调)(?:到|至|为|成)\s*(\d{1,4})\s*(?:核心?|c(?![a-z])|vcpu)/

/** 8核16G…CPU加到16核: the size that there is, with what shall grow. */
function enlarged({ vcpu, memoryGiB }: Size, after: string): { vcpu: number; memoryGiB: number } {
  return {
    vcpu: Number(moreCores.exec(after)?.[1] ?? vcpu),
    memoryGiB: Number(moreMemory.exec(after)?.[1] ?? memoryGiB),
  }
}

const withoutEnlarging = (text: string) => text.replace(moreMemory, ' ').replace(moreCores, ' ')

const ahead = new RegExp(`${count}台[^,;。\\d]*$`)
const behind = new RegExp(
  `^[^,;。\\d|]*?(?:[,|]?(?:一共|总共|合计|共|数量|来|要)?[:：]?\\s*)?${count}(?:[台套]|个(?=实例|节点)| ?(?:nodes?|servers?|vms?)(?![a-z]))`,
)
const times = /^[^,;。\d]{0,4}[x×*]\s*(\d{1,4})(?!\d|[gtc核])/
const labelled = /(?:数量|台数)\s*:?\s*(\d{1,5})/
const later = new RegExp(`[,|\\s]${count}台`)

/** In: what stands before a size and after it, up to its neighbours. Out: its number, and the words without it. */
function numberOfSize(
  before: string,
  after: string,
): { quantity: number; before: string; after: { kept: string; length: number } } {
  const first = ahead.exec(before)
  if (first !== null)
    return {
      quantity: numberOf(first[1] ?? '') ?? 1,
      before: before.slice(0, first.index),
      after: { kept: '', length: 0 },
    }
  const next = behind.exec(after) ?? times.exec(after)
  if (next !== null)
    return {
      quantity: numberOf(next[1] ?? '') ?? 1,
      before,
      after: {
        kept: next[0].replace(new RegExp(`[x×*]?\\s*${count}(?:[台套]|个| ?[a-z]+)?$`), ''),
        length: next[0].length,
      },
    }
  const far = labelled.exec(after) ?? later.exec(after)
  return { quantity: numberOf(far?.[1] ?? '') ?? 1, before, after: { kept: '', length: 0 } }
}

const onlyCores = new RegExp(`(\\d{1,4})\\s*核心?(?:的)?[^,;。\\d]{0,6}(?=${machineNoun.source})`)
const onlyMemory = new RegExp(
  `(?:内存\\s*:?\\s*(\\d{1,5})gi?b?(?![a-z])|(\\d{1,5})gi?b?内存)[^,;。\\d]{0,4}(?=${machineNoun.source})`,
)

/** 8核云主机3台, 内存32G的云服务器: what isn't written may be anything. */
function oneFigureIn(text: string, kind: MachineKind): Omit<Found, 'disks'> {
  const [core, gib] = [onlyCores.exec(text), onlyMemory.exec(text)]
  const found = core ?? gib
  if (found === null) return { machines: [], without: text }
  const { quantity, before, after } = numberOfSize(
    text.slice(0, found.index),
    text.slice(found.index + found[0].length),
  )
  const machine = {
    quantity,
    named: before,
    vcpu: Number(core?.[1] ?? 1),
    memoryGiB: Number(gib?.[1] ?? gib?.[2] ?? 1),
    kind,
  }
  const rest = text.slice(found.index + found[0].length + after.length)
  return { machines: quantity > 0 ? [machine] : [], without: `${before} ${after.kept} ${rest}` }
}

/** In: an amount and its unit (t, g, m). Out: whole GiB, at least 1. */
export function gibOf(size: string, unit: string): number {
  const times = unit.startsWith('t') ? 1024 : unit.startsWith('m') ? 1 / 1024 : 1
  return Math.max(1, Math.ceil(Number(size) * times))
}
