import { readFile } from 'node:fs/promises'
import {
  approveEdition,
  commentOnItem,
  compileEdition,
  editionInForce,
  fileUnlistedNeed,
  listCatalogueEditions,
  publishEdition,
  saveItem,
  submitEdition,
} from '../src/catalogue/index.ts'
import { type As, before } from './as.ts'

/** Cells of the sample that an edition says otherwise, by code and header; null: the edition hasn't the item. */
type Changes = Readonly<Record<string, Readonly<Record<string, string>> | null>>

/** The first edition names what takes the place of a pack that the second one drops. */
const first: Changes = { 'OBS-500': { 后继服务项: 'OBS-100' } }

/** Made up for the demo: machines, disk and wide lines get cheaper, backup dearer, one pack of object storage is dropped. */
const second: Changes = {
  'ECS-05': { '单价（元/月）': '103.9' },
  'ECS-11': { '单价（元/月）': '498' },
  'ECS-16': { '单价（元/月）': '2250' },
  'EVS-01': { '单价（元/月）': '0.35' },
  'BAK-2048': { '单价（元/月）': '655.4' },
  'BW-NN': { 计费方式: '阶梯：137.5+(n-5)×82' },
  'OBS-500': null,
}

/** The sample catalogue as a spreadsheet, with these changes. */
async function sheet(changes: Changes): Promise<{ fileName: string; bytes: Uint8Array }> {
  const text = await readFile(new URL('samples/catalogue.csv', import.meta.url), 'utf8')
  const [header = '', ...lines] = text.replace('\uFEFF', '').trim().split(/\r?\n/)
  const titles = [...header.split(','), '后继服务项']
  const rows = lines.flatMap((line) => {
    const cells = line.split(',')
    const change = changes[cells[0] ?? '']
    if (change === null) return []
    return [titles.map((title, place) => change?.[title] ?? cells[place] ?? '').join(',')]
  })
  const bytes = new TextEncoder().encode([titles.join(','), ...rows].join('\n'))
  return { fileName: 'catalogue.csv', bytes }
}

/** The edition in force, six weeks old: compiled, approved by both bureaus, published. A second run changes nothing. */
export async function publishCatalogue(today: As): Promise<void> {
  if ((await editionInForce(today('data-centre'))) !== null) return
  const as = before(today, 42)
  const { editionId } = await compileEdition(as('data-centre'), {
    number: '2026年第1版',
    ...(await sheet(first)),
  })
  await submitEdition(as('data-centre'), { editionId })
  await approveEdition(as('competent-bureau'), { editionId })
  await approveEdition(as('finance'), { editionId })
  await publishEdition(as('competent-bureau'), { editionId })
}

/** What a department misses, and the next edition, which waits for both bureaus. A second run changes nothing. */
export async function prepareNextEdition(as: As): Promise<void> {
  if ((await listCatalogueEditions(as('data-centre'))).length > 1) return
  const needId = await fileNeeds(as)
  const { editionId } = await compileEdition(before(as, 3)('data-centre'), {
    number: '2026年第2版',
    ...(await sheet(second)),
  })
  await saveItem(before(as, 3)('data-centre'), { editionId, needId, cells: newItem })
  await submitEdition(before(as, 2)('data-centre'), { editionId })
  await commentOnItem(before(as, 1)('finance'), {
    editionId,
    code: 'BAK-2048',
    comment: '涨幅超过 9%，请附成本测算；没有依据的，维持原价。',
  })
}

const newItem = {
  code: 'ECX-07',
  category: 'IaaS',
  group: '计算',
  name: '信创云主机',
  specification: '16核32G',
  unit: '台',
  billing: '包月',
  price: '1958',
  vcpu: '16',
  memoryGiB: '32',
  storageGiB: '40',
  zones: '政务外网',
  architecture: 'ARM',
  domestic: '是',
  protectionLevel: '三级',
  leadTime: '5',
  availability: '99.9%',
  shared: '否',
  aliases: '国产化云主机;鲲鹏云主机',
  description: '鲲鹏/飞腾架构，国产操作系统',
}

/** Out: the need for which the next edition has an item. */
async function fileNeeds(as: As): Promise<number> {
  const planned = await fileUnlistedNeed(before(as, 30)('department'), {
    title: '信创云主机 16核32G',
    details: '招生报名系统信创改造后做统计分析，8核32G 不够，16核64G 用不完',
    quantity: '2',
    unit: '台',
    monthlyYuan: '4000',
  })
  await fileUnlistedNeed(before(as, 16)('department'), {
    title: '时空数据库',
    details: '校车轨迹存储和查询，约 500 辆车，保存三年',
    quantity: '2',
    unit: '实例',
    monthlyYuan: '3600',
  })
  await fileUnlistedNeed(before(as, 5)('department'), {
    title: '课堂录像转码',
    details: '把课堂录像转成手机能看的格式，每天约 200 小时',
    quantity: '1',
    unit: '套',
    monthlyYuan: '',
  })
  return planned
}
