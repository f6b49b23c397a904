import { describe, expect, it } from 'vitest'
import type { Cell } from '../platform/spreadsheet/cells.ts'
import { type FieldId, fieldOf } from './fields.ts'

/** What a field makes of a cell: a value as itself, everything else by its kind. */
function read(id: FieldId, cell: Cell) {
  const reading = fieldOf(id).read(cell)
  return reading.kind === 'value' ? reading.value : reading.kind
}

describe('words that departments use', () => {
  it('are known for hosting, network and level, and none that could mean two things', () => {
    const hostings = ['县政务云', '运营商托管', ' 本单位机房　', '云'].map((cell) => read('hosting', cell))
    expect(hostings).toEqual(['government-cloud', 'carrier', 'own-room', 'fault'])
    expect(read('networkZone', '专网')).toBe('classified-network')
    expect(read('networkZone', '外网')).toBe('fault')
    const levels = ['三级', '第三级', '等保三级', '3级', 3, '未定级']
    expect(levels.map((cell) => read('protectionLevel', cell))).toEqual([3, 3, 3, 3, 3, 0])
  })

  it.each<[FieldId, Cell, boolean]>([
    ['platformConnected', '已接入', true],
    ['platformConnected', '未接入', false],
    ['dataSharing', '达标', true],
    ['dataSharing', '不达标', false],
    ['classified', '涉密', true],
    ['classified', '非涉密', false],
  ])('%s: %s is %s', (id, cell, value) => {
    expect(read(id, cell)).toBe(value)
  })

  it.each(['未验收', '尚未备案', '暂未迁移', '未'])('“%s” has not happened', (cell) => {
    expect(read('acceptedOn', cell)).toBe('none')
  })

  it('name the unit of a machine', () => {
    expect([read('vcpu', '16核'), read('memory', '64GB'), read('storage', '2T')]).toEqual([16, 64, 2_048])
  })
})
