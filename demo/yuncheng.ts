import { addDays, type CalendarDate, dateOf } from '../src/platform/dates.ts'
import { determination, order } from './deeds.ts'
import type { People } from './people.ts'

const source = '《运城市市级政务信息化项目建设应用管理规定》第二十三条'

/** Orders resolved, refused, failed and unanswered; a determination against the ledger; the register of orders declared complete. */
export async function yunchengInOctober(people: People): Promise<void> {
  await order(people, {
    kind: 'supervision',
    system: 'YC-0006',
    number: '运审管改〔2026〕3号',
    title: '擅自调整建设内容',
    details: '资助发放模块未经批准改为另行采购。',
    source,
    demand: '恢复批复的建设内容，补报调整申请。',
    issuedOn: dateOf('2026-10-08'),
    dueOn: dateOf('2026-10-25'),
    answeredOn: dateOf('2026-10-19'),
    outcome: {
      is: 'resolved',
      on: dateOf('2026-10-22'),
      document: '运审管复〔2026〕5号',
      reason: '已恢复批复的建设内容，调整申请已经补报。',
    },
  })
  await order(people, {
    kind: 'supervision',
    system: 'YC-0004',
    number: '运审管改〔2026〕4号',
    title: '长期拖延验收',
    details: '二期建成以后一直没有组织验收。',
    source,
    demand: '组织竣工验收。',
    issuedOn: dateOf('2026-10-08'),
    dueOn: dateOf('2026-10-30'),
    outcome: {
      is: 'refused',
      on: dateOf('2026-10-21'),
      document: '运审管复〔2026〕4号',
      reason: '书面答复不组织验收，也没有说明理由。',
    },
  })
  await order(people, {
    kind: 'supervision',
    system: 'YC-0003',
    number: '运审管改〔2026〕5号',
    title: '擅自变更系统架构',
    details: '学籍数据库未经批准迁到自建服务器。',
    source,
    demand: '按批复的架构恢复。',
    issuedOn: dateOf('2026-10-09'),
    dueOn: dateOf('2026-10-20'),
    outcome: {
      is: 'failed',
      on: dateOf('2026-10-26'),
      document: '运审管复〔2026〕6号',
      reason: '期满复核，架构没有恢复。',
    },
  })
  await order(people, {
    kind: 'effectiveness',
    system: 'YC-0007',
    number: '运审管效〔2026〕1号',
    title: '使用率低',
    details: '效能评估发现，考点视频半年内调用不足十次。',
    source: '《运城市市级政务信息化项目建设应用管理规定》第二十四条',
    demand: '提出提高使用率的措施并报送结果。',
    issuedOn: dateOf('2026-10-12'),
  })
  await determination(people, {
    about: 'businessCoordination',
    system: 'YC-0010',
    value: true,
    details: '劳动仲裁与社保、就业系统的办件数据已经互通，现场核实。',
    document: '运审管认〔2026〕2号',
    holdsFrom: dateOf('2026-10-15'),
  })
  await determination(people, {
    about: 'disguised',
    system: 'YC-0015',
    value: true,
    details: '项目以水利工程监测设备名义采购，实为信息化平台。',
    document: '运审管认〔2026〕3号',
    holdsFrom: dateOf('2026-10-16'),
  })
  await determination(people, {
    about: 'orders',
    details: '2021 年以来的整改通知已经逐份录入，共 4 份。',
    document: '运审管函〔2026〕28号',
    holdsFrom: dateOf('2026-10-28'),
  })
}

/** An order that still runs. */
export async function yunchengInNovember(people: People, today: CalendarDate): Promise<void> {
  await order(people, {
    kind: 'supervision',
    system: 'YC-0005',
    number: '运审管改〔2026〕6号',
    title: '未按批复接入统一认证',
    details: '系统自建账号体系，没有接入统一身份认证。',
    source,
    demand: '接入统一身份认证。',
    issuedOn: addDays(today, -5),
    dueOn: addDays(today, 25),
  })
}
