import { businessRoles, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { projectsApi } from './api.ts'
import { milestoneEvidence } from './evidence-subject.ts'
import { projectFileMachine } from './file/model.ts'
import { projectFilePages } from './file/routes.tsx'
import { projectFiles } from './file/schema.ts'
import { projectFilesCheck, projectsKept } from './kept.ts'
import {
  milestoneMachine,
  milestoneOutcomes,
  milestoneStatuses,
  milestoneStepNames,
  projectRoles,
  stepKind,
} from './model.ts'
import { projectPages } from './routes.tsx'
import { projectTasks } from './tasks.ts'
import { waitingPages } from './waiting-routes.tsx'

const permissions = {
  'projects.read': { title: '查看项目', roles: businessRoles },
  'projects.file': {
    title: '登记项目、关联系统、由台账补录',
    roles: ['department', 'department-head', 'bureau-handler', 'competent-bureau'],
  },
  'projects.file-milestone': {
    title: '登记、撤销项目节点（本岗位所管的）',
    roles: ['department', 'department-head', 'bureau-handler', 'competent-bureau', 'finance'],
  },
  'projects.confirm': {
    title: '确认、退回项目节点（第二人）',
    roles: ['department-head', 'competent-bureau', 'finance'],
  },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const projectsSlice: Slice = {
  name: 'projects',
  rank: 13,
  permissions: [{ title: '项目', permissions }],
  places: [{ key: 'projects', href: '/projects', label: '项目', operation: 'projects.read' }],
  machines: [milestoneMachine, projectFileMachine],
  checks: [projectFilesCheck],
  objectReferences: [projectFiles.fileKey],
  kept: projectsKept,
  evidenceSubjects: [milestoneEvidence],
  vocabulary: {
    objects: { project: '项目', milestone: '项目节点', 'project-file': '项目文件' },
    fields: {
      projectNumber: '项目编号',
      systemCode: '系统编号',
      projectRole: '与系统的关系',
      milestoneStep: '节点',
      milestoneDay: '发生日',
      milestoneStatus: '状态',
      milestoneOutcome: '验收结果',
      milestoneUntil: '延至',
      asHappened: '按实际先后补记',
      fromLedger: '由台账补录',
      revokes: '撤销的节点',
    },
    values: {
      projectRole: projectRoles,
      milestoneStep: Object.fromEntries(milestoneStepNames.map((step) => [step, stepKind(step).title])),
      milestoneStatus: milestoneStatuses,
      milestoneOutcome: milestoneOutcomes,
    },
  },
  tasks: projectTasks,
  api: projectsApi,
  pages: [projectFilePages, waitingPages, projectPages],
}
