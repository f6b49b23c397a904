import { type SQL, sql } from 'drizzle-orm'
import { fenOf } from '../platform/money.ts'
import { parseStored } from '../platform/stored.ts'
import {
  type Columns,
  type DateName,
  dateNames,
  type FactName,
  type Facts,
  type FlagName,
  flagNames,
  type OfProject,
  uniteVerdicts,
  type Verdict,
} from '../regulations/index.ts'
import {
  projectFactColumns,
  type SystemRow,
  storedOrders,
  storedUnderProjects,
  systemsWithFactsAs,
} from '../systems/index.ts'

const columns = systemsWithFactsAs('register')

/** The register's columns that hold facts which the law reads. */
const factColumns = [
  ...flagNames,
  ...dateNames,
  'hosting',
  'investmentFen',
  'exemptionUntil',
  'exemptionDocument',
  'evaluatedOn',
  'evaluationMet',
  'evaluationRectifiedOn',
  'orders',
  'underProjects',
] as const

type FactColumn = (typeof factColumns)[number]

/** The columns in which a fact stands, where they don't bear its name. */
const columnsOfFact: { readonly [Name in FactName]?: readonly FactColumn[] } = {
  exemption: ['exemptionUntil', 'exemptionDocument'],
  evaluation: ['evaluatedOn', 'evaluationMet', 'evaluationRectifiedOn'],
}

/** Facts of one row of the register: those that were asked for; money may come as the driver gives it. */
export type FactRow = {
  [Name in FactColumn]?: (Name extends 'investmentFen' ? number | string | null : SystemRow[Name]) | undefined
}

/** Names in the database of the columns that hold facts: the same of the register and of verdicts. */
export const factColumnNames: readonly string[] = factColumns.map((column) => columns[column].name)

/** In: the alias of a table with the register's columns for facts, and the facts wanted. Out: a select list that gives a FactRow. */
export function factRowSql(alias: string, facts?: readonly FactName[]): SQL {
  const names = factColumns.filter(
    (column) =>
      facts === undefined || column === 'underProjects' || facts.some((fact) => isColumnOf(column, fact)),
  )
  return sql.join(
    names.map((name) => sql`${columnOf(alias, name)} as ${sql.identifier(name)}`),
    sql`, `,
  )
}

function isColumnOf(column: FactColumn, fact: FactName): boolean {
  return column === fact || columnsOfFact[fact]?.includes(column) === true
}

/** In: the alias of such a table. Out: the columns in which a fact stands. */
export function columnsOfFactAt(alias: string): (fact: FactName) => readonly SQL[] {
  return (fact) =>
    factColumns.filter((column) => isColumnOf(column, fact)).map((column) => columnOf(alias, column))
}

/** In: a fact. Out: the names of the register's columns in which it stands. */
export function columnNamesOfFact(fact: FactName): readonly string[] {
  return factColumns.filter((column) => isColumnOf(column, fact))
}

function columnOf(alias: string, name: FactColumn): SQL {
  return sql`${sql.identifier(alias)}.${sql.identifier(columns[name].name)}`
}

/** The register keeps "has not happened" as infinity, and unknown as null. */
function dateFactOf(value: FactRow[DateName]): Facts[DateName] {
  if (value === null || value === undefined) return undefined
  return value === 'infinity' ? null : value
}

/** In: a row of the register. Out: its facts as the law's rules read them, under its leading project. Throws stored-data-damaged. */
export function factsOfSystem(row: FactRow): Facts {
  const facts: Facts = {}
  for (const name of flagNames) facts[name] = row[name] ?? undefined
  for (const name of dateNames) facts[name] = dateFactOf(row[name])
  facts.hosting = row.hosting ?? undefined
  facts.investmentFen =
    row.investmentFen === null || row.investmentFen === undefined
      ? undefined
      : fenOf(Number(row.investmentFen))
  facts.exemption = exemptionOf(row)
  facts.evaluation = evaluationOf(row)
  // SQL as text gives it as it stands in the database.
  if (row.orders != null) facts.orders = parseStored(storedOrders, '限期整改记录', row.orders)
  return facts
}

