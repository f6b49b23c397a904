import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import type { WorkCalendar } from '../platform/calendar.ts'
import { transact } from '../platform/context.ts'
import { addDays, type CalendarDate, dateOf } from '../platform/dates.ts'
import { readWorkCalendar } from '../platform/work-calendar.ts'
import { truthOf } from '../regulations/engine/evaluate.ts'
import type { Expression } from '../regulations/engine/expressions.ts'
import { conditionsOf } from '../regulations/engine/rules.ts'
import {
  basisOf,
  dateNames,
  type Facts,
  flagNames,
  hostings,
  judgeAt,
  momentOf,
  orderKinds,
  sqlOf,
} from '../regulations/index.ts'
import { packs } from '../regulations/packs/index.ts'
import { definitionArbitrary } from '../regulations/supplements/definition.arbitrary.ts'
import { ruleOf } from '../regulations/supplements/rule-of.ts'
import { systems } from '../systems/index.ts'
import { besides, columnsOfSystem, factsOfSystem } from './facts-of-system.ts'

const seed = 20240920
const systemCount = 3000

/** Days around everything that decides: the regulation's bounds, the calendar's end, and each other. */
const day = fc
  .tuple(
    fc.constantFrom(
      '2020-12-31',
      '2024-03-20',
      '2024-09-20',
      '2025-01-06',
      '2025-10-01',
      '2026-10-10',
      '2027-01-01',
    ),
    fc.integer({ min: -45, max: 45 }),
  )
  .map(([from, days]) => addDays(dateOf(from), days))
const dateFact = fc.oneof(day, fc.constant('infinity' as const), fc.constant(null))
const flag = fc.option(fc.boolean())
const order = fc.record({
  kind: fc.constantFrom(...orderKinds),
  issuedOn: day,
  dueOn: day,
  resolvedOn: fc.option(day),
  refusedOn: fc.option(day),
})
const row = fc.record({
  ...Object.fromEntries(flagNames.map((name) => [name, flag])),
  ...Object.fromEntries(dateNames.map((name) => [name, dateFact])),
  hosting: fc.option(fc.constantFrom(...hostings)),
  investmentFen: fc.option(fc.integer({ min: 59_999_998, max: 60_000_002 })),
  exemptionUntil: dateFact,
  exemptionDocument: fc.option(fc.constant('陵数函〔2025〕1号')),
  evaluatedOn: dateFact,
  evaluationMet: flag,
  evaluationRectifiedOn: dateFact,
  orders: fc.option(fc.array(order, { maxLength: 2 })),
})

const dateFacts = fc.constantFrom(
  ...dateNames,
  'exemption.until' as const,
  'evaluation.on' as const,
  'evaluation.rectifiedOn' as const,
)
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({
    is: fc.constant('flag' as const),
    fact: fc.constantFrom(...flagNames, 'evaluation.met' as const),
    equals: fc.boolean(),
  }),
  fc.record({
    is: fc.constant('hosting' as const),
    among: fc.uniqueArray(fc.constantFrom(...hostings), { minLength: 1 }),
  }),
  fc.constant<Expression>({ is: 'amount', atLeast: JSON.parse('60000000'), article: '第十四条' }),
  fc.record({ is: fc.constant('happened' as const), fact: dateFacts }),
  fc.record({ is: fc.constant('happened-from' as const), fact: dateFacts, from: day }),
  fc.record({
    is: fc.constant('happened-before' as const),
    fact: dateFacts,
    before: day,
    provedBy: fc.uniqueArray(dateFacts, { maxLength: 2 }),
  }),
  fc.record({ is: fc.constant('no-later' as const), first: dateFacts, second: dateFacts }),
  fc.record({ is: fc.constant('running' as const), fact: dateFacts }),
  fc.record({
    is: fc.constant('passed' as const),
    limit: fc.oneof(
      fc.record({ day: dateFacts }),
      fc.record({
        after: dateFacts,
        count: fc.integer({ min: 1, max: 40 }),
        unit: fc.constantFrom('working-days' as const, 'days' as const, 'months' as const, 'years' as const),
        article: fc.constant('第二十九条'),
        lasting: fc.boolean(),
      }),
    ),
  }),
  fc.record({
    is: fc.constant('order' as const),
    kinds: fc.uniqueArray(fc.constantFrom(...orderKinds), { minLength: 1 }),
    state: fc.constantFrom('open' as const, 'failed' as const),
    issuedFrom: day,
  }),
  fc.record({
    is: fc.constant('order-overdue' as const),
    kinds: fc.uniqueArray(fc.constantFrom(...orderKinds), { minLength: 1 }),
    within: fc.record({
      count: fc.integer({ min: 1, max: 40 }),
      unit: fc.constantFrom('working-days' as const, 'days' as const),
      article: fc.constant('第二十四条'),
    }),
    issuedFrom: day,
  }),
)
const tree: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ is: fc.constant('all' as const), of: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ is: fc.constant('any' as const), of: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ is: fc.constant('not' as const), of: tie('node') }),
  ),
})).node

