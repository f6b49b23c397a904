import type { Finding, FundVerdict, Verdict } from '../regulations/index.ts'

/** The finding that decides on O&M money: of those with the fund's own effect, the earliest; undefined when nothing stands in its way. */
export function decidingFinding({
  findings,
  funds,
}: Pick<Verdict, 'findings' | 'funds'>): Finding | undefined {
  return funds === undefined ? undefined : decidingOf(findings, funds.operations)
}

/** The same of findings and what they come to for O&M money. */
export function decidingOf(findings: readonly Finding[], operations: FundVerdict): Finding | undefined {
  return findings
    .filter(({ effect, funds }) => effect === operations && funds.includes('operations'))
    .sort((a, b) => ((a.since ?? '') < (b.since ?? '') ? -1 : 1))[0]
}
