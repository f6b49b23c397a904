import type { CalendarDate } from '../platform/dates.ts'
import type { Fen } from '../platform/money.ts'

/** Facts that are true, false or unknown. */
export const flagNames = [
  'classified',
  'emergency',
  'registered',
  'disguised',
  'migrationRequired',
  'dataSharing',
  'businessCoordination',
  'coConstruction',
  'platformConnected',
] as const
export type FlagName = (typeof flagNames)[number]

/** Days on which something happened, or by which something must. */
export const dateNames = [
  'approvedOn',
  'constructionStartedOn',
  'builtOn',
  'liveOn',
  'acceptedOn',
  'acceptanceFiledOn',
  'acceptanceExtendedTo',
  'contractSignedOn',
  'contractFiledOn',
  'migrationDueOn',
  'migratedOn',
  'migrationConditionsRipeOn',
  'publicCloudAssessedOn',
  'financeReviewedOn',
  'budgetRepliedOn',
  'budgetFiledOn',
  'decommissionedOn',
  'disposalReportedOn',
  'buildingOpinionOn',
] as const
export type DateName = (typeof dateNames)[number]

export const hostings = ['own-room', 'carrier', 'public-cloud', 'industry-cloud', 'government-cloud'] as const
export type Hosting = (typeof hostings)[number]

export const orderKinds = ['supervision', 'audit', 'effectiveness'] as const
export type OrderKind = (typeof orderKinds)[number]

/** 限期整改. A null day has not happened. */
export interface Order {
  kind: OrderKind
  issuedOn: CalendarDate
  /** Left out or null: nobody has recorded its receipt. */
  receivedOn?: CalendarDate | null | undefined
  dueOn: CalendarDate
  resolvedOn: CalendarDate | null
  refusedOn: CalendarDate | null
}

/** 豁免: runs through `until`. Without its document it is unknown whether there is one. */
export interface Exemption {
  documentNumber?: string | undefined
  until?: CalendarDate | undefined
}

export interface Evaluation {
  on: CalendarDate | null
  met?: boolean | undefined
  rectifiedOn?: CalendarDate | null | undefined
}

type Flags = { [Name in FlagName]?: boolean | undefined }
type Dates = { [Name in DateName]?: CalendarDate | null | undefined }

/**
 * What is known of one system, named as in the eligibility interface. A fact left out is unknown;
 * null on a day means that it has not happened (on a limit: that none is set).
 */
export interface Facts extends Flags, Dates {
  hosting?: Hosting | undefined
  investmentFen?: Fen | undefined
  /** null: known to have none. */
  exemption?: Exemption | null | undefined
  evaluation?: Evaluation | null | undefined
  orders?: readonly Order[] | undefined
}
export type FactName = keyof Facts
export const factNames = [
  ...flagNames,
  ...dateNames,
  'hosting',
  'investmentFen',
  'exemption',
  'evaluation',
  'orders',
] as const satisfies FactName[]

/** What an expression can read; the part before the dot is the fact's name. */
export type FlagFact = FlagName | 'evaluation.met'
export type DateFact = DateName | 'exemption.until' | 'evaluation.on' | 'evaluation.rectifiedOn'
export type FactPath = FlagFact | DateFact | 'hosting' | 'investmentFen' | 'orders'

const nameOfPath: Record<
  'exemption.until' | 'evaluation.on' | 'evaluation.met' | 'evaluation.rectifiedOn',
  FactName
> = {
  'exemption.until': 'exemption',
  'evaluation.on': 'evaluation',
  'evaluation.met': 'evaluation',
  'evaluation.rectifiedOn': 'evaluation',
}

/** In: what an expression reads. Out: the fact it belongs to. */
export function factOf(path: FactPath): FactName {
  switch (path) {
    case 'exemption.until':
    case 'evaluation.on':
    case 'evaluation.met':
    case 'evaluation.rectifiedOn':
      return nameOfPath[path]
    default:
      return path
  }
}

/** Out: the day; null: has not happened; undefined: unknown. */
export function readDate(facts: Facts, path: DateFact): CalendarDate | null | undefined {
  switch (path) {
    case 'exemption.until':
      if (facts.exemption === null || facts.exemption === undefined) return facts.exemption
      return facts.exemption.documentNumber === undefined ? undefined : facts.exemption.until
    case 'evaluation.on':
      return facts.evaluation === null || facts.evaluation === undefined
        ? facts.evaluation
        : facts.evaluation.on
    case 'evaluation.rectifiedOn':
      return facts.evaluation === null || facts.evaluation === undefined
        ? facts.evaluation
        : facts.evaluation.rectifiedOn
    default:
      return facts[path]
  }
}

export function readFlag(facts: Facts, path: FlagFact): boolean | undefined {
  return path === 'evaluation.met' ? (facts.evaluation?.met ?? undefined) : facts[path]
}
