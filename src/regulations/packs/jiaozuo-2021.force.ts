import { dateOf } from '../../platform/dates.ts'
import type { Force } from '../engine/rules.ts'

/** 第三十六条: in force from its publication, 2021-07-06, as are the rules on data resources (第三十九条); no end is set. */
export const force: Force = { from: dateOf('2021-07-06'), until: null }

export const authority = '区行政审批与大数据管理局'
