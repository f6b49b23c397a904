import { exactWanYuan, hostings } from '../systems/index.ts'
import type { FactField } from './fact-fields.tsx'

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
