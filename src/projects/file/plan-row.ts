/** Pure. */

import type { CalendarDate } from '../../platform/dates.ts'
import type { Fen } from '../../platform/money.ts'
import type { RowIssue } from '../../platform/spreadsheet/row-issues.ts'
import type { MilestoneInput } from '../input.ts'
import {
  confirmerWords,
  type KeptMilestone,
  type MilestoneStep,
  type ProjectRole,
  projectRoles,
  stepKind,
} from '../model.ts'
import { disorderOf, faultOfMilestone } from '../order-of-milestones.ts'
import { wordsOfMilestone } from '../words.ts'
import type { FileMilestone, FileRow } from './file-rows.ts'

/** A milestone as it would be recorded. */
export type PlannedMilestone = Omit<MilestoneInput, 'projectId' | 'evidenceIds'>

interface PlannedSystem {
  id: number
  code: string
  name: string
  role: ProjectRole
}

/** What a row of the file comes to. */
export interface PlannedProject {
  row: number
  /** The project that has this number or name already; null: a new one. */
  id: number | null
  /** null: the next free one. */
  number: string | null
  name: string
  organisationId: number
  unit: string
  investmentFen: Fen | null
  /** To be linked. */
  systems: PlannedSystem[]
  /** To be recorded; each waits for its second person. */
  milestones: PlannedMilestone[]
  /** Milestones and links that are on record as the row says them. */
  onRecord: number
}

/** A project that is on record. */
export interface KnownProject {
  id: number
  number: string
  name: string
  organisationId: number
  systems: ReadonlyMap<string, ProjectRole>
  /** Those that stand, and those that would once they are confirmed. */
  milestones: readonly (KeptMilestone & { document: string | null })[]
  /** Whether some of them stand. */
  begun: boolean
}

/** What a row is compared with. */
export interface Known {
  today: CalendarDate
  /** Units that the actor may register projects for; the first is the actor's own where it has one. */
  units: readonly { id: number; name: string }[]
  ownUnit: number | null
  projectOf: (
    number: string | null,
    name: string | null,
    organisationId: number | null,
  ) => KnownProject | null
  /** Numbers of projects that the actor doesn't see. */
  takenNumbers: ReadonlySet<string>
  systems: ReadonlyMap<string, { id: number; code: string; name: string; organisationId: number }>
  /** Why the actor doesn't record a step for a unit; null: it does. */
  withheld: (step: MilestoneStep, organisationId: number) => string | null
}

/** In: a row, and what is on record. Out: what it comes to, null: nothing; and what of it is refused. */
export function planRow(row: FileRow, known: Known): { planned: PlannedProject | null; issues: RowIssue[] } {
  const issues: RowIssue[] = []
  const refuse = (column: string | null, value: string | null, message: string) => {
    issues.push({
      row: row.row,
      message,
      ...(column === null ? {} : { column }),
      ...(value === null ? {} : { value }),
    })
    return { planned: null, issues }
  }
  const unit = unitOf(row, known)
  if (typeof unit === 'string') return refuse('牵头单位', row.unit ?? '', unit)
  if (row.number !== null && known.takenNumbers.has(row.number))
    return refuse('项目编号', row.number, '别的单位的项目已经用了这个编号，这一行不导入')
  const project = known.projectOf(row.number, row.name, unit?.id ?? null)
  if (project === null && unit === null) return refuse('牵头单位', '', '新项目要写明牵头单位，这一行不导入')
  if (project !== null && unit !== null && row.unit !== null && project.organisationId !== unit.id)
    return refuse('牵头单位', row.unit, `项目 ${project.number} 由别的单位牵头，这一行不导入`)
  if (project !== null && row.name !== null && project.name !== row.name)
    return refuse('项目名称', row.name, `编号 ${project.number} 的项目叫“${project.name}”，这一行不导入`)
  const name = project?.name ?? row.name
  if (name === null)
    return refuse('项目编号', row.number, '没有这个编号的项目，新项目要写项目名称，这一行不导入')
  const organisationId = project?.organisationId ?? unit?.id ?? 0
  const planned: PlannedProject = {
    row: row.row,
    id: project?.id ?? null,
    number: project?.number ?? row.number,
    name,
    organisationId,
    unit: known.units.find(({ id }) => id === organisationId)?.name ?? '',
    investmentFen: row.investmentFen,
    systems: [],
    milestones: [],
    onRecord: 0,
  }
  planSystems(row, project, planned, known, refuse)
  planMilestones(row, project, planned, known, refuse)
  return { planned, issues }
}

