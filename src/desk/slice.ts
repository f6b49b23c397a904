import type { Slice } from '../platform/slice.ts'
import { deskApi } from './api.ts'
import { deskPages } from './routes.tsx'
import type { TaskReader } from './tasks.ts'

/** In: where tasks come from. */
export const deskSlice = (taskReaders: readonly TaskReader[]): Slice => ({
  name: 'desk',
  rank: 14,
  places: [{ key: 'desk', href: '/desk', label: '工作台', operation: 'migration.read', home: true }],
  api: deskApi,
  pages: [deskPages(taskReaders)],
})
