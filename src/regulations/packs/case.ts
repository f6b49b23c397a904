import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import type { Effect, Fund, FundVerdict, Verdict } from '../model.ts'

/** What is expected of the clause a case is about; null: no finding of it. */
export interface ExpectedFinding {
  effect: Effect
  funds?: readonly Fund[]
  since?: string | null
  missing?: readonly string[]
}

/** A row of a case table: facts that differ from those of a system in order, and what the clause says of them. */
export interface Case {
  clause: string
  name: string
  asOf: string
  facts: Facts
  expect: ExpectedFinding | null
  scope?: Verdict['scope']
  verdicts?: Partial<Record<Fund, FundVerdict>>
  deadline?: { dueOn: string; provisional: boolean; metOn: string | null }
}

/** A system of which nothing is to be said under Lingchuan's regulation. */
export const inOrder: Facts = {
  classified: false,
  builtOn: dateOf('2024-03-15'),
  acceptedOn: dateOf('2024-06-20'),
  acceptanceFiledOn: dateOf('2024-07-10'),
  migrationRequired: true,
  migrationDueOn: dateOf('2025-12-31'),
  migratedOn: dateOf('2025-11-12'),
  exemption: null,
  hosting: 'government-cloud',
  publicCloudAssessedOn: null,
  dataSharing: true,
  businessCoordination: true,
}

/** In: a case and the verdict on it. Out: in which respects it is not what was expected; empty when it is. */
export function differences(given: Case, verdict: Verdict): string[] {
  const wrong: string[] = []
  const check = (what: string, got: unknown, wanted: unknown) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted))
      wrong.push(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`)
  }
  const found = verdict.findings.filter(({ clause }) => clause === given.clause)
  if (given.expect === null) check('findings', found.length, 0)
  else {
    const [finding] = found
    check('findings', found.length, 1)
    check('effect', finding?.effect, given.expect.effect)
    if (given.expect.funds !== undefined) check('funds', finding?.funds, given.expect.funds)
    if (given.expect.since !== undefined) check('since', finding?.since, given.expect.since)
    check('missing', finding?.missing, given.expect.missing ?? [])
  }
  check('scope', verdict.scope, given.scope ?? 'in')
  for (const [fund, wanted] of Object.entries(given.verdicts ?? {}))
    check(fund, Object.entries(verdict.funds ?? {}).find(([name]) => name === fund)?.[1], wanted)
  if (given.deadline !== undefined)
    check(
      'deadline',
      verdict.deadlines.filter(({ clause }) => clause === given.clause),
      [{ clause: given.clause, ...given.deadline }],
    )
  return wrong
}
