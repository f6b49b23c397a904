import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import writeXlsxFile from 'write-excel-file/universal'
import { addOrganisation, addPerson } from '../../src/identity/index.ts'
import { jurisdictions } from '../../src/identity/schema.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Context } from '../../src/platform/context.ts'
import { connect, transactAs } from '../../src/platform/database.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { applyMigrations } from '../../src/platform/migrate.ts'
import { folderObjectStore } from '../../src/platform/objects-folder.ts'
import { workbookThreads } from '../../src/platform/workbook-threads.ts'
import { confirmImport, previewLedger } from '../../src/systems/index.ts'
// Makes the operations known that the verbs ask for.
import '../../src/slices.ts'

export interface Figure {
  figure: string
  value: number
  unit: string
}

interface Measured {
  seconds: number
  /** Largest resident memory of the process that imports, in bytes. */
  own: number
  /** The same with the database's, which only Linux tells. */
  all: number
}

/**
 * Imports a ledger of 100,000 rows into an empty installation: preview, then confirmation.
 * Every run has a process and a database of its own: what an earlier one left in memory would be counted twice.
 * Out: the medians of seconds, of the largest memory of the process, and of that with the database (on Linux).
 */
export async function benchImport(options: { rows?: number; runs?: number } = {}): Promise<Figure[]> {
  const { rows = 100_000, runs = 5 } = options
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-bench-'))
  const file = join(folder, 'ledger.xlsx')
  try {
    await inOwnProcess('make-ledger', String(rows), file)
    const measured: Measured[] = []
    for (let run = 0; run < runs; run += 1)
      measured.push(JSON.parse(await inOwnProcess('import-once', String(rows), file)) as Measured)
    const median = (pick: (one: Measured) => number) =>
      Math.round((measured.map(pick).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN) * 10) / 10
    return [
      { figure: 'import-100k-seconds', value: median(({ seconds }) => seconds), unit: 's' },
      { figure: 'import-100k-memory', value: median(({ own }) => own / 1_000_000), unit: 'MB' },
      { figure: 'import-100k-memory-with-database', value: median(({ all }) => all / 1_000_000), unit: 'MB' },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** In: a command of this file. Out: what it printed. */
async function inOwnProcess(...command: string[]): Promise<string> {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...command]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return stdout
}

async function importOnce(file: string, rows: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-bench-'))
  const server = await startEmbeddedPostgres(folder)
  const { database, close } = connect(server.url, { max: 2 })
  const threads = workbookThreads()
  try {
    await applyMigrations(server.url)
    const pidFile = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')
    const objects = folderObjectStore(join(folder, 'objects'))
    // As the server does.
    const { readWorkbook } = threads
    const context = { ...(await newJurisdiction({ database, objects })), readWorkbook }
    const bytes = new Uint8Array(await readFile(file))
    const memory = watchMemory(Number(pidFile.split('\n')[0]))
    const started = performance.now()
    const preview = await previewLedger(context, { fileName: 'ledger.xlsx', bytes })
    const { counts } = await confirmImport(context, preview.importId)
    const seconds = (performance.now() - started) / 1_000
    if (counts.added !== rows) throw new Error(`imported ${counts.added} of ${rows}`)
    return { seconds, ...memory.stop() }
  } finally {
    await threads.stop()
    await close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function newJurisdiction({
  database,
  objects,
}: Pick<Context, 'database' | 'objects'>): Promise<Context> {
  const jurisdictionId = `bench-${randomUUID().slice(0, 8)}`
  const person = await transactAs(database, 'sign-in', async (tx) => {
    await tx
      .insert(jurisdictions)
      .values({ id: jurisdictionId, name: '测试市', regulationId: 'lingchuan-2024' })
    const organisationName = '市大数据中心'
    const organisationId = await addOrganisation(tx, jurisdictionId, organisationName)
    const name = '测试'
    const id = await addPerson(tx, {
      jurisdictionId,
      organisationId,
      name,
      username: jurisdictionId,
      passwordHash: '-',
      roles: ['data-centre'],
    })
    return { id, name, organisationId, organisationIds: [organisationId], organisationName }
  })
  return {
    actor: { kind: 'person', jurisdictionId, roles: ['data-centre'], ...person },
    database,
    objects,
    clock: systemClock,
    requestId: randomUUID(),
    address: null,
  }
}

/** Looks at the memory while something runs. Out: how to stop, and the largest seen: of this process, and with the database. */
function watchMemory(databasePid: number) {
  const largest = { own: 0, all: 0 }
  const lookAtOwn = setInterval(() => {
    largest.own = Math.max(largest.own, process.memoryUsage.rss())
  }, 50)
  // Seldom: the kernel walks every page of the server for an answer.
  const lookAtAll = setInterval(async () => {
    largest.all = Math.max(largest.all, process.memoryUsage.rss() + (await memoryOfServer(databasePid)))
  }, 1_000)
  return {
    stop: () => {
      clearInterval(lookAtOwn)
      clearInterval(lookAtAll)
      return largest
    },
  }
}

/** Proportional memory of a PostgreSQL and its processes: what they share counts once. Linux only. */
async function memoryOfServer(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const sizes = await Promise.all(
    [pid, ...children.trim().split(/\s+/).map(Number)].map(async (each) => {
      const rollup = await readFile(`/proc/${each}/smaps_rollup`, 'utf8').catch(() => '')
      return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1_024
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

const headers =
  '序号 系统编号 系统名称 主管单位 统一社会信用代码 联系科室 联系电话 建成时间 建设投资（万元） 年运维费（万元） 部署位置 网络区域 等保级别 是否涉密 是否接入共享平台 数据共享是否达标 业务协同是否达标 CPU（核） 内存（GB） 存储（GB） 处置意见 迁移批次 要求完成时间 当前阶段 迁移确认时间 豁免文号 豁免有效期至 竣工验收时间 验收备案时间 备注'.split(
    ' ',
  )

/** In: how many rows. Out: a ledger written as departments write them, every row importable. */
async function makeLedger(rows: number): Promise<Uint8Array> {
  const pick = <T>(index: number, ...values: readonly T[]): T | undefined => values[index % values.length]
  const day = (index: number) => {
    const [year, month, dayOfMonth] = [2009 + (index % 15), 1 + (index % 12), 1 + (index % 28)]
    const padded = [year, String(month).padStart(2, '0'), String(dayOfMonth).padStart(2, '0')]
    return pick(
      index,
      padded.join('-'),
      padded.join(''),
      `${year}.${month}.${dayOfMonth}`,
      `${year}年${month}月${dayOfMonth}日`,
    )
  }
  const body = Array.from({ length: rows }, (_, i) => [
    i + 1,
    `CS-${String(i + 1).padStart(6, '0')}`,
    `第${i + 1}号业务管理信息系统`,
    i % 5 === 0 ? `第${Math.floor(i / 50)}局` : null,
    null,
    pick(i, '综合股', '信息股', '办公室'),
    `0356-${String(6_000_000 + i)}`,
    day(i),
    ((i * 37) % 90_000) / 100,
    ((i * 13) % 6_000) / 100,
    pick(i, '本单位机房', '运营商托管', '公有云', '行业云', '县政务云'),
    pick(i, '政务外网', '互联网', '业务专网'),
    pick(i, '未定级', '二级', '三级'),
    pick(i, '否', null),
    pick(i, '是', '√', '已接入', '否', '×', null),
    pick(i, '是', 'Y', '未接入'),
    pick(i, '√', '否'),
    pick(i, 2, 4, 8, 16),
    pick(i, 4, 8, 64, 128),
    pick(i, 100, 500, 5_000),
    pick(i, '迁移', '迁移', '迁移', '整合', '关停'),
    pick(i, '第一批', '第二批', '第三批'),
    pick(i, '2026-12-31', '20270630', '/', '2025/12/31'),
    pick(i, '清查登记', '处置认定', '部署测试', '割接上线', '试运行'),
    null,
    null,
    null,
    day(i + 7),
    i % 3 === 0 ? day(i + 9) : null,
    null,
  ])
  const title = headers.map((_, index) => (index === 0 ? '测试市政务信息系统迁移上云台账' : null))
  const blob = await writeXlsxFile([title, headers, ...body], { sheet: '系统台账' }).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}

async function main(command: string | undefined, rows: number, file: string): Promise<void> {
  if (command === 'make-ledger') await writeFile(file, await makeLedger(rows))
  else if (command === 'import-once') console.log(JSON.stringify(await importOnce(file, rows)))
  else for (const figure of await benchImport()) console.log(JSON.stringify(figure))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , command, rows, file = ''] = process.argv
  main(command, Number(rows), file).catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
