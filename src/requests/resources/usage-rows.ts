/** One row of a usage file, understood; shares in permille, null: not measured. */
export interface UsageRow {
  row: number
  resourceId: number
  name: string
  month: string
  averageCpu: number | null
  peakCpu: number | null
  averageMemory: number | null
  peakMemory: number | null
  storage: number | null
}
