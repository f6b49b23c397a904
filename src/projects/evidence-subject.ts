import { eq } from 'drizzle-orm'
import type { EvidenceSubject } from '../platform/evidence-subject.ts'
import { holdsRecord, stepKind } from './model.ts'
import { projectMilestones, projects } from './schema.ts'
import { milestoneKind } from './words.ts'

/** Its evidence is attached by who records milestones: the unit that leads the project, the bureau, finance. */
export const milestoneEvidence: EvidenceSubject = {
  kind: milestoneKind,
  title: '项目节点',
  async find(_context, tx, id) {
    const [row] = await tx
      .select({
        step: projectMilestones.step,
        day: projectMilestones.day,
        project: projects.name,
        number: projects.number,
        projectId: projects.id,
        organisationId: projects.organisationId,
      })
      .from(projectMilestones)
      .innerJoin(projects, eq(projects.id, projectMilestones.projectId))
      .where(eq(projectMilestones.id, id))
    if (row === undefined) return null
    return {
      name: `${row.project}（${row.number}）${stepKind(row.step).title}（${row.day}）`,
      href: `/projects/${row.projectId}`,
      organisationIds: [row.organisationId],
    }
  },
  mayAttach: (actor, { organisationIds }) =>
    actor.kind === 'person' &&
    (organisationIds ?? []).some(
      (id) =>
        holdsRecord(actor, 'built', id) ||
        holdsRecord(actor, 'approval', id) ||
        holdsRecord(actor, 'finance-reviewed', id),
    ),
}
