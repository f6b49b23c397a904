import { describe, expect, it } from 'vitest'
import type { WorkCalendar } from '../../platform/calendar.ts'
import { addDays, dateOf } from '../../platform/dates.ts'
import { publishedYears } from '../../platform/state-council-holidays.ts'
import type { Expression } from '../engine/expressions.ts'
import { judgeAt } from '../engine/judge.ts'
import { conditionsOf, type Ground, type Pack, type Rule } from '../engine/rules.ts'
import { factsNeededBy } from '../index.ts'
import { type Case, differences, inOrder } from './case.ts'
import { lingchuan2024Cases } from './lingchuan-2024.table.ts'
import { lingchuan2024 } from './lingchuan-2024.ts'

const years = publishedYears()
const calendar: WorkCalendar = {
  covers: { from: dateOf(`${years[0]?.year}-01-01`), to: dateOf('2026-12-31') },
  exceptions: new Map(years.flatMap(({ days }) => days.map(({ day, kind }) => [day, kind] as const))),
}

function outcome(pack: Pack, given: Case): string[] {
  return differences(given, judgeAt(pack, dateOf(given.asOf), calendar)({ ...inOrder, ...given.facts }))
}

/** Ways to get a condition wrong: bounds moved by one, answers turned round, parts left out. */
function mutantsOf(expression: Expression): Expression[] {
  switch (expression.is) {
    case 'all':
    case 'any': {
      const { is, of } = expression
      const without =
        of.length > 1 ? of.map((_, index) => ({ is, of: of.filter((__, at) => at !== index) })) : []
      const inside = of.flatMap((part, index) =>
        mutantsOf(part).map((mutant) => ({ is, of: of.map((kept, at) => (at === index ? mutant : kept)) })),
      )
      return [...without, ...inside]
    }
    case 'not':
      return [expression.of, ...mutantsOf(expression.of).map((of): Expression => ({ is: 'not', of }))]
    case 'happened-from':
      return [-1, 1].map((days) => ({ ...expression, from: addDays(expression.from, days) }))
    case 'hosting':
      return [
        { is: 'not', of: expression },
        ...(expression.among.length === 1
          ? []
          : expression.among.map((left) => ({
              ...expression,
              among: expression.among.filter((hosting) => hosting !== left),
            }))),
      ]
    case 'passed': {
      const { limit } = expression
      const moved = 'day' in limit ? [] : [-1, 1].map((by) => ({ ...limit, count: limit.count + by }))
      return [
        { is: 'not', of: expression },
        ...moved.map((other): Expression => ({ is: 'passed', limit: other })),
      ]
    }
    default:
      return [{ is: 'not', of: expression }]
  }
}

interface Mutant {
  name: string
  pack: Pack
}

function withGround(rule: Rule, index: number, ground: Ground | null): Pack {
  const grounds = rule.grounds.flatMap((kept, at) => (at === index ? (ground ?? []) : kept))
  return replaceRule(rule, { ...rule, grounds })
}

function replaceRule(rule: Rule, by: Rule): Pack {
  return { ...lingchuan2024, rules: lingchuan2024.rules.map((kept) => (kept === rule ? by : kept)) }
}

function allMutants(): Mutant[] {
  const mutants: Mutant[] = []
  const add = (name: string, pack: Pack) => mutants.push({ name: `${name} #${mutants.length}`, pack })
  for (const rule of lingchuan2024.rules) {
    if (rule.appliesTo !== undefined) {
      const { appliesTo, ...always } = rule
      add(`${rule.clause} applies to everything`, replaceRule(rule, always))
      for (const mutant of mutantsOf(appliesTo))
        add(`${rule.clause} applies to`, replaceRule(rule, { ...rule, appliesTo: mutant }))
    }
    for (const [index, ground] of rule.grounds.entries()) {
      const name = `${rule.clause} ${ground.name}`
      add(`${name} dropped`, withGround(rule, index, null))
      for (const when of mutantsOf(ground.when))
        add(`${name} when`, withGround(rule, index, { ...ground, when }))
      for (const fund of ground.funds)
        add(
          `${name} spares ${fund}`,
          withGround(rule, index, { ...ground, funds: ground.funds.filter((kept) => kept !== fund) }),
        )
      for (const effect of ['denied', 'suspended', 'warned', 'noted'] as const)
        if (effect !== ground.effect)
          add(`${name} is ${effect}`, withGround(rule, index, { ...ground, effect }))
      if (ground.unless !== undefined) {
        const { unless, ...strict } = ground
        add(`${name} without exception`, withGround(rule, index, strict))
        for (const mutant of mutantsOf(unless))
          add(`${name} unless`, withGround(rule, index, { ...ground, unless: mutant }))
      }
    }
  }
  for (const governs of mutantsOf(lingchuan2024.scope.governs))
    add('LC-2', { ...lingchuan2024, scope: { ...lingchuan2024.scope, governs } })
  return mutants
}

