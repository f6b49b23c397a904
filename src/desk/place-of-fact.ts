import type { Place } from '../funding/index.ts'
import { isOfSystem } from '../oversight/index.ts'
import { type Actor, allows } from '../platform/context.ts'
import { type FactName, factLabel, type OfProject } from '../regulations/index.ts'
import { projectFactColumns } from '../systems/index.ts'
import { fieldsOfFact } from './fact-fields.tsx'
import type { SystemView } from './read-system.ts'

const ofProject = new Set<FactName>(projectFactColumns)
const endOfSystem = new Set<FactName>(['decommissionedOn', 'disposalReportedOn'])

/** In: a fact, the system with its projects, who looks, and whose fact it is where that is a further project's. Out: where the fact is recorded, for them; null: they record it nowhere. */
export function placeOfFact(
  fact: FactName,
  { row: { code }, projects }: Pick<SystemView, 'row' | 'projects'>,
  actor: Actor,
  further?: OfProject,
): Place | null {
  const ofThis = `q=${encodeURIComponent(code)}`
  if (fact === 'orders') return seen(actor, '整改通知', `/oversight/orders?${ofThis}`)
  if (fact === 'evaluation') return seen(actor, '评价', `/oversight/evaluations?${ofThis}`)
  if (isOfSystem(fact) || fact === 'migrationConditionsRipeOn') {
    const drafts = allows(actor, 'oversight.draft-determination')
    const of = fact === 'migrationConditionsRipeOn' ? '' : `system=${encodeURIComponent(code)}`
    return drafts
      ? { label: '拟定认定', href: `/oversight/determinations/new?${of}` }
      : seen(actor, '认定', `/oversight/determinations?${of === '' ? '' : ofThis}`)
  }
  const project = ofProject.has(fact)
    ? (further ?? projects.find(({ role }) => role !== 'runs'))
    : projects.find(() => endOfSystem.has(fact))
  if (project !== undefined) return { label: `项目“${project.name}”`, href: `/projects/${project.id}` }
  if (ofProject.has(fact) && allows(actor, 'projects.file')) return { label: '补录项目', href: '#projects' }
  if (fact === 'classified')
    return allows(actor, 'systems.import') ? { label: '导入台账', href: '/systems/import' } : null
  if (fieldsOfFact(fact).length === 0 || !allows(actor, 'systems.propose')) return null
  return { label: `登记${factLabel(fact)}`, href: `/systems/${encodeURIComponent(code)}/facts/${fact}` }
}

const seen = (actor: Actor, label: string, href: string): Place | null =>
  allows(actor, 'oversight.read') ? { label, href } : null
