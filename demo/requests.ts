import { readFile } from 'node:fs/promises'
import { trackResourcesJob } from '../jobs/track-resources.ts'
import { setPoolCapacity } from '../src/capacity/index.ts'
import { listJurisdictions } from '../src/identity/index.ts'
import { addDays } from '../src/platform/dates.ts'
import { type JobDependencies, runDue } from '../src/platform/jobs.ts'
import {
  approveRequest,
  confirmMatch,
  confirmUsage,
  type DraftInput,
  editChoices,
  fileRequest,
  listRequests,
  listResources,
  previewUsage,
  provisionRequest,
  readPasted,
  readRequest,
  requestChange,
  requestFilters,
  resourceFilters,
  returnRequest,
  reviewRequest,
  sendForReview,
  submitRequest,
} from '../src/requests/index.ts'
import { type As, before } from './as.ts'

type State = 'draft' | 'submitted' | 'matched' | 'reviewed' | 'approved'

/** Requests of one department in every state, what runs of them, and how much it is used. A second run changes nothing. */
export async function fillRequests(as: As, dependencies: JobDependencies): Promise<void> {
  const { total } = await listRequests(as('data-centre'), requestFilters.parse({}))
  if (total > 0) return
  const today = dependencies.clock.today()
  const { systems, ...known } = await editChoices(as('department'))
  const [first, second] = systems
  if (first === undefined || second === undefined)
    throw new Error('the sample ledger has no systems of 县教育局')
  await keepPools(as)
  const period = (days: number) => ({ startsOn: today, endsOn: addDays(today, days) })

  const old = await request(as, 'approved', {
    ...period(5),
    project: `${first.name}上云`,
    system: first.code,
    purpose: '应用服务器和数据盘',
    lines: [
      { quantity: 2, vcpu: 8, memoryGiB: 16, zone: '政务外网' },
      { storageGiB: 500, kind: 'block-storage' },
    ],
  })
  await provision(as, old, ['jiaoyu-app-01', 'jiaoyu-data-01'])
  const large = await request(as, 'approved', {
    ...period(24),
    project: `${second.name}数据库迁移`,
    system: second.code,
    purpose: '数据库服务器',
    lines: [{ quantity: 2, vcpu: 16, memoryGiB: 64, zone: '政务外网', protectionLevel: 3 }],
  })
  await provision(as, large, ['jiaoyu-db-01'])
  // A small increase of what runs already: a rule approves it at the submission.
  await request(as, 'submitted', {
    ...period(365),
    project: `${first.name}扩容`,
    system: first.code,
    purpose: '开学季增加一台应用服务器',
    lines: [{ quantity: 1, vcpu: 2, memoryGiB: 4, zone: '政务外网' }],
  })
  await useResources(as)

  const words = ['4台8核16G，500G数据盘，等保三级', '建设统一用户认证系统', '量子加密通道', '互联网带宽8M']
  const pasted = await readPasted(words.join('\n'), known)
  const platform = {
    ...period(730),
    project: '智慧教育平台',
    systemName: '智慧教育平台',
    purpose: '全县中小学使用，替换各校自建系统',
  }
  await request(as, 'submitted', { ...platform, lines: pasted.map((line) => ({ ...line, confirmed: true })) })
  await request(as, 'matched', {
    ...period(365),
    project: '招生报名系统信创改造',
    systemName: '招生报名系统',
    purpose: '信创环境，每年七、八月使用',
    lines: [{ quantity: 3, vcpu: 4, memoryGiB: 8, domestic: true }],
  })
  await request(as, 'reviewed', {
    ...period(365),
    project: '视频教研平台',
    systemName: '视频教研平台',
    purpose: '存放课堂录像',
    lines: [
      { storageGiB: 3000, kind: 'object-storage' },
      { quantity: 2, vcpu: 8, memoryGiB: 32 },
    ],
  })
  await request(as, 'approved', {
    ...period(365),
    project: '学籍数据备份',
    systemName: '学籍备份',
    purpose: '每日备份',
    lines: [{ storageGiB: 4096, kind: 'backup' }],
  })
  const returned = await request(as, 'submitted', {
    ...period(365),
    project: '教育局机房扩建',
    systemName: '教育局机房',
    purpose: '扩建机房',
    lines: [{ text: '新建数据中心机房' }],
  })
  await returnRequest(as('data-centre'), {
    requestId: returned,
    reason: '机房不得自建，请改为申请县政务云平台上的资源',
  })
  const ready = await request(as, 'draft', {
    ...period(180),
    project: '教师培训平台',
    systemName: '教师培训平台',
    purpose: '暑期培训',
    lines: [{ quantity: 2, vcpu: 4, memoryGiB: 8, attached: ['HSS-01'] }],
  })
  await sendForReview(as('department'), { requestId: ready })
  await request(as, 'draft', {
    ...platform,
    project: '智慧教育平台二期',
    lines: pasted.map((line) => ({ ...line })),
  })
  await overdue(before(as, 21))
  await runDue(dependencies, [trackResourcesJob], await listJurisdictions(dependencies.database))
}

