import type { Pack } from '../engine/rules.ts'
import { jiaozuo2021 } from './jiaozuo-2021.ts'
import { jinchengChengqu2022 } from './jincheng-chengqu-2022.ts'
import { lingchuan2024 } from './lingchuan-2024.ts'
import { yuncheng2021 } from './yuncheng-2021.ts'

/** The regulations a jurisdiction can be judged by. */
export const packs: readonly Pack[] = [lingchuan2024, yuncheng2021, jinchengChengqu2022, jiaozuo2021]

export function packOf(id: string): Pack | undefined {
  return packs.find((pack) => pack.id === id)
}
