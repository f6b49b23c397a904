/** Pure. */

/** What a recording of facts rests on. Every kind but the ledger is a record: where one exists, a ledger's cell gives way. */
export const factSources = {
  ledger: '台账',
  edit: '单项登记',
  order: '限期整改通知',
  determination: '认定',
  evaluation: '评价',
  milestone: '项目节点',
  declaration: '台账完整声明',
} as const

export type FactSourceKind = keyof typeof factSources

/** The record that a recording rests on; a ledger's is the import, and a single fact's the recording itself. */
export interface FactSource {
  kind: FactSourceKind
  id: number | null
}
