import { eq } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import { seeingAll } from '../platform/database.ts'
import { parseDate } from '../platform/dates.ts'
import { fenOf } from '../platform/money.ts'
import { factLabel, factValueWords } from '../regulations/index.ts'
import { foldRecordings, systemsAs } from '../systems/index.ts'
import { factsOfFurther, type OwnedColumn, ownedColumns, projectColumns } from './facts-of-milestones.ts'
import { standingOf } from './model.ts'
import { columnsOf, entriesOf, isFurther, knownOf } from './record-milestone-facts.ts'
import { recordingsWanted } from './recordings-wanted.ts'
import { projectSystems } from './schema.ts'
import { milestonesOf } from './store.ts'

/** What confirming a milestone would change of a system's facts. */
export interface FactEffect {
  code: string
  name: string
  facts: { label: string; before: string; after: string }[]
}

/** In: a milestone that waits, of a project that the actor sees. Out: what changes of its systems once it is confirmed. */
export async function readEffect(
  context: Context,
  { id, projectId }: { id: number; projectId: number },
): Promise<FactEffect[]> {
  authorize(context, 'projects.read')
  const system = systemsAs('system')
  return transact(context, (tx) =>
    seeingAll(tx, async () => {
      const milestones = await milestonesOf(tx, projectId)
      const after = standingOf(
        milestones.map((one) => (one.id === id ? { ...one, status: 'confirmed' as const } : one)),
      )
      const linked = await tx
        .select({
          id: system.id,
          code: system.code,
          name: system.name,
          role: projectSystems.role,
          leads: projectSystems.leads,
        })
        .from(projectSystems)
        .innerJoin(system, eq(system.id, projectSystems.systemId))
        .where(eq(projectSystems.projectId, projectId))
        .orderBy(system.code)
      const effects: FactEffect[] = []
      for (const { id: systemId, code, name, ...link } of linked) {
        const { others } = await entriesOf(context, tx, systemId, milestones)
        const stands = (standing: typeof after) => {
          const further = isFurther(link) ? factsOfFurther(standing) : {}
          const wanted = recordingsWanted(standing, knownOf(columnsOf(link), others))
          const ours = wanted.map((one) => ({ ...one, source: { kind: 'milestone' as const, id: null } }))
          const all = [...others, ...ours].toSorted((a, b) => a.holdsFrom.localeCompare(b.holdsFrom))
          const said = foldRecordings(all)
          // Under a further project the register's own dates count for nothing.
          return (column: OwnedColumn) =>
            isFurther(link) && isProjectColumn(column)
              ? (further[column]?.value ?? null)
              : (said.get(column)?.value ?? null)
        }
        const [was, becomes] = [stands(standingOf(milestones)), stands(after)]
        const facts = ownedColumns.flatMap((column) =>
          was(column) === becomes(column)
            ? []
            : [
                {
                  label: factLabel(column),
                  before: inWords(column, was(column)),
                  after: inWords(column, becomes(column)),
                },
              ],
        )
        if (facts.length > 0) effects.push({ code, name, facts })
      }
      return effects
    }),
  )
}

const isProjectColumn = (column: OwnedColumn): boolean => projectColumns.some((name) => name === column)

function inWords(column: OwnedColumn, value: unknown): string {
  if (value === 'infinity') return factValueWords(column, null)
  if (typeof value === 'string') return factValueWords(column, parseDate(value) ?? undefined)
  if (typeof value === 'number') return factValueWords(column, fenOf(value))
  return factValueWords(column, typeof value === 'boolean' ? value : undefined)
}
