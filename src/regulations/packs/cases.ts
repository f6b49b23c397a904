import type { Case } from './case.ts'
import { jiaozuo2021Cases } from './jiaozuo-2021.cases.ts'
import { jinchengChengqu2022Cases } from './jincheng-chengqu-2022.cases.ts'
import { lingchuan2024Cases } from './lingchuan-2024.cases.ts'
import { yuncheng2021Cases } from './yuncheng-2021.cases.ts'

/** The case tables, by pack: what lawyers read beside the rules, and tests run. */
const tables: Readonly<Record<string, readonly Case[]>> = {
  'lingchuan-2024': lingchuan2024Cases,
  'yuncheng-2021': yuncheng2021Cases,
  'jincheng-chengqu-2022': jinchengChengqu2022Cases,
  'jiaozuo-2021': jiaozuo2021Cases,
}

export function casesOf(packId: string): readonly Case[] {
  return tables[packId] ?? []
}