const daysJudged = ['2024-09-20', '2025-02-22', '2026-11-21', '2027-02-15', '2029-09-19'].map(dateOf)

let world: World
let calendar: WorkCalendar
/** Facts as JavaScript reads them from the register's rows. */
let facts: Map<number, Facts>

beforeAll(async () => {
  world = await makeWorld()
  const columns = getTableColumns(systems)
  const rows = fc.sample(row, { numRuns: systemCount, seed }).map((sampled, index) => ({
    jurisdiction_id: world.jurisdictionId,
    organisation_id: world.organisations.department,
    code: `R-${index}`,
    name: `随机${index}`,
    ...Object.fromEntries(
      Object.entries(sampled).map(([name, value]) => [columns[name as keyof typeof columns].name, value]),
    ),
  }))
  const names = sql.join(
    Object.keys(rows[0] ?? {}).map((name) => sql.identifier(name)),
    sql`, `,
  )
  await transact(world.as('job'), async (tx) => {
    calendar = await readWorkCalendar(tx)
    await tx.execute(sql`insert into systems (${names})
      select ${names} from json_populate_recordset(null::systems, ${JSON.stringify(rows)}::json)`)
    facts = new Map((await tx.select().from(systems)).map((system) => [system.id, factsOfSystem(system)]))
  })
})

/** Asks PostgreSQL several questions of every system, in one statement. */
async function askSql(questions: readonly SQL[]): Promise<Map<number, unknown[]>> {
  const columns = questions.map((question, index) => sql`${question} as ${sql.identifier(`q${index}`)}`)
  const rows = await transact(world.as('job'), (tx) =>
    tx.execute<Record<string, unknown>>(sql`select s.id, ${sql.join(columns, sql`, `)} from systems s`),
  )
  return new Map(rows.map((found) => [Number(found.id), questions.map((_, index) => found[`q${index}`])]))
}

async function expectAgreement(
  expressions: readonly Expression[],
  asOf: CalendarDate,
): Promise<Set<unknown>> {
  const moment = momentOf(asOf, calendar)
  const columns = columnsOfSystem('s')
  const seen = new Set<unknown>()
  for (const counting of ['settled', 'provisional'] as const) {
    const answers = await askSql(
      expressions.map((expression) => sqlOf(expression, columns, moment, counting)),
    )
    expect(answers.size).toBe(systemCount)
    for (const [id, of] of facts)
      for (const [index, expression] of expressions.entries()) {
        const inJavaScript = truthOf(expression, of, moment, counting) ?? null
        seen.add(inJavaScript)
        const inSql = answers.get(id)?.[index]
        if (inSql !== inJavaScript)
          expect.fail(
            `${asOf} ${counting}: SQL ${inSql}, JavaScript ${inJavaScript}\n${JSON.stringify(expression)}\n${JSON.stringify(of)}`,
          )
      }
  }
  return seen
}

describe('JavaScript and SQL', () => {
  it.each(packs.flatMap((pack) => daysJudged.map((asOf) => [pack.id, asOf, pack] as const)))(
    'agree about every condition of %s on %s, unknown facts included',
    async (_, asOf, pack) => {
      await expectAgreement([pack.scope.governs, ...conditionsOf(pack).map(({ holds }) => holds)], asOf)
    },
  )

  it.each(daysJudged)('agree on %s about conditions nobody has thought of', async (asOf) => {
    const trees = fc.sample(tree, { numRuns: 80, seed: seed + daysJudged.indexOf(asOf) })
    expect(await expectAgreement(trees, asOf)).toEqual(new Set([true, false, null]))
  })
})

describe('supplementary rules', () => {
  it.each(daysJudged)('from building blocks mean in SQL on %s what they mean in JavaScript', async (asOf) => {
    const definitions = fc.sample(definitionArbitrary, { numRuns: 60, seed: seed + daysJudged.indexOf(asOf) })
    const rules = definitions.map((definition, index) => ruleOf(definition, `SUP-2026-${index + 1}`))
    const conditions = conditionsOf({ rules }).map(({ holds }) => holds)
    expect(await expectAgreement(conditions, asOf)).toEqual(new Set([true, false, null]))
  })
})

describe('the basis of a verdict', () => {
  it.each(packs.map((pack) => [pack.id, pack] as const))(
    'of %s stays only when the verdict does, from one day to another',
    async (_, pack) => {
      const columns = columnsOfSystem('s')
      const bases = await askSql(
        daysJudged.map((asOf) => basisOf(pack, calendar, columns, momentOf(asOf, calendar), besides('s'))),
      )
      const judges = daysJudged.map((asOf) => judgeAt(pack, asOf, calendar))
      let stayed = 0
      let moved = 0
      for (const [id, of] of facts) {
        const [first, ...others] = (bases.get(id) ?? []).map((basis, index) => ({
          basis,
          verdict: judges[index]?.(of),
        }))
        for (const other of others) {
          if (other.basis === first?.basis) {
            stayed += 1
            expect(other.verdict).toEqual(first?.verdict)
          } else moved += 1
        }
      }
      expect(stayed).toBeGreaterThan(100)
      expect(moved).toBeGreaterThan(100)
    },
  )
})
