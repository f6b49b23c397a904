import type { Case } from './case.ts'
import { lingchuan2024Cases } from './lingchuan-2024.table.ts'

/** The case tables, by pack: what lawyers read beside the rules, and tests run. */
const tables: Readonly<Record<string, readonly Case[]>> = { 'lingchuan-2024': lingchuan2024Cases }

export function casesOf(packId: string): readonly Case[] {
  return tables[packId] ?? []
}
