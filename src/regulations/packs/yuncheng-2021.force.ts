import { dateOf } from '../../platform/dates.ts'
import type { Force } from '../engine/rules.ts'

/** 第四十二条: in force from its issue, 2021-02-09; no end is set. */
export const force: Force = { from: dateOf('2021-02-09'), until: null }

export const authority = '市审批服务管理局（市政务信息管理局）'
