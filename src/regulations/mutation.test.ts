import { describe, expect, it } from 'vitest'
import { type Mutant, mutantsOfPack } from '../../tests/support/mutants.ts'
import { publishedCalendar } from '../../tests/support/published-calendar.ts'
import type { Pack } from './engine/rules.ts'
import { type Case, differences } from './packs/case.ts'
import { casesOf } from './packs/cases.ts'
import { packs } from './packs/index.ts'

/** Whether a case of the clause says that the pack is wrong. */
function isNoticed(clause: string | null, pack: Pack): boolean {
  return casesOf(pack.id)
    .filter((given) => given.clause === clause)
    .some((given) => differences(pack, withoutSums(given), publishedCalendar).length > 0)
}

/** The packs judged here hold one rule, so that what all clauses come to is not their business. */
function withoutSums({ verdicts: _, ...given }: Case): Case {
  return given
}

/** A mutant's name and what it has in place of the rule. */
function shown({ clause, what, pack }: Mutant): string {
  const [rule] = pack.rules
  const grounds = rule?.grounds.filter(({ name }) => what.startsWith(name)) ?? []
  return `${clause} ${what} ${JSON.stringify(grounds.length === 0 ? (rule?.appliesTo ?? {}) : grounds)}`
}

describe.each(packs.map((pack) => [pack.id, pack] as const))('%s', (_, pack) => {
  it('has every mistake in a rule noticed by a case of its clause', () => {
    const mutants = mutantsOfPack(pack)
    const survivors = mutants.filter((mutant) => !isNoticed(mutant.clause, mutant.pack))
    console.log(`${pack.id}: ${mutants.length} mutants, ${survivors.length} survive`)
    expect(survivors.map(shown)).toEqual([])
  })

  it('has nothing to be noticed in a rule without mistake', () => {
    for (const rule of pack.rules)
      expect(isNoticed(rule.clause, { ...pack, rules: [rule] }), rule.clause ?? 'state').toBe(false)
    expect(isNoticed(pack.scope.clause, { ...pack, rules: [] })).toBe(false)
  })
})
