import { describe, expect, it } from 'vitest'
import { fenOf } from '../../platform/money.ts'
import { readPasted } from './paste-lines.ts'

const known = {
  zones: ['政务外网', '互联网'],
  architectures: ['X86', 'ARM'],
  attachable: [
    {
      code: 'HSS-01',
      name: '主机安全',
      aliases: ['防病毒', '主机防护'],
      specification: '按主机',
      monthlyFen: fenOf(8_030),
    },
    { code: 'SA-01', name: '态势感知', aliases: [], specification: '按主机', monthlyFen: fenOf(6_600) },
  ],
}
const read = async (text: string) =>
  (await readPasted(text, known)).map(({ source: _source, ...line }) => line)

describe('pasted words', () => {
  it('become lines of figures, one for each thing, and what is no figure stays words', async () => {
    expect(await read('4台8核16G，500G数据盘')).toEqual([
      { quantity: 4, vcpu: 8, memoryGiB: 16, confirmed: false },
      { storageGiB: 500, kind: 'block-storage', confirmed: false },
    ])
    expect(await read('数据库服务器2台16核64G，政务外网，等保三级，信创')).toEqual([
      {
        quantity: 2,
        vcpu: 16,
        memoryGiB: 64,
        zone: '政务外网',
        protectionLevel: 3,
        domestic: true,
        confirmed: false,
      },
    ])
    expect(await read('互联网带宽8M')).toEqual([{ bandwidthMbps: 8, confirmed: false }])
    expect(await read('建设统一用户认证系统')).toEqual([{ text: '建设统一用户认证系统', confirmed: false }])
  })

  it('from a spreadsheet are read by its headings', async () => {
    expect(
      await read('名称\t数量\tCPU\t内存\t网络区域\n应用\t3\t4核\t8G\t政务外网区\n大屏\t1\t\t\t'),
    ).toEqual([
      { quantity: 3, vcpu: 4, memoryGiB: 8, zone: '政务外网', confirmed: false },
      { quantity: 1, text: '大屏', confirmed: false },
    ])
  })

  it('name what comes with each machine in a column of its own, by name, alias or code', async () => {
    const head = '数量\tCPU\t内存\t配套\n'
    const machine = { quantity: 2, vcpu: 4, memoryGiB: 8, confirmed: false }
    expect(await read(`${head}2\t4\t8\t主机安全、态势感知`)).toEqual([
      { ...machine, attached: ['HSS-01', 'SA-01'] },
    ])
    expect(await read(`${head}2\t4\t8\t防病毒，hss-01`)).toEqual([{ ...machine, attached: ['HSS-01'] }])
    expect(await read(`${head}2\t4\t8\t无\n2\t4\t8\t`)).toEqual([machine, machine])
    // What isn't billed by the machine, or has no machine beside it, is a line of its own.
    const text = (words: string) => ({ text: words, confirmed: false })
    expect(await read(`${head}2\t4\t8\t短信平台，主机安全`)).toEqual([
      { ...machine, attached: ['HSS-01'] },
      text('短信平台'),
    ])
    expect(await read('存储\t配套\n500G\t主机安全')).toEqual([
      { storageGiB: 500, confirmed: false },
      text('主机安全'),
    ])
    expect(await read(`${head}\t\t\t主机安全`)).toEqual([text('主机安全')])
  })

  it('with figures out of bounds or unknown zones stay words for the person to mend', async () => {
    expect(await read('0台8核16G')).toHaveLength(1)
    expect(await read('数量\tCPU\t内存\t网络区域\n1\t4\t8\t月球网')).toEqual([
      { text: '1，4，8，月球网', confirmed: false },
    ])
    expect(await read('数量\tCPU\t内存\n-1\t4\t8')).toEqual([{ text: '-1，4，8', confirmed: false }])
    expect(await read('数量\tCPU\t内存\n1\t4.5\t8')).toEqual([{ text: '1，4.5，8', confirmed: false }])
  })

  it('are refused beyond the limits, naming them', async () => {
    await expect(read('1台1核1G\n'.repeat(10_000))).rejects.toThrow('一份申请最多2000行需求')
    await expect(read('x'.repeat(1_000_000))).rejects.toThrow('一次最多粘贴100000个字')
  })
})
