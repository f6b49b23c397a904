/** Pure. */

import { z } from 'zod'
import type { Person } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { type Order, orderKinds } from '../../systems/index.ts'
import { asReadInput, dayInput, documentText, isBureau, saidText } from '../act-of-person.ts'
import { type Outcome, outcomes } from './model.ts'

const kindNames = Object.keys(orderKinds) as [Order['kind'], ...Order['kind'][]]
const outcomeNames = Object.keys(outcomes) as [Outcome, ...Outcome[]]

export const orderInput = z
  .strictObject({
    kind: z.enum(kindNames, '请选择整改种类'),
    /** The unit it is addressed to. */
    organisationId: z.int('请选择单位').positive('请选择单位'),
    /** Every system of the unit; then none is named. */
    wholeUnit: z.boolean(),
    /** Codes of systems of the unit. */
    systems: z.array(z.string().trim().min(1).max(100)).max(200, '一份通知最多列 200 个系统'),
    title: saidText('事由', 60),
    details: saidText('发现的问题'),
    source: saidText('依据的条款', 500),
    demand: saidText('整改要求'),
    /** Left out of an effectiveness order: ten working days from its receipt. */
    dueOn: dayInput.nullish(),
  })
  .superRefine(({ kind, wholeUnit, systems, dueOn }, context) => {
    if (!wholeUnit && systems.length === 0)
      context.addIssue({ code: 'custom', path: ['systems'], message: '请勾选系统，或者选“本单位全部系统”' })
    if (kind !== 'effectiveness' && (dueOn === null || dueOn === undefined))
      context.addIssue({ code: 'custom', path: ['dueOn'], message: '请填写整改期限' })
  })
export type OrderInput = z.output<typeof orderInput>

export const issueInput = asReadInput.extend({
  number: documentText(),
  on: dayInput,
})
export const receiveInput = z.strictObject({ id: z.int().positive(), on: dayInput })
export const answerInput = z.strictObject({
  id: z.int().positive(),
  answer: saidText('整改结果'),
  /** Files uploaded before, which the answer rests on. */
  evidenceIds: z.array(z.int().positive()).max(20, '一次最多附 20 份凭据').default([]),
})
export const proposeInput = z.strictObject({
  id: z.int().positive(),
  outcome: z.enum(outcomeNames, '请选择复核结论'),
  on: dayInput,
  document: documentText('复核文书的文号'),
  reason: saidText('复核情况'),
})
export const dropInput = asReadInput.extend({ reason: saidText('撤回的理由', 1_000) })
export const confirmInput = asReadInput.extend({
  outcome: z.enum(outcomeNames, '请选择复核结论'),
})

/** In: a person and a kind of order. Out: whether orders of that kind are theirs: audit's own, or the bureau's. */
export function isOurs(person: Pick<Person, 'roles'>, kind: Order['kind']): boolean {
  return kind === 'audit' ? person.roles.includes('audit') : isBureau(person)
}

/** Throws forbidden for orders of the other authority. */
export function assertOurs(person: Person, kind: Order['kind']): void {
  if (isOurs(person, kind)) return
  throw new AppError(
    'forbidden',
    kind === 'audit'
      ? '审计整改通知由审计机关拟定、签发和复核。'
      : '监督检查、效能评估的整改通知由主管部门拟定、签发和复核。',
  )
}