type Refuse = (column: string | null, value: string | null, message: string) => unknown

/** Out: the unit that leads; null: the row doesn't say; a text: why it can't be. */
function unitOf({ unit }: FileRow, { units, ownUnit }: Known): { id: number; name: string } | string | null {
  if (unit === null) return units.find(({ id }) => id === ownUnit) ?? null
  const found = units.filter(({ name }) => name === unit)
  if (found.length > 1) return '有几个单位叫这个名称，请在系统里新建这个项目，这一行不导入'
  if (found[0] !== undefined) return found[0]
  return ownUnit === null
    ? '没有这个单位，请写单位全称，这一行不导入'
    : '项目由本单位牵头的才由您登记，这一行不导入'
}

function planSystems(
  row: FileRow,
  project: KnownProject | null,
  planned: PlannedProject,
  known: Known,
  refuse: Refuse,
): void {
  for (const { code, role } of row.systems) {
    const column = `${projectRoles[role]}的系统编号`
    const system = known.systems.get(code)
    const linked = project?.systems.get(code) ?? planned.systems.find((one) => one.code === code)?.role
    if (linked !== undefined) {
      if (linked === role) planned.onRecord += project?.systems.has(code) === true ? 1 : 0
      else refuse(column, code, `这个系统已经以“${projectRoles[linked]}”关联这个项目`)
    } else if (system === undefined) refuse(column, code, '没有这个系统，或者它不属于牵头单位，不关联')
    else if (system.organisationId !== planned.organisationId)
      refuse(column, code, '这个系统不属于牵头单位，不关联')
    else if (project?.begun === true)
      // What its milestones say would be recorded of the system at once, by one signature, unseen.
      refuse(column, code, '项目已有确认的节点，请到项目页关联，那里看得到影响')
    else planned.systems.push({ id: system.id, code: system.code, name: system.name, role })
  }
}

function planMilestones(
  row: FileRow,
  project: KnownProject | null,
  planned: PlannedProject,
  known: Known,
  refuse: Refuse,
): void {
  const others = [...(project?.milestones ?? [])] as Parameters<typeof faultOfMilestone>[1][number][]
  for (const milestone of row.milestones) {
    const { step, day } = milestone
    const { title } = stepKind(step)
    const there = project?.milestones.filter((one) => one.step === step) ?? []
    if (there.some((one) => says(one, milestone))) {
      planned.onRecord += 1
      continue
    }
    const withheld = known.withheld(step, planned.organisationId)
    const asHappened = row.reason !== null && disorderOf(milestone, others) !== null
    const fault = faultOfMilestone({ ...milestone, asHappened }, others, known.today)
    if (withheld !== null) refuse(title, day, withheld)
    else if (there.length > 0) {
      const words = there.map(
        (one) =>
          `${wordsOfMilestone(one)}${one.status === 'recorded' ? `（等${confirmerWords(step)}确认）` : ''}`,
      )
      refuse(title, day, `已登记：${words.join('；')}。与文件不同，不导入；要更正的，请到项目页撤销后再登记`)
    } else if (fault !== null)
      refuse(
        title,
        day,
        fault.path === 'asHappened'
          ? `${disorderOf(milestone, others) ?? ''}，不导入。确实如此的，请在“先后颠倒的理由”写明`
          : `${fault.message}，不导入`,
      )
    else {
      planned.milestones.push({
        ...milestone,
        asHappened,
        reason: milestone.reason ?? (asHappened ? row.reason : null),
      })
      others.push(milestone)
    }
  }
}

/** Whether what is on record says all that the file says. */
const says = (one: KnownProject['milestones'][number], file: FileMilestone): boolean =>
  one.day === file.day &&
  (['outcome', 'until', 'fen', 'document'] as const).every(
    (name) => file[name] === null || file[name] === one[name],
  )

/** In: what rows come to. Out: how much of it would be written. */
export function countsOf(planned: readonly PlannedProject[]) {
  const sum = (of: (one: PlannedProject) => number) => planned.reduce((total, one) => total + of(one), 0)
  return {
    projects: sum(({ id }) => (id === null ? 1 : 0)),
    systems: sum(({ systems }) => systems.length),
    milestones: sum(({ milestones }) => milestones.length),
  }
}
