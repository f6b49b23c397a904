import type { Case } from './case.ts'
import { decommissionedCases } from './decommissioned.cases.ts'
import { acceptanceCases } from './lingchuan-2024.acceptance.cases.ts'
import { decommissioningCases } from './lingchuan-2024.decommissioning.cases.ts'
import { financeCases } from './lingchuan-2024.finance.cases.ts'
import { migrationCases } from './lingchuan-2024.migration.cases.ts'
import { scopeAndHostingCases } from './lingchuan-2024.scope.cases.ts'
import { constructionCases } from './shared-construction.cases.ts'

/** The case table of the pack: below, at and above every bound, unknown facts, exceptions, events before its time. */
export const lingchuan2024Cases: readonly Case[] = [
  ...scopeAndHostingCases,
  ...migrationCases,
  ...acceptanceCases,
  ...constructionCases('LC-7c', '2024-09-20', true),
  ...financeCases,
  ...decommissioningCases,
  ...decommissionedCases('2024-09-20'),
]