/** What is to be judged of a system: its facts under each project that builds it; null: one at most does. */
export interface FactsUnder {
  project: OfProject | null
  facts: Facts
}

/** In: a row of the register. Out: its facts under each of its projects, the leading one first. Throws stored-data-damaged. */
export function factsUnderProjects(row: FactRow): [FactsUnder, ...FactsUnder[]] {
  const leading = { project: null, facts: factsOfSystem(row) }
  if (row.underProjects == null) return [leading]
  const [first, ...others] = parseStored(storedUnderProjects, '各项目下的事实', row.underProjects)
  if (first === undefined) return [leading]
  const none = Object.fromEntries(projectFactColumns.map((column) => [column, null]))
  return [
    { ...leading, project: projectOf(first) },
    ...others.map((one) => ({
      project: projectOf(one),
      facts: factsOfSystem({ ...row, ...none, ...one.facts }),
    })),
  ]
}

const projectOf = ({ id, number, name }: OfProject): OfProject => ({ id, number, name })

/** In: what judges facts, and a row of the register. Out: the verdict on the system under all of its projects. */
export function judgeUnderProjects(judge: (facts: Facts) => Verdict, row: FactRow): Verdict {
  return uniteVerdicts(factsUnderProjects(row).map(({ project, facts }) => ({ project, said: judge(facts) })))
}

function exemptionOf(row: FactRow): Facts['exemption'] {
  const until = dateFactOf(row.exemptionUntil)
  if (until === null || until === undefined) return until
  return { documentNumber: row.exemptionDocument ?? undefined, until }
}

function evaluationOf(row: FactRow): Facts['evaluation'] {
  const on = dateFactOf(row.evaluatedOn)
  if (on === null || on === undefined) return on
  return {
    on,
    met: row.evaluationMet ?? undefined,
    rectifiedOn: dateFactOf(row.evaluationRectifiedOn),
  }
}

/** In: the alias of `systems` in a query. Out: where each thing that a rule can read stands, as `factsOfSystem` gives it. */
export function columnsOfSystem(alias: string): Columns {
  const at = (name: FactColumn) => columnOf(alias, name)
  const flags = Object.fromEntries(flagNames.map((name) => [name, at(name)])) as Record<FlagName, SQL>
  const dates = Object.fromEntries(dateNames.map((name) => [name, at(name)])) as Record<DateName, SQL>
  const evaluatedOn = at('evaluatedOn')
  return {
    ...flags,
    ...dates,
    hosting: at('hosting'),
    investmentFen: at('investmentFen'),
    orders: at('orders'),
    // An exemption whose document nobody has recorded is unknown.
    'exemption.until': sql`(case when ${at('exemptionUntil')} = 'infinity' or ${at('exemptionDocument')} is not null
      then ${at('exemptionUntil')} end)`,
    'evaluation.on': evaluatedOn,
    'evaluation.met': sql`(case when ${evaluatedOn} <> 'infinity' then ${at('evaluationMet')} end)`,
    'evaluation.rectifiedOn': sql`(case when ${evaluatedOn} = 'infinity' then ${evaluatedOn}
      when ${evaluatedOn} is not null then ${at('evaluationRectifiedOn')} end)`,
  }
}

/**
 * In: the alias of a row of the register that several projects build. Out: a relation of the same columns, a row under each
 * further project, with the project's `number`, `name` and `place`.
 */
export function rowsUnderProjectsSql(alias: string): SQL {
  const mine = new Set<string>(projectFactColumns)
  const selected = factColumns.map((name) => {
    const column = sql.identifier(columns[name].name)
    return mine.has(name)
      ? sql`f.${sql.identifier(name)} as ${column}`
      : sql`${columnOf(alias, name)} as ${column}`
  })
  const typed = sql.raw(
    projectFactColumns.map((name) => `"${name}" ${columns[name].getSQLType()}`).join(', '),
  )
  return sql`(select ${sql.join(selected, sql`, `)}, item ->> 'number' as number, item ->> 'name' as name, place
    from jsonb_array_elements(${columnOf(alias, 'underProjects')}) with ordinality as list (item, place)
    cross join lateral jsonb_to_record(nullif(item -> 'facts', 'null')) as f(${typed})
    where item -> 'facts' <> 'null')`
}
