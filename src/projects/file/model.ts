import { stateMachine } from '../../platform/state-machine.ts'

/** 项目文件 as uploaded: previewed, then registered as one transaction. */
export const projectFileStatuses = { previewed: '已预览', registered: '已登记' } as const
export type ProjectFileStatus = keyof typeof projectFileStatuses

export const projectFileMachine = stateMachine({
  table: 'project_files',
  noun: '项目文件',
  states: projectFileStatuses,
  nameOf: ({ fileName }: { fileName: string }) => fileName,
  steps: {
    preview: { from: null, to: 'previewed', operation: 'projects.file', title: '预览' },
    register: { from: ['previewed'], to: 'registered', operation: 'projects.file', title: '登记' },
  },
})
