import { factLabel, factNames } from '../regulations/index.ts'
import { columnNamesOfFact } from '../rules/index.ts'
import { exactWanYuan, hostings } from '../systems/index.ts'
import { type FactField, fieldsOfFact } from './fact-fields.tsx'

/** In: a field of a fact and its value in the register. Out: the words users read. */
export function fieldWords({ kind }: Pick<FactField, 'kind'>, value: unknown): string {
  if (value === null || value === undefined) return '未知'
  if (value === 'infinity') return '没有发生'
  if (kind === 'flag') return value === true ? '是' : '否'
  if (kind === 'money') return `${exactWanYuan(Number(value))} 万元`
  if (kind === 'hosting')
    return new Map<string, string>(Object.entries(hostings)).get(String(value)) ?? String(value)
  return String(value)
}

/** In: a column of the register that the law reads, and a value. Out: what users call both; null: it is none. */
export function columnWords(column: string, value: unknown): { label: string; words: string } | null {
  const fact = factNames.find((name) => columnNamesOfFact(name).includes(column))
  if (fact === undefined) return null
  const field = fieldsOfFact(fact).find((one) => one.column === column)
  const words = Array.isArray(value)
    ? value.length === 0
      ? '没有'
      : `${value.length} 份`
    : fieldWords({ kind: field?.kind ?? (typeof value === 'boolean' ? 'flag' : 'text') }, value)
  return { label: field?.label ?? factLabel(fact), words }
}
