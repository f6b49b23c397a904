import { type Case, denied, suspended } from './case.ts'
import { decommissionedCases } from './decommissioned.cases.ts'
import { acceptanceCases } from './jiaozuo-2021.acceptance.cases.ts'
import { dutyCases } from './jiaozuo-2021.duties.cases.ts'
import { evaluationCases } from './jiaozuo-2021.evaluation.cases.ts'
import { forceCases, scopeCases } from './shared.cases.ts'
import { orderCases } from './shared-orders.cases.ts'

const from = '2021-07-06'

/** The case table of the pack: below, at and above every bound, unknown facts, exceptions, events before its time. */
export const jiaozuo2021Cases: readonly Case[] = [
  ...scopeCases('JZP-34', 'JZP-19a', 'registered', from),
  ...forceCases('JZP-36', from),
  ...forceCases('JZD-39', from),
  ...dutyCases,
  ...acceptanceCases,
  ...evaluationCases,
  ...orderCases({
    clause: 'JZP-31',
    kind: 'supervision',
    other: 'audit',
    third: 'effectiveness',
    stopped: suspended,
    funds: ['construction'],
    from,
    consequence: '；在主管部门作出处理决定之前暂缓拨付',
  }),
  ...orderCases({
    clause: 'JZP-32',
    kind: 'audit',
    other: 'supervision',
    third: 'effectiveness',
    stopped: denied,
    funds: ['operations'],
    from,
  }),
  ...decommissionedCases('2021-07-06'),
]
