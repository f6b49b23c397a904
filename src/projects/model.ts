import type { Person } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import type { Role } from '../platform/permissions.ts'
import { stateMachine } from '../platform/state-machine.ts'

/** What a project does with a system. */
export const projectRoles = { builds: '建设', rebuilds: '改建', runs: '运行' } as const
export type ProjectRole = keyof typeof projectRoles

/** Who holds the record that a milestone is taken from. */
export const sides = { department: '系统所属单位', bureau: '主管部门', finance: '财政部门' } as const
export type Side = keyof typeof sides

interface StepKind {
  title: string
  /** Who may record it; a filing is handed in by the department or taken down by the bureau that got it. */
  by: readonly Side[]
  /** Whose second person confirms it. */
  confirmedBy: Side
  /** What a sum is called, where the step has one. */
  money?: string
  /** The step that has to be on record, on that day or before: what isn't there can't be filed. */
  files?: MilestoneStep
}

/** The milestones of a project, in their usual order. */
export const milestoneSteps = {
  emergency: { title: '应急项目认定', by: ['bureau'], confirmedBy: 'bureau' },
  approval: { title: '立项批复', by: ['bureau'], confirmedBy: 'bureau', money: '批复投资' },
  'finance-reviewed': { title: '财政评审', by: ['finance'], confirmedBy: 'finance', money: '评审金额' },
  'budget-replied': { title: '预算批复', by: ['finance'], confirmedBy: 'finance', money: '批复金额' },
  'budget-filed': {
    title: '预算批复报备',
    by: ['department', 'bureau'],
    confirmedBy: 'bureau',
    files: 'budget-replied',
  },
  'contract-signed': {
    title: '合同签订',
    by: ['department'],
    confirmedBy: 'department',
    money: '合同金额',
  },
  'contract-filed': {
    title: '合同备案',
    by: ['department', 'bureau'],
    confirmedBy: 'bureau',
    files: 'contract-signed',
  },
  'construction-started': { title: '开工', by: ['department'], confirmedBy: 'department' },
  built: { title: '建成', by: ['department'], confirmedBy: 'department' },
  live: { title: '上线', by: ['department'], confirmedBy: 'department' },
  accepted: { title: '竣工验收', by: ['department'], confirmedBy: 'department' },
  'acceptance-extended': { title: '验收延期', by: ['bureau'], confirmedBy: 'bureau' },
  'acceptance-filed': {
    title: '验收备案',
    by: ['department', 'bureau'],
    confirmedBy: 'bureau',
    files: 'accepted',
  },
  decommissioned: { title: '停用报废', by: ['department'], confirmedBy: 'department' },
  'disposal-reported': {
    title: '处置情况报送',
    by: ['department', 'bureau'],
    confirmedBy: 'bureau',
    files: 'decommissioned',
  },
} as const satisfies Record<string, Omit<StepKind, 'files'> & { files?: string }>
export type MilestoneStep = keyof typeof milestoneSteps
export const milestoneStepNames = Object.keys(milestoneSteps) as [MilestoneStep, ...MilestoneStep[]]

/** In: a step. Out: what it is called, whose it is, and what it needs. */
export const stepKind = (step: MilestoneStep): StepKind => milestoneSteps[step]

export const milestoneOutcomes = { passed: '通过', failed: '未通过' } as const
export type MilestoneOutcome = keyof typeof milestoneOutcomes

export const milestoneStatuses = {
  recorded: '待第二人确认',
  confirmed: '已确认',
  refused: '已退回',
} as const
export type MilestoneStatus = keyof typeof milestoneStatuses

/** 项目节点: whoever records it never confirms it; once decided it stays, and is corrected by one that revokes it. */
export const milestoneMachine = stateMachine({
  table: 'project_milestones',
  noun: '项目节点',
  states: milestoneStatuses,
  nameOf: ({ step }: { step: MilestoneStep }) => `项目节点“${stepKind(step).title}”`,
  steps: {
    record: { from: null, to: 'recorded', operation: 'projects.file-milestone', title: '登记' },
    // It says what the register says already, so that no money moves by it.
    'take-over': { from: null, to: 'confirmed', operation: 'projects.file', title: '由台账补录' },
    confirm: { from: ['recorded'], to: 'confirmed', operation: 'projects.confirm', title: '确认' },
    refuse: { from: ['recorded'], to: 'refused', operation: 'projects.confirm', title: '退回' },
  },
})

/** What the law reads of a milestone. */
export interface Milestone {
  id: number
  step: MilestoneStep
  day: CalendarDate
  /** Of an acceptance. */
  outcome: MilestoneOutcome | null
  /** The new last day of an extension. */
  until: CalendarDate | null
  fen: number | null
  /** Taken over from what the register said already. */
  fromLedger: boolean
}

/** A milestone as it is kept. */
export interface KeptMilestone extends Milestone {
  status: MilestoneStatus
  /** The milestone that this one revokes. */
  revokes: number | null
}

/** In: a project's milestones. Out: those that count: confirmed, and not revoked by a confirmed one. */
export function standingOf<M extends KeptMilestone>(milestones: readonly M[]): M[] {
  const confirmed = milestones.filter(({ status }) => status === 'confirmed')
  const revoked = new Set(confirmed.map(({ revokes }) => revokes))
  return confirmed.filter(({ id, revokes }) => revokes === null && !revoked.has(id))
}

const recordingRoles: Record<Side, readonly Role[]> = {
  department: ['department', 'department-head'],
  bureau: ['bureau-handler', 'competent-bureau'],
  finance: ['finance'],
}
const confirmingRoles: Record<Side, readonly Role[]> = {
  department: ['department-head'],
  bureau: ['competent-bureau'],
  finance: ['finance', 'competent-bureau'],
}

type Signer = Pick<Person, 'roles' | 'organisationIds'>

function isOf(side: Side, roles: readonly Role[], person: Signer, organisationId: number): boolean {
  if (side === 'department' && !person.organisationIds.includes(organisationId)) return false
  return person.roles.some((role) => roles.includes(role))
}

/** In: a person, a step, the unit that leads the project. Out: whether the person holds the record of that step. */
export const holdsRecord = (person: Signer, step: MilestoneStep, organisationId: number): boolean =>
  stepKind(step).by.some((side) => isOf(side, recordingRoles[side], person, organisationId))

/** In: the same. Out: whether the person is one who can be the second of that step. */
export function mayConfirm(person: Signer, step: MilestoneStep, organisationId: number): boolean {
  const side = stepKind(step).confirmedBy
  return isOf(side, confirmingRoles[side], person, organisationId)
}

/** In: a person, a milestone, the unit that leads its project. Out: whether the person can decide on it now. */
export const isSecond = (
  person: Signer & Pick<Person, 'id'>,
  { step, status, recordedBy }: Pick<KeptMilestone, 'step' | 'status'> & { recordedBy: number },
  organisationId: number,
): boolean => status === 'recorded' && recordedBy !== person.id && mayConfirm(person, step, organisationId)

/** Out: who the second person of a step is, in words. */
export function confirmerWords(step: MilestoneStep): string {
  const side = stepKind(step).confirmedBy
  if (side === 'department') return '系统所属单位的部门审核人员'
  return side === 'bureau' ? '主管部门审批人员' : '财政部门的另一位同事或者主管部门审批人员'
}
