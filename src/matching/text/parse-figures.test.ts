import { describe, expect, it } from 'vitest'
import { parseFigures } from './parse-figures.ts'

describe('figures in words', () => {
  const machines = (text: string) =>
    parseFigures(text).machines.map(({ quantity, vcpu, memoryGiB }) => [quantity, vcpu, memoryGiB])

  it.each([
    ['4台8核16G，500G数据盘', [[4, 8, 16]]],
    ['４台８核１６Ｇ', [[4, 8, 16]]],
    ['8核16G内存的云主机4台', [[4, 8, 16]]],
    ['8C16G 两台', [[2, 8, 16]]],
    [
      '2台4核8G、3台8核32GB',
      [
        [2, 4, 8],
        [3, 8, 32],
      ],
    ],
    [
      '4核8G2台，8核16G3台',
      [
        [2, 4, 8],
        [3, 8, 16],
      ],
    ],
    ['十二台16核 64G服务器', [[12, 16, 64]]],
    ['16vCPU 64GB', [[1, 16, 64]]],
    ['云服务器，配置为4核16G，共3台', [[3, 4, 16]]],
    ['3台服务器（8核16G）', [[3, 8, 16]]],
    ['CPU8核，内存32G', [[1, 8, 32]]],
    ['2020年8月采购', []],
    ['核心业务16G', []],
  ])('“%s” asks for machines %j', (text, expected) => {
    expect(machines(text)).toEqual(expected)
  })

  it.each([
    ['500G数据盘', [[500, 'block-storage']]],
    ['对象存储2TB', [[2_048, 'object-storage']]],
    ['1.5T对象存储', [[1_536, 'object-storage']]],
    ['200G的SSD', [[200, 'ssd']]],
    ['NAS 1T', [[1_024, 'file-storage']]],
    ['备份空间500G', [[500, 'backup']]],
    ['2台4核8G，每台100G数据盘', [[200, 'block-storage']]],
    ['4核8G，系统盘40G', []],
    ['3台虚拟机（8核/32G/200G）', [[600, 'block-storage']]],
  ])('“%s” asks for storage %j', (text, expected) => {
    expect(parseFigures(text).storage.map(({ storageGiB, kind }) => [storageGiB, kind])).toEqual(expected)
  })

  it.each(['10M互联网带宽', '公网带宽10M', '带宽10兆', '10Mbps出口带宽'])('“%s” asks for 10 M', (text) => {
    expect(parseFigures(text).bandwidths).toEqual([{ mbps: 10 }])
  })
})
