export { confirmHoldings, holdCapacity, returnHoldings } from './hold-capacity.ts'
export { leftOfPools } from './left-of-pools.ts'
export { setPoolCapacity } from './set-pool-capacity.ts'