describe('陵政办发〔2024〕29号', () => {
  it.each(lingchuan2024Cases.map((given) => [`${given.clause} ${given.name}`, given] as const))(
    '%s',
    (_, given) => {
      expect(outcome(lingchuan2024, given)).toEqual([])
    },
  )

  it('has at least six cases for every rule that decides', () => {
    for (const { clause } of [lingchuan2024.scope, ...lingchuan2024.rules])
      expect(
        lingchuan2024Cases.filter((given) => given.clause === clause).length,
        clause,
      ).toBeGreaterThanOrEqual(6)
  })

  it.each(allMutants().map((mutant) => [mutant.name, mutant] as const))(
    'a case notices the mutant: %s',
    (_, { pack }) => {
      const noticed = lingchuan2024Cases.some((given) => outcome(pack, given).length > 0)
      expect(noticed).toBe(true)
    },
  )

  it('asks only for facts that a clause needs', () => {
    expect(factsNeededBy(lingchuan2024)).toEqual([
      'classified',
      'migrationRequired',
      'migratedOn',
      'migrationDueOn',
      'exemption',
      'dataSharing',
      'businessCoordination',
      'hosting',
      'publicCloudAssessedOn',
      'builtOn',
      'acceptedOn',
      'acceptanceFiledOn',
    ])
    const { findings } = judgeAt(lingchuan2024, dateOf('2026-11-20'), calendar)({})
    for (const { missing } of findings)
      for (const fact of missing) expect(factsNeededBy(lingchuan2024)).toContain(fact)
  })

  it('names each unmet requirement in the reason, and never the day judged', () => {
    const facts = {
      ...inOrder,
      migratedOn: null,
      hosting: 'own-room' as const,
      dataSharing: false,
      businessCoordination: false,
    }
    const reasonOn = (day: string) =>
      judgeAt(lingchuan2024, dateOf(day), calendar)(facts).findings.find(({ clause }) => clause === 'LC-7b')
        ?.reason
    expect(reasonOn('2026-11-20')).toBe(
      '应于2025年12月31日前迁移上云，到期没有完成迁移确认，也没有有效的豁免；数据共享未达到要求；业务协同未达到要求。',
    )
    expect(reasonOn('2026-11-21')).toBe(reasonOn('2026-11-20'))
  })

  it('dates a finding from the day a fact of state is known to hold, when somebody has recorded it', () => {
    const judge = judgeAt(lingchuan2024, dateOf('2026-11-20'), calendar)
    const facts = { ...inOrder, dataSharing: false }
    expect(judge(facts, { dataSharing: dateOf('2026-05-06') }).findings[0]?.since).toBe('2026-05-06')
    expect(judge(facts, { dataSharing: dateOf('2020-05-06') }).findings[0]?.since).toBe('2024-09-20')
  })

  it('accounts for every operative clause of the regulation', () => {
    const clauses =
      'LC-2 LC-6 LC-7a LC-7b LC-7c LC-7d LC-11 LC-12 LC-13 LC-14 LC-15 LC-17 LC-22 LC-24 LC-26 LC-27 LC-28 LC-29 LC-30 LC-32 LC-35'
    expect(Object.keys(lingchuan2024.coverage)).toEqual(clauses.split(' '))
    const encoded = Object.entries(lingchuan2024.coverage).flatMap(([clause, how]) =>
      'encoded' in how && clause !== 'LC-35' ? [clause] : [],
    )
    expect(encoded).toEqual([
      lingchuan2024.scope.clause,
      ...new Set(conditionsOf(lingchuan2024).map(({ rule }) => rule.clause)),
    ])
  })
})
