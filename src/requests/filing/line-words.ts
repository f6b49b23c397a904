/** Pure. */

import type { LineInput } from '../../matching/index.ts'
import { kindInChinese } from '../../matching/index.ts'

const levels = ['', '一级', '二级', '三级', '四级', '五级']

/**
 * In: a line, and what items are called (by their codes, where that isn't known). Out: what it asks for, as people say
 * it: 2 台 4核8G · 政务外网 · 等保三级 · 每台配主机安全.
 */
export function lineInWords(
  line: Omit<LineInput, 'id'>,
  nameOf: (code: string) => string = (code) => code,
): string {
  const { quantity, vcpu, memoryGiB, storageGiB, bandwidthMbps, kind, text } = line
  const machine = [
    ...(vcpu === undefined ? [] : [`${vcpu}核`]),
    ...(memoryGiB === undefined ? [] : [`${memoryGiB}G`]),
  ].join('')
  const what = [
    ...(text === undefined ? [] : [text]),
    ...(machine === ''
      ? []
      : [`${quantity ?? 1} 台 ${machine}${kind === undefined ? '' : kindInChinese[kind]}`]),
    ...(storageGiB === undefined
      ? []
      : [
          `${(quantity ?? 1) > 1 ? `${quantity}×` : ''}${storageGiB}GB${kind === undefined || machine !== '' ? '存储' : kindInChinese[kind]}`,
        ]),
    ...(bandwidthMbps === undefined
      ? []
      : [`${(quantity ?? 1) > 1 ? `${quantity} 条 ` : ''}${bandwidthMbps}M 带宽`]),
  ]
  return [
    what.join('，'),
    ...(text !== undefined && quantity !== undefined ? [`数量 ${quantity}`] : []),
    ...(line.zone === undefined ? [] : [line.zone]),
    ...(line.architecture === undefined ? [] : [line.architecture]),
    ...(line.domestic === true ? ['信创'] : []),
    ...(line.protectionLevel === undefined
      ? []
      : [`等保${levels[line.protectionLevel] ?? line.protectionLevel}`]),
    ...(line.splittable === true ? ['可拆分'] : []),
    ...(line.attached === undefined ? [] : [`每台配${line.attached.map(nameOf).join('、')}`]),
    ...(line.classified === true ? ['涉密'] : []),
  ].join(' · ')
}
