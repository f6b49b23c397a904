import { z } from 'zod'
import { storedDate, storedFen } from '../platform/stored.ts'
import { dateNames, factNames, flagNames, hostings, orderKinds } from './facts.ts'
import { type Deadline, effects, type FactReading, type Finding, funds } from './model.ts'

const namesOf = <Name extends string>(of: Readonly<Record<Name, unknown>>) =>
  Object.keys(of) as [Name, ...Name[]]

const reading: z.ZodType<FactReading> = z.union([
  z.object({ fact: z.enum(flagNames), value: z.boolean() }),
  z.object({ fact: z.enum(dateNames), value: storedDate.nullable() }),
  z.object({ fact: z.literal('hosting'), value: z.enum(hostings) }),
  z.object({ fact: z.literal('investmentFen'), value: storedFen }),
  z.object({
    fact: z.literal('exemption'),
    value: z.object({ documentNumber: z.string().optional(), until: storedDate.optional() }).nullable(),
  }),
  z.object({
    fact: z.literal('evaluation'),
    value: z
      .object({
        on: storedDate.nullable(),
        met: z.boolean().optional(),
        rectifiedOn: storedDate.nullable().optional(),
      })
      .nullable(),
  }),
  z.object({
    fact: z.literal('orders'),
    value: z.array(
      z.object({
        kind: z.enum(orderKinds),
        issuedOn: storedDate,
        receivedOn: storedDate.nullish(),
        dueOn: storedDate,
        resolvedOn: storedDate.nullable(),
        refusedOn: storedDate.nullable(),
      }),
    ),
  }),
])

const ofProject = z.object({ id: z.int(), number: z.string(), name: z.string() }).exactOptional()

/** What a verdict says, as rows from before rulebooks were kept have it (JSON). */
export const storedFindings: z.ZodType<Finding[]> = z.array(
  z.object({
    clause: z.string().nullable(),
    article: z.string().nullable(),
    effect: z.enum(namesOf(effects)),
    funds: z.array(z.enum(namesOf(funds))),
    since: storedDate.nullable(),
    reason: z.string(),
    remedy: z.string(),
    missing: z.array(z.enum(factNames)),
    read: z.array(reading).exactOptional(),
    project: ofProject,
  } satisfies Record<keyof Finding, z.ZodType>),
)
export const storedDeadlines: z.ZodType<Deadline[]> = z.array(
  z.object({
    clause: z.string(),
    dueOn: storedDate,
    provisional: z.boolean(),
    metOn: storedDate.nullable(),
    project: ofProject,
  } satisfies Record<keyof Deadline, z.ZodType>),
)
