export { confirmHoldings, holdCapacity, returnHoldings } from './hold-capacity.ts'
export { keepPool } from './keep-pool.ts'
export { leftOfPools } from './left-of-pools.ts'
export { capacityPages } from './routes.tsx'
