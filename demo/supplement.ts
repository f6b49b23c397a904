import { dateOf } from '../src/platform/dates.ts'
import { fenOf } from '../src/platform/money.ts'
import {
  approveSupplement,
  type Definition,
  draftSupplement,
  listSupplements,
  submitSupplement,
} from '../src/rules/index.ts'
import type { As } from './as.ts'

/** Made up for the demo, in the form of such documents: the county has not issued it. */
const approved: Definition = {
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
  reason: '最迟于{迁移要求完成日期}（含当日）迁移上云，逾期没有取得迁移确认',
  remedy: {
    what: '完成迁移并取得迁移确认，或者取得载明文号和有效期的豁免',
    by: '系统所属单位向县数据局',
    evidence: '迁移确认单或者批准文件',
  },
}

/** Made up too: handed in, so that there is one to approve. */
const submitted: Definition = {
  version: 1,
  title: '关于规范系统验收备案的通知（演示）',
  documentNumber: '陵数发〔2026〕15号',
  article: '第三条',
  demand:
    '投资 50 万元以上的系统，验收之后满 30 个工作日仍未将验收报告备案的，预警升级改造资金，备案后解除。',
  from: dateOf('2027-01-01'),
  lastDay: null,
  event: 'acceptedOn',
  when: {
    join: 'all',
    of: [
      { block: 'investment', comparison: 'at-least', fen: fenOf(50_000_000) },
      { block: 'period-passed', after: 'acceptedOn', count: 30, unit: 'working-days' },
      { block: 'happened', fact: 'acceptanceFiledOn', is: false },
    ],
  },
  unless: null,
  effect: 'warned',
  funds: ['upgrade'],
  reason: '{竣工验收日期}通过验收，满 30 个工作日没有备案验收报告',
  remedy: {
    what: '将验收报告报主管部门备案',
    by: '系统所属单位向县数据局',
    evidence: '备案回执',
  },
}

/** Two supplementary rules: one that two people of the bureau bring into force, one that awaits the second. Once. */
export async function addSupplements(as: As): Promise<void> {
  const [present] = await listSupplements(as('competent-bureau'))
  if (present !== undefined) return
  const { id } = await draftSupplement(as('bureau-handler'), { definition: approved })
  await submitSupplement(as('bureau-handler'), { id })
  const [first] = await listSupplements(as('competent-bureau'))
  await approveSupplement(as('competent-bureau'), { id, hash: first?.hash ?? '' })
  const next = await draftSupplement(as('bureau-handler'), { definition: submitted })
  await submitSupplement(as('bureau-handler'), { id: next.id })
}
