import type { CalendarDate } from '../platform/dates.ts'
import type { FactName, Facts } from './facts.ts'

/** Funds a clause can touch. */
export const funds = {
  construction: '建设资金',
  operations: '运维经费',
  purchase: '购买服务资金',
  upgrade: '升级改造资金',
} as const
export type Fund = keyof typeof funds

/** What a finding does to the funds it touches, strongest first. */
export const effects = {
  denied: '不予拨付',
  suspended: '暂停拨付',
  undetermined: '待核实',
  warned: '预警',
  noted: '提示',
} as const
export type Effect = keyof typeof effects

export type FundVerdict = Exclude<Effect, 'noted'> | 'eligible'
export const fundVerdictWords: Record<FundVerdict, string> = {
  denied: '不予拨付',
  suspended: '暂停拨付',
  undetermined: '待核实',
  warned: '预警',
  eligible: '可拨付',
}

/** A fact as it was when a finding was made. */
export interface FactReading {
  fact: FactName
  value: Exclude<Facts[FactName], undefined>
}

/** A project by which facts are told apart, where several build a system. */
export interface OfProject {
  id: number
  number: string
  name: string
}

/** 结论依据: one clause that applies, in the words users read. */
export interface Finding {
  /** null: a state of the system, which no clause has to say. */
  clause: string | null
  article: string | null
  effect: Effect
  funds: Fund[]
  /** First day on which the effect holds; null when it holds for want of a fact. */
  since: CalendarDate | null
  reason: string
  /** What lifts it. */
  remedy: string
  /** Facts that nobody has recorded. */
  missing: FactName[]
  /** The known facts that were read. */
  read?: FactReading[]
  /** Whose facts they are, where several projects build the system and it isn't said of all. */
  project?: OfProject
}

export interface Deadline {
  clause: string
  dueOn: CalendarDate
  provisional: boolean
  metOn: CalendarDate | null
  /** As of a finding. */
  project?: OfProject
}

export interface Verdict {
  regulation: { id: string; title: string; documentNumber: string }
  scope: 'in' | 'out' | 'undetermined'
  /** Absent when out of scope. */
  funds?: Record<Fund, FundVerdict>
  findings: Finding[]
  deadlines: Deadline[]
  /** Where several projects build the system: what it comes to under each; the strongest counts. */
  byProject?: { project: OfProject; funds: Record<Fund, FundVerdict> }[]
}

/** What a finding cites: its article, or that it rests on a state of the system. */
export function citationOf({ article }: { article: string | null }): string {
  return article ?? '系统状态'
}
