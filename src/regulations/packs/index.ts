import type { Pack } from '../engine/rules.ts'
import { lingchuan2024 } from './lingchuan-2024.ts'

/** The regulations a jurisdiction can be judged by. */
export const packs: readonly Pack[] = [lingchuan2024]

/** Regulations that the interface names and that have no pack yet. */
export const awaitedRegulations: Readonly<Record<string, string>> = {
  'yuncheng-2021': '运城市市级政务信息化项目建设应用管理规定（运政办发〔2021〕7号）',
  'jincheng-chengqu-2022': '晋城市城区加强政务大数据项目建设应用管理制度（城政办发〔2022〕18号）',
  'jiaozuo-2021': '焦作市城乡一体化示范区政务信息化项目管理暂行办法等（焦示管办〔2021〕22号）',
}

export function packOf(id: string): Pack | undefined {
  return packs.find((pack) => pack.id === id)
}
