import { z } from 'zod'
import { storedDate as day, storedFen } from '../../platform/stored.ts'
import {
  type DateFact,
  dateNames,
  type FlagFact,
  factNames,
  flagNames,
  hostings,
  orderKinds,
} from '../facts.ts'
import { type Fund, funds } from '../model.ts'
import type { Expression, Limit, Period, Span } from './expressions.ts'
import { type ReasonTemplate, reasonOf, templateOf } from './reason-template.ts'
import type { DeadlineRule, Force, LegalBasis, Pack, Remedy, Rule, Scope } from './rules.ts'

/** A ground as it is stored: its reason as data. */
export interface LegalBasisData extends Omit<LegalBasis, 'reason'> {
  reason: ReasonTemplate
}

export interface RuleData extends Omit<Rule, 'grounds'> {
  grounds: readonly LegalBasisData[]
}

/** What of a pack decides, and what its 对照本 shows, as JSON. The checks on the encoding (numbers, coverage) stay code. */
export interface PackData extends Omit<Pack, 'rules' | 'numbers' | 'coverage'> {
  /** Of this form; another form gets another number and a reader of its own. */
  format: 1
  rules: readonly RuleData[]
}

const dateFacts = [
  ...dateNames,
  'exemption.until',
  'evaluation.on',
  'evaluation.rectifiedOn',
] as const satisfies DateFact[]
const flagFacts = [...flagNames, 'evaluation.met'] as const satisfies FlagFact[]

const dateFact = z.enum(dateFacts)
const kinds = z.array(z.enum(orderKinds))
const span: z.ZodType<Span> = z.strictObject({
  count: z.int(),
  unit: z.enum(['working-days', 'days', 'months', 'years']),
  article: z.string(),
  lasting: z.boolean().exactOptional(),
})
const period: z.ZodType<Period> = z.strictObject({
  after: dateFact,
  count: z.int(),
  unit: z.enum(['working-days', 'days', 'months', 'years']),
  article: z.string(),
  lasting: z.boolean().exactOptional(),
  extendedTo: dateFact.exactOptional(),
})
const limit: z.ZodType<Limit> = z.union([z.strictObject({ day: dateFact }), period])

/** A condition as stored. Parsing it is what makes text from the database a typed tree again. */
export const expressionSchema: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('all'), of: z.array(expressionSchema) }),
    z.strictObject({ is: z.literal('any'), of: z.array(expressionSchema) }),
    z.strictObject({ is: z.literal('not'), of: expressionSchema }),
    z.strictObject({ is: z.literal('known'), of: expressionSchema }),
    z.strictObject({ is: z.literal('flag'), fact: z.enum(flagFacts), equals: z.boolean() }),
    z.strictObject({ is: z.literal('hosting'), among: z.array(z.enum(hostings)) }),
    z.strictObject({ is: z.literal('amount'), atLeast: storedFen, article: z.string() }),
    z.strictObject({ is: z.literal('happened'), fact: dateFact }),
    z.strictObject({ is: z.literal('happened-from'), fact: dateFact, from: day }),
    z.strictObject({
      is: z.literal('happened-before'),
      fact: dateFact,
      before: day,
      provedBy: z.array(dateFact),
    }),
    z.strictObject({ is: z.literal('no-later'), first: dateFact, second: dateFact }),
    z.strictObject({ is: z.literal('running'), fact: dateFact }),
    z.strictObject({ is: z.literal('set'), fact: dateFact }),
    z.strictObject({ is: z.literal('passed'), limit }),
    z.strictObject({ is: z.literal('lasted'), period, by: dateFact.nullable() }),
    z.strictObject({ is: z.literal('order'), kinds, state: z.enum(['open', 'failed']), issuedFrom: day }),
    z.strictObject({ is: z.literal('order-overdue'), kinds, within: span, issuedFrom: day }),
  ]),
)

const force: z.ZodType<Force> = z.strictObject({ from: day, until: day.nullable() })
const remedy: z.ZodType<Remedy> = z.strictObject({ what: z.string(), by: z.string(), evidence: z.string() })
const template: z.ZodType<ReasonTemplate> = z.array(
  z.union([
    z.string(),
    z.strictObject({ day: dateFact }),
    z.strictObject({ due: period }),
    z.strictObject({ value: z.enum(factNames) }),
  ]),
)
const ground: z.ZodType<LegalBasisData> = z.strictObject({
  name: z.string(),
  effect: z.enum(['denied', 'suspended', 'warned', 'noted']),
  funds: z.array(z.enum(Object.keys(funds) as [Fund, ...Fund[]])),
  when: expressionSchema,
  unless: expressionSchema.exactOptional(),
  whenKnown: z.literal(true).exactOptional(),
  asksAfter: dateFact.exactOptional(),
  since: dateFact.exactOptional(),
  reason: template,
  remedy,
})
const deadline: z.ZodType<DeadlineRule> = z.union([
  z.strictObject({
    period,
    met: dateFact,
    from: day.exactOptional(),
    extendedTo: dateFact.exactOptional(),
  }),
  z.strictObject({ kinds, within: span, issuedFrom: day }),
])
export const ruleSchema: z.ZodType<RuleData> = z.strictObject({
  clause: z.string().nullable(),
  article: z.string().nullable(),
  demand: z.string(),
  force: force.exactOptional(),
  appliesTo: expressionSchema.exactOptional(),
  grounds: z.array(ground),
  deadlines: z.array(deadline).exactOptional(),
})
const scope: z.ZodType<Scope> = z.strictObject({
  clause: z.string(),
  article: z.string(),
  demand: z.string(),
  governs: expressionSchema,
  outside: z.strictObject({ reason: z.string() }),
  unknown: z.strictObject({ remedy: z.string() }),
})
/** A pack as stored, of a form that this version reads. */
export const packSchema: z.ZodType<PackData> = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  version: z.string(),
  title: z.string(),
  documentNumber: z.string(),
  force,
  forceArticle: z.string(),
  scope,
  rules: z.array(ruleSchema),
})

/** In: a rule as written in code. Out: the same as data. */
export function dataOfRule(rule: Rule): RuleData {
  return {
    ...rule,
    grounds: rule.grounds.map((one) => ({ ...one, reason: templateOf(one.reason) })),
  }
}

export function ruleOfData(data: RuleData): Rule {
  return { ...data, grounds: data.grounds.map((one) => ({ ...one, reason: reasonOf(one.reason) })) }
}

/** In: a pack as written in code. Out: the same as data, to be kept for as long as verdicts rest on it. */
export function dataOfPack({ numbers: _numbers, coverage: _coverage, ...pack }: Pack): PackData {
  return { ...pack, format: 1, rules: pack.rules.map(dataOfRule) }
}

/** The reverse, without the checks on the encoding. */
export function packOfData({ format: _format, ...data }: PackData): Pack {
  return { ...data, rules: data.rules.map(ruleOfData), numbers: {}, coverage: {} }
}
