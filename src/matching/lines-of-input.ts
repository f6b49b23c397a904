/** Pure. */

import type { CatalogueItem } from '../catalogue/index.ts'
import { AppError, type FieldError } from '../platform/errors.ts'
import type { CatalogueIndex } from './catalogue-index.ts'
import { isPerMachine } from './items.ts'
import type { LineInput } from './line-input.ts'
import {
  type Line,
  type MachineKind,
  machineKinds,
  type Need,
  type StorageKind,
  storageKinds,
} from './model.ts'

/**
 * In: parsed lines and the edition they are matched with. Out: lines for the engine.
 * Throws invalid-input naming every zone, technical route or item code that the edition doesn't have.
 */
export function linesOfInput(catalogue: CatalogueIndex, inputs: readonly LineInput[]): Line[] {
  const errors: FieldError[] = []
  const lines = inputs.map((input, index) => {
    const fault = (name: string, message: string) => errors.push({ path: `lines.${index}.${name}`, message })
    if (input.zone !== undefined && !catalogue.zones.includes(input.zone))
      fault('zone', `没有“${input.zone.slice(0, 40)}”这个网络区域，现有：${catalogue.zones.join('、')}`)
    const architecture = catalogue.architectures.find(
      (each) => each.toUpperCase() === input.architecture?.toUpperCase(),
    )
    if (input.architecture !== undefined && architecture === undefined)
      fault(
        'architecture',
        `没有“${input.architecture.slice(0, 40)}”这个技术路线，现有：${catalogue.architectures.join('、')}`,
      )
    const attached = (input.attached ?? []).flatMap((code, place, codes) => {
      if (codes.indexOf(code) < place) return []
      const item = catalogue.items.find((each) => each.code === code && isPerMachine(each))
      if (item === undefined) fault(`attached.${place}`, `“${code.slice(0, 40)}”不是按主机计费的服务项`)
      return item ?? []
    })
    const { id, quantity, zone, domestic, protectionLevel, classified } = input
    const demands = { id, zone, domestic, architecture, protectionLevel, classified }
    return input.text === undefined
      ? { ...demands, needs: needsOf(input, attached) }
      : { ...demands, text: input.text, quantity }
  })
  if (errors.length > 0)
    throw new AppError('invalid-input', `填写的内容有误：${errors[0]?.message ?? ''}`, { errors })
  return lines
}

function needsOf(input: LineInput, attached: readonly CatalogueItem[]): Need[] {
  const { quantity = 1, vcpu, memoryGiB, storageGiB, bandwidthMbps, kind, splittable = false } = input
  const needs: Need[] = []
  if (vcpu !== undefined || memoryGiB !== undefined)
    needs.push({
      what: 'machine',
      kind: machineKindOf(kind) ?? 'cloud-host',
      quantity,
      vcpu: vcpu ?? 0,
      memoryGiB: memoryGiB ?? 0,
      splittable,
      attached,
    })
  if (storageGiB !== undefined)
    needs.push({
      what: 'storage',
      kind: storageKindOf(kind) ?? 'block-storage',
      storageGiB: storageGiB * quantity,
    })
  if (bandwidthMbps !== undefined)
    needs.push({ what: 'bandwidth', quantity, mbps: bandwidthMbps, splittable })
  return needs
}

const machineKindOf = (kind: LineInput['kind']): MachineKind | undefined =>
  machineKinds.find((each) => each === kind)
const storageKindOf = (kind: LineInput['kind']): StorageKind | undefined =>
  storageKinds.find((each) => each === kind)
