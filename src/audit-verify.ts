import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { compareExports, NoExport, parseHeads, type Verification, verifyExport } from './audit/index.ts'
import { isSm2PublicKey } from './platform/sm2.ts'

const usage = `用法：npm run audit:verify -- 导出文件 [--head 链头文件]… [--public-key 公钥]… [--against 早先的导出]…

核对从“审计”页导出的记录，不需要数据库：每条的指纹、整条链的根、与各链头是否一致、签名。
  --head         保存在系统之外的链头：下载的 JSON，或月报上印的“条数 根”存成的文本；可给多个
  --against      早先从同一系统导出、保存在系统之外的文件：逐条比对，指出哪一条后来被改写、删去或者插入；可给多个
  --public-key   另行抄存的签名公钥，130 位十六进制；换过密钥的可给多个
一切相符返回 0，有任何一处不符返回 1，文件读不出来或用法不对返回 2。`

/** Faults shown; a record that was cut up altogether has one for every entry. */
const maxShown = 200

/** Splits a file into lines, as bytes. */
async function* linesOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const data: Buffer = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    let from = 0
    for (let to = data.indexOf(10); to !== -1; to = data.indexOf(10, from)) {
      yield data.subarray(from, to)
      from = to + 1
    }
    rest = data.subarray(from)
  }
  if (rest.length > 0) yield rest
}

function report({ header, entries, heads, faults, notes }: Verification, compared: readonly string[]): void {
  console.log(`辖区 ${header.jurisdiction}，${header.complete ? '全部记录' : '摘录'}，读到 ${entries} 条`)
  console.log(`条数 ${header.treeSize}，根 ${header.root}`)
  console.log(`核对链头：导出所附 ${heads.served} 个，外部保存 ${heads.outside} 个`)
  for (const line of compared) console.log(line)
  for (const note of notes) console.log(`注意：${note}`)
  for (const fault of faults.slice(0, maxShown)) console.error(`不符：${fault.message}`)
  if (faults.length > maxShown) console.error(`……另有 ${faults.length - maxShown} 处不符未列出`)
  console.log(
    faults.length === 0 ? '结论：相符，未发现改动。' : `结论：不符，共 ${faults.length} 处。记录被动过。`,
  )
}

/** In: two exports. Out: where the earlier one is in itself unsound, and where the other differs from it. */
async function against(file: string, path: string, publicKeys: readonly string[]) {
  const { faults } = await verifyExport(linesOf(path), () => [], publicKeys)
  const unsound = faults.map((fault) => ({
    ...fault,
    message: `早先的导出 ${path} 本身不符：${fault.message}`,
  }))
  const result = await compareExports(
    () => linesOf(file),
    () => linesOf(path),
  )
  return { compared: result.compared, faults: [...unsound, ...result.faults] }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      head: { type: 'string', multiple: true, default: [] },
      against: { type: 'string', multiple: true, default: [] },
      'public-key': { type: 'string', multiple: true, default: [] },
    },
  })
  const [file, ...others] = positionals
  const publicKeys = values['public-key'].map((key) => key.toLowerCase())
  if (file === undefined || others.length > 0) {
    console.error(usage)
    return 2
  }
  if (!publicKeys.every(isSm2PublicKey)) {
    console.error('公钥应是以 04 开头的 130 位十六进制，且在 SM2 曲线上。')
    return 2
  }
  const headFiles = await Promise.all(values.head.map((path) => readFile(path, 'utf8')))
  const outside = (jurisdiction: string) => headFiles.flatMap((text) => parseHeads(text, jurisdiction))
  const verification = await verifyExport(linesOf(file), outside, publicKeys)
  const faults = [...verification.faults]
  const compared: string[] = []
  for (const path of values.against) {
    const result = await against(file, path, publicKeys)
    faults.push(...result.faults)
    compared.push(`与早先的导出 ${path} 逐条比对 ${result.compared} 条，${result.faults.length} 处不符`)
  }
  report({ ...verification, faults }, compared)
  return faults.length === 0 ? 0 : 1
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    console.error(error instanceof NoExport ? message : `无法核对：${message}`)
    process.exitCode = 2
  },
)
