import type { Case } from './case.ts'
import { acceptanceCases } from './lingchuan-2024.acceptance.table.ts'
import { decommissioningCases } from './lingchuan-2024.decommissioning.table.ts'
import { financeCases } from './lingchuan-2024.finance.table.ts'
import { migrationCases } from './lingchuan-2024.migration.table.ts'
import { scopeAndHostingCases } from './lingchuan-2024.scope.table.ts'
import { constructionCases } from './shared-construction.table.ts'

/** The case table of the pack: below, at and above every bound, unknown facts, exceptions, events before its time. */
export const lingchuan2024Cases: readonly Case[] = [
  ...scopeAndHostingCases,
  ...migrationCases,
  ...acceptanceCases,
  ...constructionCases('LC-7c', '2024-09-20', true),
  ...financeCases,
  ...decommissioningCases,
]
