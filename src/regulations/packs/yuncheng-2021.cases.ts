import { type Case, suspended } from './case.ts'
import { decommissionedCases } from './decommissioned.cases.ts'
import { forceCases, scopeCases, sharingCases, unmigratedIsFine } from './shared.cases.ts'
import { constructionCases } from './shared-construction.cases.ts'
import { orderCases } from './shared-orders.cases.ts'
import { acceptanceCases } from './yuncheng-2021.acceptance.cases.ts'
import { projectCases } from './yuncheng-2021.project.cases.ts'
import { useCases } from './yuncheng-2021.use.cases.ts'

const from = '2021-02-09'
const both = ['construction', 'operations'] as const

/** The case table of the pack: below, at and above every bound, unknown facts, exceptions, events before its time. */
export const yuncheng2021Cases: readonly Case[] = [
  ...scopeCases('YC-1', 'YC-8b', 'dataSharing', from),
  ...forceCases('YC-42', from),
  ...projectCases,
  ...acceptanceCases,
  ...useCases,
  ...constructionCases('YC-5b', from, false),
  ...sharingCases('YC-8b', from),
  ...unmigratedIsFine('YC-8b'),
  ...orderCases({
    clause: 'YC-23',
    kind: 'supervision',
    other: 'audit',
    third: 'effectiveness',
    stopped: suspended,
    funds: both,
    from,
  }),
  ...decommissionedCases('2021-02-09'),
]
