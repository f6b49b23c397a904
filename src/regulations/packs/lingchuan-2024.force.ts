import { dateOf } from '../../platform/dates.ts'
import type { Force } from '../engine/rules.ts'

/** 第三十五条: in force from 2024-09-20 for five years, so through 2029-09-19. */
export const force: Force = { from: dateOf('2024-09-20'), until: dateOf('2029-09-20') }
