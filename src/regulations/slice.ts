import type { Slice } from '../platform/slice.ts'

/** Pure: the engine and the packs. What is done with them stands in rules and funding. */
export const regulationsSlice: Slice = { name: 'regulations', rank: 10 }
