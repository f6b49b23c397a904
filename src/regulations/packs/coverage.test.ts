import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../../tests/support/published-calendar.ts'
import { daysOfChange, faultsInTime } from '../../../tests/support/time-coverage.ts'
import { addDays, addYears, type CalendarDate, dateOf } from '../../platform/dates.ts'
import { type Expression, leavesOf, type Span } from '../engine/expressions.ts'
import { dataOfPack, packOfData } from '../engine/rule-data.ts'
import { conditionsOf, type Pack, type PrintedNumber } from '../engine/rules.ts'
import type { Case } from './case.ts'
import { casesOf } from './cases.ts'
import clauseIds from './clause-ids.json' with { type: 'json' }
import { packs } from './index.ts'
import { lingchuan2024 } from './lingchuan-2024.ts'

const eachPack = packs.map((pack) => [pack.id, pack] as const)

/** The operative clauses of each regulation, from the list that came with them. */
const operative: Readonly<Record<string, readonly string[]>> = clauseIds

const casesAbout = (pack: Pack, clause: string | null) =>
  casesOf(pack.id).filter(
    (given) => given.clause === clause || (clause !== null && given.also?.includes(clause)),
  )

describe.each(eachPack)('coverage of %s', (_, pack) => {
  it('accounts for every operative clause, and for no other', () => {
    expect(Object.keys(pack.coverage)).toEqual(operative[pack.id])
    for (const [clause, how] of Object.entries(pack.coverage)) {
      const [text] = Object.values(how)
      expect(text?.length, clause).toBeGreaterThan(3)
    }
  })

  it('says of a step that it cites and that is taken nowhere here that it is not', () => {
    const cited = Object.entries(pack.coverage).flatMap(([clause, how]) =>
      Object.values(how).flatMap((text) => (/环节|申报|验收组|审批人/.test(text) ? [{ clause, text }] : [])),
    )
    expect(cited.length).toBeGreaterThan(0)
    expect(cited.filter(({ text }) => !/系统目前(不办理|没有登记)|没有登记/.test(text))).toEqual([])
  })

  it('calls a clause encoded just when it decides something, with at least six cases', () => {
    const encoded = Object.entries(pack.coverage).flatMap(([clause, how]) =>
      'encoded' in how ? [clause] : [],
    )
    const rules = pack.rules.flatMap(({ clause }) => clause ?? [])
    const forces = clausesOfForce(pack)
    // An exception has no rule of its own: it stands in those it excepts from.
    const exceptions = ['LC-15']
    expect(encoded.filter((clause) => !exceptions.includes(clause)).sort()).toEqual(
      [pack.scope.clause, ...forces, ...rules].sort(),
    )
    const table = Object.entries(pack.coverage).map(([clause, how]) => {
      const [[kind, text] = []] = Object.entries(how)
      return `${clause}\t${kind}\t${casesAbout(pack, clause).length}\t${text}`
    })
    console.log([`${pack.id}: clause, how, cases, by which rule or why not`, ...table].join('\n'))
    for (const clause of encoded) expect(casesAbout(pack, clause).length, clause).toBeGreaterThanOrEqual(6)
  })

  it('has for each rule a case in which it acts, one in which it does not, and one with an unknown fact', () => {
    const acts = ({ expect: wanted }: Case) => wanted !== null && wanted.effect !== 'undetermined'
    const kinds: [string, (given: Case) => boolean][] = [
      ['acts', acts],
      ['does not act', ({ expect: wanted }) => wanted === null],
      ['unknown', ({ facts }) => Object.values(facts).includes(undefined)],
    ]
    // The mutation test holds the rest: below, at and above each bound, each exception, before and after force.
    const without = pack.rules.flatMap(({ clause }) =>
      kinds.flatMap(([kind, is]) => (casesAbout(pack, clause).some(is) ? [] : [`${clause}: ${kind}`])),
    )
    expect(without).toEqual([])
  })

  it('has each clause in one rule, and the rules in the order of the text', () => {
    const order = Object.keys(pack.coverage)
    const rules = pack.rules.flatMap(({ clause }) => (clause === null ? [] : [order.indexOf(clause)]))
    expect(rules).toEqual([...new Set(rules)].sort((a, b) => a - b))
  })
})

function clausesOfForce(pack: Pack): string[] {
  return Object.entries(pack.numbers).flatMap(([clause, numbers]) =>
    numbers.some((number) => 'day' in number) ? [clause] : [],
  )
}

/** A number of a rule, with the article that is said to print it. */
interface Used {
  article: string
  number: PrintedNumber
}

const ofSpan = ({ article, count, unit }: Span): Used => ({ article, number: { count, unit } })

