import { addDays, type CalendarDate, dateOf } from '../src/platform/dates.ts'
import { determination, evaluation, extension, order } from './deeds.ts'
import type { People } from './people.ts'

const source = '《焦作市城乡一体化示范区政务信息化项目管理暂行办法》'

/** Evaluations not met and rectified, an extension that ends, an order refused, audit findings left, two declarations. */
export async function jiaozuoInOctober(people: People): Promise<void> {
  await evaluation(people, {
    system: 'JZ-0005',
    evaluatedOn: dateOf('2026-10-09'),
    met: false,
    details: '阅卷系统全年使用三次，达不到方案的目标。',
    document: '示管评〔2026〕2号',
  })
  await evaluation(people, {
    system: 'JZ-0006',
    evaluatedOn: dateOf('2026-10-09'),
    met: false,
    details: '人事数据更新不及时。',
    document: '示管评〔2026〕3号',
    rectified: { on: dateOf('2026-10-23'), document: '示管复〔2026〕4号' },
  })
  await extension(people, {
    system: 'JZ-0003',
    day: dateOf('2026-10-12'),
    until: dateOf('2026-11-10'),
    document: '示管函〔2026〕16号',
    reason: '主体育场设备到货推迟。',
  })
  await order(people, {
    kind: 'supervision',
    system: 'JZ-0004',
    number: '示管改〔2026〕1号',
    title: '违反批复要求建设',
    details: '数字资源库没有按批复与共享平台对接。',
    source: `${source}第三十一条`,
    demand: '按批复对接共享平台。',
    issuedOn: dateOf('2026-10-09'),
    dueOn: dateOf('2026-10-30'),
    outcome: {
      is: 'refused',
      on: dateOf('2026-10-20'),
      document: '示管复〔2026〕2号',
      reason: '书面表示不对接。',
    },
  })
  await order(people, {
    kind: 'audit',
    system: 'JZ-0007',
    number: '示审改〔2026〕7号',
    title: '多付运维费',
    details: '审计发现 2025 年度多付运维费 1.2 万元。',
    source: `${source}第三十二条`,
    demand: '收回多付款项。',
    issuedOn: dateOf('2026-10-08'),
    dueOn: dateOf('2026-10-21'),
    outcome: {
      is: 'failed',
      on: dateOf('2026-10-27'),
      document: '示审复〔2026〕9号',
      reason: '期满款项没有收回。',
    },
  })
  for (const [about, details, document] of [
    ['orders', '2021 年以来的整改通知已经逐份录入，共 2 份。', '示管函〔2026〕20号'],
    ['evaluations', '2021 年以来的运行评价已经逐份录入，共 2 份。', '示管函〔2026〕21号'],
  ] as const)
    await determination(people, { about, details, document, holdsFrom: dateOf('2026-10-28') })
}

/** Conditions for migration are ripe from now on; an extension and an audit order that still run. */
export async function jiaozuoInNovember(people: People, today: CalendarDate): Promise<void> {
  await determination(people, {
    about: 'migrationConditionsRipeOn',
    details: '市政务云示范区节点验收合格，容量可以承接全部系统。',
    document: '示管函〔2026〕25号',
    holdsFrom: dateOf('2026-11-05'),
  })
  await extension(people, {
    system: 'JZ-0002',
    day: addDays(today, -6),
    until: addDays(today, 60),
    document: '示管函〔2026〕27号',
    reason: '二期校区接入后一并验收。',
  })
  await order(people, {
    kind: 'audit',
    system: 'JZ-0008',
    number: '示审改〔2026〕9号',
    title: '运维合同没有考核条款',
    details: '运维合同没有约定考核和扣款。',
    source: `${source}第三十二条`,
    demand: '补签考核条款。',
    issuedOn: addDays(today, -5),
    dueOn: addDays(today, 25),
  })
}
