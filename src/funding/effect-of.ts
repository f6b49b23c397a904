import { sql } from 'drizzle-orm'
import { organisationsAs } from '../identity/index.ts'
import { type Context, transact, visibilityOf } from '../platform/context.ts'
import { seeingAll, type Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import { type Fund, type FundVerdict, funds } from '../regulations/index.ts'
import { systemsAs } from '../systems/index.ts'

/** How a fund stands; `out`: the law doesn't govern the system. */
export type Stand = FundVerdict | 'out'

/** So many systems whose verdict on a fund becomes another. */
export interface EffectOnFund {
  fund: Fund
  before: Stand
  after: Stand
  systems: number
  /** Of operations: their yearly O&M money, where it is known; of other funds nothing is known. */
  yearlyFen: Fen | null
}

export interface AffectedSystem {
  code: string
  name: string
  unit: string
  yearlyFen: Fen | null
  funds: { fund: Fund; before: Stand; after: Stand }[]
}

export interface Effect {
  /** false: the jurisdiction was never judged, so that nothing can be said. */
  judged: boolean
  /** How many systems are judged otherwise, those of other units included. */
  systems: number
  /** How many of them the actor doesn't see: of these nothing else is said. */
  unseen: number
  byFund: EffectOnFund[]
  /** Some of them, the dearest first. */
  some: AffectedSystem[]
  /** Why it can't be done as it is; then nothing else is said. */
  refused: string | null
}

/** Systems named at most. */
export const mostNamed = 50

/** Takes back what was tried. */
class Tried extends Error {
  readonly effect: Effect
  constructor(effect: Effect) {
    super('tried')
    this.effect = effect
  }
}

/**
 * Does `work` in a transaction of its own, looks which verdicts it changes, and takes everything back: what a page says
 * before somebody signs. Out: the effect on every fund; what would be refused is told in `refused`.
 */
export async function effectOf(
  context: Context,
  work: (tx: Transaction) => Promise<unknown>,
): Promise<Effect> {
  const nothing = { judged: true, systems: 0, unseen: 0, byFund: [], some: [] }
  try {
    await transact(context, async (tx) => {
      const [last] = await seeingAll(tx, () =>
        tx.execute<{ id: string | null }>(
          sql`select max(id) as id from verdicts where jurisdiction_id = ${context.actor.jurisdictionId}`,
        ),
      )
      await work(tx)
      const id = last?.id ?? null
      throw new Tried(
        id === null
          ? { ...nothing, judged: false, refused: null }
          : await changedSince(context, tx, Number(id)),
      )
    })
  } catch (thrown) {
    if (thrown instanceof Tried) return thrown.effect
    if (thrown instanceof AppError && thrown.status < 500) return { ...nothing, refused: thrown.message }
    throw thrown
  }
  throw new Error('what was tried was not taken back')
}

const fundNames = Object.keys(funds).filter((name): name is Fund => Object.hasOwn(funds, name))

interface Changed extends Record<string, unknown> {
  code: string
  name: string
  organisationId: number
  unit: string
  fen: string | null
  before: Record<Fund, FundVerdict | null>
  after: Record<Fund, FundVerdict | null>
}

/** In: the last verdict before. Out: what the verdicts written since change; verdicts are never overwritten. */
async function changedSince(context: Context, tx: Transaction, last: number): Promise<Effect> {
  const stands = (alias: string) =>
    sql`jsonb_build_object(${sql.join(
      fundNames.map((fund) => sql`${sql.raw(`'${fund}'`)}, ${sql.identifier(alias)}.${sql.identifier(fund)}`),
      sql`, `,
    )})`
  const select = sql`
    select s.code, s.name, s.organisation_id::int as "organisationId", u.name as unit, s.annual_operations_fen::text as fen, before.stands as before, ${stands('v')} as after
    from verdicts v
    cross join lateral (select ${stands('b')} as stands from verdicts b
      where b.system_id = v.system_id and b.id <= ${last} order by b.id desc limit 1) before
    join ${systemsAs('s')} on s.id = v.system_id join ${organisationsAs('u')} on u.id = s.organisation_id
    where v.superseded_at is null and v.id > ${last} and before.stands <> ${stands('v')}
    order by s.annual_operations_fen desc nulls last, s.code`
  // A system may be another unit's than the one whose record it is changed by.
  const rows = await seeingAll(tx, () => tx.execute<Changed>(select))
  const { organisations } = visibilityOf(context.actor)
  const seen = rows.filter(
    ({ organisationId }) => organisations === 'all' || organisations.includes(organisationId),
  )
  const systems = seen.map(
    ({ code, name, unit, fen, before, after }): AffectedSystem => ({
      code,
      name,
      unit,
      yearlyFen: fen === null ? null : fenOf(Number(fen)),
      funds: fundNames.flatMap((fund) => {
        const [was, is] = [before[fund] ?? 'out', after[fund] ?? 'out'] as const
        return was === is ? [] : [{ fund, before: was, after: is }]
      }),
    }),
  )
  return {
    judged: true,
    systems: rows.length,
    unseen: rows.length - seen.length,
    byFund: sumByFund(systems),
    some: systems.slice(0, mostNamed),
    refused: null,
  }
}

function sumByFund(systems: readonly AffectedSystem[]): EffectOnFund[] {
  const sums = new Map<string, EffectOnFund>()
  for (const { yearlyFen, funds: changed } of systems)
    for (const { fund, before, after } of changed) {
      const key = `${fund} ${before} ${after}`
      const sum = sums.get(key) ?? { fund, before, after, systems: 0, yearlyFen: null }
      const known = fund === 'operations' ? (yearlyFen ?? 0) : null
      sums.set(key, {
        ...sum,
        systems: sum.systems + 1,
        yearlyFen: known === null ? null : fenOf((sum.yearlyFen ?? 0) + known),
      })
    }
  const order = (fund: Fund) => (fund === 'operations' ? -1 : fundNames.indexOf(fund))
  return [...sums.values()].toSorted((a, b) => order(a.fund) - order(b.fund) || b.systems - a.systems)
}