function numbersIn(expression: Expression): Used[] {
  return leavesOf(expression).flatMap((leaf) => {
    if (leaf.is === 'amount') return [{ article: leaf.article, number: { fen: leaf.atLeast } }]
    if (leaf.is === 'order-overdue') return [ofSpan(leaf.within)]
    if (leaf.is === 'lasted') return [ofSpan(leaf.period)]
    return leaf.is === 'passed' && 'unit' in leaf.limit ? [ofSpan(leaf.limit)] : []
  })
}

describe.each(eachPack)('numbers of %s', (_, pack) => {
  const articleOf = (clause: string) =>
    pack.rules.find((rule) => rule.clause === clause)?.article ?? undefined
  const shown = (article: string | undefined, number: PrintedNumber) => `${article} ${JSON.stringify(number)}`

  it('uses the numbers that its clauses print, each, and no other', () => {
    const used = [
      ...conditionsOf(pack).flatMap(({ holds }) => numbersIn(holds)),
      ...pack.rules.flatMap(({ deadlines = [] }) =>
        deadlines.map((deadline) => ofSpan('kinds' in deadline ? deadline.within : deadline.period)),
      ),
    ]
    const force = clausesOfForce(pack)
    const printed = Object.entries(pack.numbers).flatMap(([clause, numbers]) =>
      force.includes(clause) ? [] : numbers.map((number) => shown(articleOf(clause), number)),
    )
    expect([...new Set(used.map(({ article, number }) => shown(article, number)))].sort()).toEqual(
      printed.sort(),
    )
  })

  it('is in force on the days that its clause prints', () => {
    const force = clausesOfForce(pack)
    expect(force.length).toBeGreaterThan(0)
    for (const clause of force) {
      const numbers = pack.numbers[clause] ?? []
      const first = numbers.flatMap((number) => ('day' in number ? [dateOf(number.day)] : []))
      const years = numbers.flatMap((number) =>
        'unit' in number && number.unit === 'years' ? [number.count] : [],
      )
      const [from] = first
      const [term] = years
      expect(first).toEqual([pack.force.from])
      expect(pack.force.until).toBe(from === undefined || term === undefined ? null : addYears(from, term))
    }
  })

  it('dates events from the day in force and from no other', () => {
    const days = conditionsOf(pack)
      .flatMap(({ holds }) => leavesOf(holds))
      .flatMap((leaf): CalendarDate[] => {
        if (leaf.is === 'happened-from') return [leaf.from]
        if (leaf.is === 'happened-before') return [leaf.before]
        return leaf.is === 'order' || leaf.is === 'order-overdue' ? [leaf.issuedFrom] : []
      })
    expect([...new Set(days)]).toEqual([pack.force.from])
  })
})

describe('time', () => {
  const ids = [...new Set(packs.map(({ id }) => id))]
  const versionsOf = (id: string) => packs.filter((pack) => pack.id === id)

  it.each(ids)('of %s has no gap and no overlap around any day on which something changes', (id) => {
    const days = versionsOf(id).flatMap((pack) => daysOfChange(pack, publishedCalendar))
    expect(days.length).toBeGreaterThan(2)
    expect(faultsInTime(versionsOf(id), publishedCalendar)).toEqual([])
  })

  const from = (pack: Pack) => pack.force.from
  const mistakes: [string, (pack: Pack) => readonly Pack[]][] = [
    [
      'a day between two versions',
      (pack) => [
        { ...pack, force: { from: from(pack), until: addDays(from(pack), 100) } },
        { ...pack, force: { from: addDays(from(pack), 101), until: null } },
      ],
    ],
    [
      'a day of two versions',
      (pack) => [
        { ...pack, force: { from: from(pack), until: addDays(from(pack), 100) } },
        { ...pack, force: { from: addDays(from(pack), 99), until: null } },
      ],
    ],
    ['a day between two versions of a rule', (pack) => [withRules(pack, 100, 101)]],
    ['a day of two versions of a rule', (pack) => [withRules(pack, 100, 99)]],
  ]
  it.each(mistakes)('is found wrong with %s', (_, mistaken) => {
    for (const pack of packs) expect(faultsInTime(mistaken(pack), publishedCalendar), pack.id).not.toEqual([])
  })

  it('is found wrong with an event that is neither before a rule nor reached by it', () => {
    const later = JSON.parse(
      JSON.stringify(dataOfPack(lingchuan2024)).replaceAll(`"before":"2024-09-20"`, `"before":"2024-09-19"`),
    )
    expect(faultsInTime([packOfData(later)], publishedCalendar)).not.toEqual([])
  })

  /** The first rule in two versions, the second of which begins `next` days after the regulation. */
  function withRules(pack: Pack, until: number, next: number): Pack {
    const [rule, ...others] = pack.rules
    if (rule === undefined) throw new Error('no rule')
    const first = { ...rule, force: { from: from(pack), until: addDays(from(pack), until) } }
    const second = { ...rule, force: { from: addDays(from(pack), next), until: pack.force.until } }
    return { ...pack, rules: [first, second, ...others] }
  }
})