/** Approved three weeks ago, within days to be opened, and not opened yet. */
async function overdue(as: As): Promise<void> {
  const startsOn = as('department').clock.today()
  await request(as, 'approved', {
    startsOn,
    endsOn: addDays(startsOn, 365),
    project: '校园安全视频接入',
    systemName: '校园安全平台',
    purpose: '汇聚各校门口视频，供值班室查看',
    lines: [
      { quantity: 1, vcpu: 8, memoryGiB: 16, zone: '互联网' },
      { quantity: 1, bandwidthMbps: 20 },
    ],
  })
}

async function keepPools(as: As): Promise<void> {
  for (const [zone, domestic, vcpu, memory, storage] of [
    ['政务外网', false, 640, 2_560, 204_800],
    ['政务外网', true, 256, 1_024, 51_200],
    ['互联网', false, 256, 1_024, 102_400],
  ] as const)
    for (const [measure, capacity] of Object.entries({ vcpu, memory, storage }))
      if (measure === 'vcpu' || measure === 'memory' || measure === 'storage')
        await setPoolCapacity(as('data-centre'), { zone, domestic, measure, capacity })
}

/** Files a request and takes it as far as wanted. Out: its id. */
async function request(as: As, state: State, draft: DraftInput): Promise<number> {
  const { requestId } = await fileRequest(as('department'), draft)
  const steps: [State, () => Promise<unknown>][] = [
    ['submitted', () => submitRequest(as('department-head'), { requestId })],
    ['matched', () => confirmMatch(as('data-centre'), { requestId })],
    ['reviewed', () => reviewRequest(as('data-centre'), { requestId, comment: '配置合理，建议批复' })],
    ['approved', () => approveRequest(as('competent-bureau'), { requestId, comment: '同意' })],
  ]
  if (state === 'draft') return requestId
  for (const [reached, take] of steps) {
    await take()
    if (reached === state) break
  }
  return requestId
}

async function provision(as: As, requestId: number, names: readonly string[]): Promise<void> {
  const { match, approved } = await readRequest(as('data-centre'), { requestId })
  const items = (match?.items ?? []).filter(({ lineId, code }) => approved.has(`${lineId} ${code}`))
  await provisionRequest(as('data-centre'), {
    requestId,
    names: items.flatMap(({ lineId, code }, place) => {
      const name = names[place]
      return name === undefined ? [] : [{ line: lineId, code, name }]
    }),
  })
}

/** Measured use is imported, with one row that names no resource, and a renewal is asked for. */
async function useResources(as: As): Promise<void> {
  const bytes = await readFile(new URL('samples/usage.csv', import.meta.url))
  const { importId } = await previewUsage(as('data-centre'), {
    fileName: 'usage.csv',
    bytes: new Uint8Array(bytes),
  })
  await confirmUsage(as('data-centre'), { importId })
  const { resources } = await listResources(as('department'), resourceFilters.parse({ q: 'jiaoyu-db-01' }))
  for (const { id, expiresOn } of resources)
    await requestChange(as('department'), {
      resourceId: id,
      expiresOn: addDays(expiresOn, 365),
      reason: '系统继续使用，续期一年',
    })
}
