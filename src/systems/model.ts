import { stateMachine } from '../platform/state-machine.ts'

/** What became of an upload. */
export const importStatuses = { previewed: '待确认', imported: '已导入', discarded: '已放弃' } as const
export type ImportStatus = keyof typeof importStatuses

/** An uploaded ledger (台账): previewed, then imported or given up. */
export const importMachine = stateMachine({
  table: 'ledger_imports',
  noun: '台账',
  states: importStatuses,
  nameOf: ({ fileName }: { fileName: string }) => fileName,
  steps: {
    preview: { from: null, to: 'previewed', operation: 'systems.import', title: '预览' },
    import: { from: ['previewed'], to: 'imported', operation: 'systems.import', title: '导入' },
    discard: { from: ['previewed'], to: 'discarded', operation: 'systems.import', title: '放弃' },
  },
})
