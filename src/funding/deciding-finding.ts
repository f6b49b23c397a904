/** Pure. */

import type { Finding, FundVerdict, Verdict } from '../regulations/index.ts'

/** Whether no law says it: the program can't answer for what it keeps of the system. */
export function isUnsettled({ clause, effect }: Finding): boolean {
  return clause === null && effect === 'undetermined'
}

/** The finding that decides on O&M money: of those with the fund's own effect, the earliest; undefined when nothing stands in its way. */
export function decidingFinding({
  findings,
  funds,
}: Pick<Verdict, 'findings' | 'funds'>): Finding | undefined {
  return funds === undefined ? undefined : decidingFindings(findings, funds.operations)[0]
}

/** All findings with the effect that the verdict on O&M money comes to, the earliest first. */
export function decidingFindings(findings: readonly Finding[], operations: FundVerdict): Finding[] {
  return findings
    .filter(({ effect, funds }) => effect === operations && funds.includes('operations'))
    .sort((a, b) => (a.since ?? '').localeCompare(b.since ?? ''))
}
