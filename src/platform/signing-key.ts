import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isSm2PrivateKey, newSm2PrivateKey, sm2PublicKeyOf } from './sm2.ts'

/**
 * The key that signs the heads of the audit log where none is configured: made at the first start, kept in the
 * data folder, readable by its owner only. Outside the database, so that who owns that can't sign.
 * Out: the private key. Throws when the file holds something else.
 */
export async function openSigningKey(dataDir: string, log: (message: string) => void): Promise<string> {
  const path = join(dataDir, 'audit-signing-key')
  const kept = (
    await readFile(path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
      throw error
    })
  ).trim()
  if (isSm2PrivateKey(kept)) return kept
  if (kept !== '') throw new Error(`${path} 里不是 SM2 私钥（64 位十六进制）。请从备份恢复，或移走它后重启。`)
  const key = newSm2PrivateKey()
  await mkdir(dataDir, { recursive: true })
  const file = await open(path, 'w', 0o600)
  await file.writeFile(`${key}\n`)
  await file.sync()
  await file.close()
  log(`已生成审计链头签名密钥 ${path}，请连同数据一起备份。公钥请另行抄存：${sm2PublicKeyOf(key)}`)
  return key
}
