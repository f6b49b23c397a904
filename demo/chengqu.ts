import { addDays, type CalendarDate, dateOf } from '../src/platform/dates.ts'
import { determination, order } from './deeds.ts'
import type { People } from './people.ts'

const source = '《晋城市城区加强政务大数据项目建设应用管理制度》“五、工作要求”第7项'

/** Orders refused and failed, determinations both ways, the register of orders declared complete. */
export async function chengquInOctober(people: People): Promise<void> {
  await order(people, {
    kind: 'supervision',
    system: 'CQ-0002',
    number: '城审管改〔2026〕1号',
    title: '擅自调整项目内容',
    details: '征收补偿测算模块未经评审改为外包服务。',
    source,
    demand: '停止外包，补报调整申请。',
    issuedOn: dateOf('2026-10-09'),
    dueOn: dateOf('2026-10-30'),
    outcome: {
      is: 'refused',
      on: dateOf('2026-10-20'),
      document: '城审管复〔2026〕1号',
      reason: '书面表示不停止外包。',
    },
  })
  await order(people, {
    kind: 'supervision',
    system: 'CQ-0003',
    number: '城审管改〔2026〕2号',
    title: '无正当理由拖延验收',
    details: '建成一年以上没有组织验收。',
    source,
    demand: '组织验收。',
    issuedOn: dateOf('2026-10-09'),
    dueOn: dateOf('2026-10-22'),
    outcome: {
      is: 'failed',
      on: dateOf('2026-10-26'),
      document: '城审管复〔2026〕2号',
      reason: '期满没有组织验收。',
    },
  })
  await determination(people, {
    about: 'dataSharing',
    system: 'CQ-0011',
    value: true,
    details: '养老机构和补贴数据已编目共享，平台调用正常。',
    document: '城审管认〔2026〕1号',
    holdsFrom: dateOf('2026-10-14'),
  })
  await determination(people, {
    about: 'disguised',
    system: 'CQ-0016',
    value: true,
    details: '信息系统以设备购置名义列支。',
    document: '城审管认〔2026〕2号',
    holdsFrom: dateOf('2026-10-15'),
  })
  await determination(people, {
    about: 'orders',
    details: '2022 年以来的整改通知已经逐份录入，共 2 份。',
    document: '城审管函〔2026〕11号',
    holdsFrom: dateOf('2026-10-28'),
  })
}

/** An order that still runs. */
export async function chengquInNovember(people: People, today: CalendarDate): Promise<void> {
  await order(people, {
    kind: 'supervision',
    system: 'CQ-0004',
    number: '城审管改〔2026〕3号',
    title: '未按评审意见建设',
    details: '监测点位少于评审通过的方案。',
    source,
    demand: '按评审通过的方案补齐点位。',
    issuedOn: addDays(today, -5),
    dueOn: addDays(today, 25),
  })
}
