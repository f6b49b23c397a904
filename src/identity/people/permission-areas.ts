import type { Operation } from '../../platform/permissions.ts'

const areas: readonly { title: string; prefixes: readonly string[] }[] = [
  { title: '服务目录', prefixes: ['catalogue'] },
  { title: '资源申请', prefixes: ['requests', 'matching'] },
  { title: '在用资源和容量', prefixes: ['resources', 'capacity'] },
  { title: '系统台账', prefixes: ['systems'] },
  { title: '迁移上云', prefixes: ['migration'] },
  { title: '工作日历', prefixes: ['calendar'] },
  { title: '法规', prefixes: ['regulations'] },
  { title: '运维资金', prefixes: ['funding'] },
  { title: '月报', prefixes: ['reports'] },
  { title: '定时任务', prefixes: ['jobs'] },
  { title: '审计', prefixes: ['audit'] },
  { title: '账号与权限', prefixes: ['identity'] },
]
const otherArea = '其他'

function areaOf(operation: Operation): string {
  const prefix = operation.split('.')[0] ?? ''
  return areas.find(({ prefixes }) => prefixes.includes(prefix))?.title ?? otherArea
}

/** In: operations. Out: them by the part of the system they belong to, parts without any left out. */
export function byArea(
  operations: readonly Operation[],
): readonly { area: string; operations: readonly Operation[] }[] {
  return [...areas.map(({ title }) => title), otherArea]
    .map((area) => ({ area, operations: operations.filter((operation) => areaOf(operation) === area) }))
    .filter((part) => part.operations.length > 0)
}
