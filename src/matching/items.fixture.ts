import type { CatalogueItem } from '../catalogue/index.ts'
import { optionalDefaults } from '../catalogue/model.ts'
import { fenOf } from '../platform/money.ts'

/** In: a code and what matters. Out: an item of a catalogue: a machine in both zones, unless told otherwise. */
export const sampleItem = (code: string, over: Partial<CatalogueItem>): CatalogueItem => ({
  code,
  category: 'IaaS',
  group: '计算',
  name: '云主机',
  specification: code,
  unit: '台',
  billing: '包月',
  monthlyFen: fenOf(0),
  priceFormula: null,
  vcpu: null,
  memoryGiB: null,
  storageGiB: null,
  zones: ['政务外网', '互联网'],
  architecture: 'X86',
  domestic: false,
  protectionLevel: 3,
  leadTimeWorkingDays: 3,
  availability: null,
  shared: false,
  aliases: [],
  description: '',
  ...optionalDefaults,
  ...over,
})
