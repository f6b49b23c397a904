import { type ApartContext, computeApart } from '../platform/apart.ts'
import { reportDocx } from './docx.ts'
import type { MonthlySnapshot } from './model.ts'
import { reportXlsx } from './xlsx.ts'

interface Frozen {
  snapshot: MonthlySnapshot
  hash: string
}
interface ReportFiles {
  docx: Uint8Array
  xlsx: Uint8Array
}

/** In: a snapshot and its hash. Out: the report as .docx and .xlsx. Everything at once: others can bear `reportFiles`. */
export async function compute({ snapshot, hash }: Frozen): Promise<ReportFiles> {
  const [docx, xlsx] = await Promise.all([reportDocx(snapshot, hash), reportXlsx(snapshot, hash)])
  return { docx, xlsx }
}

/** The same, where it blocks nobody: tables of thousands of systems take their time. */
export const reportFiles = (context: ApartContext, frozen: Frozen): Promise<ReportFiles> =>
  computeApart(context, () => new URL('./report-files.ts', import.meta.url), compute, frozen)
