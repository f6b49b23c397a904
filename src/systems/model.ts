import { same, stateMachine } from '../platform/state-machine.ts'

/** What became of an upload. */
export const importStatuses = {
  previewed: '待确认',
  awaiting: '待复核',
  imported: '已导入',
  returned: '已退回',
  discarded: '已放弃',
} as const
export type ImportStatus = keyof typeof importStatuses

/**
 * An uploaded ledger (台账): previewed, then imported or given up; one that lifts a stop is imported, or returned, by a
 * second person.
 */
export const importMachine = stateMachine({
  table: 'ledger_imports',
  noun: '台账',
  states: importStatuses,
  nameOf: ({ fileName }: { fileName: string }) => fileName,
  steps: {
    preview: { from: null, to: 'previewed', operation: 'systems.import', title: '预览' },
    import: { from: ['previewed'], to: 'imported', operation: 'systems.import', title: '导入' },
    submit: { from: ['previewed'], to: 'awaiting', operation: 'systems.import', title: '提交复核' },
    accept: { from: ['awaiting'], to: 'imported', operation: 'systems.confirm', title: '复核同意' },
    return: { from: ['awaiting'], to: 'returned', operation: 'systems.confirm', title: '退回' },
    // The register changed meanwhile: what the second person sees is worked out anew.
    recheck: { from: ['awaiting'], to: same, title: '重新核对' },
    discard: { from: ['previewed', 'awaiting'], to: 'discarded', operation: 'systems.import', title: '放弃' },
  },
})
