import type { Context } from '../src/platform/context.ts'
import { dateOf } from '../src/platform/dates.ts'
import type { Role } from '../src/platform/permissions.ts'
import {
  approveSupplement,
  type Definition,
  draftSupplement,
  listSupplements,
  submitSupplement,
} from '../src/regulations/index.ts'

/** Made up for the demo, in the form of such documents: the county has not issued it. */
const definition: Definition = {
  version: 1,
  title: '关于加强未迁移上云系统经费管理的通知（演示）',
  documentNumber: '陵数发〔2026〕12号',
  article: '第二条',
  demand:
    '应当迁移上云的系统，规定的完成日期已过仍未取得迁移确认的，暂停拨付升级改造资金和购买服务资金，取得迁移确认后恢复；有有效豁免的除外。',
  from: dateOf('2026-10-01'),
  lastDay: dateOf('2027-12-31'),
  event: null,
  when: {
    join: 'all',
    of: [
      { block: 'flag', fact: 'migrationRequired', is: true },
      { block: 'limit-passed', fact: 'migrationDueOn' },
      { block: 'happened', fact: 'migratedOn', is: false },
    ],
  },
  unless: { join: 'any', of: [{ block: 'exemption-running' }] },
  effect: 'suspended',
  funds: ['purchase', 'upgrade'],
  reason: '应于{迁移要求完成日期}前迁移上云，逾期没有取得迁移确认',
  remedy: {
    what: '完成迁移并取得迁移确认，或者取得载明文号和有效期的豁免',
    by: '系统所属单位向县数据局',
    evidence: '迁移确认单或者批准文件',
  },
}

/** A supplementary rule as two people of the bureau bring it into force, once. */
export async function addSupplement(as: (role: Role) => Context): Promise<void> {
  const [present] = await listSupplements(as('competent-bureau'))
  if (present !== undefined) return
  const { id } = await draftSupplement(as('bureau-handler'), { definition })
  await submitSupplement(as('bureau-handler'), { id })
  const [submitted] = await listSupplements(as('competent-bureau'))
  await approveSupplement(as('competent-bureau'), { id, hash: submitted?.hash ?? '' })
}
