import { openKeyFile } from './key-file.ts'
import { isSm2PrivateKey, newSm2PrivateKey, sm2PublicKeyOf } from './sm2.ts'

/** Out: the private key that signs the heads of the audit log where none is configured; see key-file.ts. */
export async function openSigningKey(dataDir: string, log: (message: string) => void): Promise<string> {
  const [key, ...more] = await openKeyFile(
    dataDir,
    {
      file: 'audit-signing-key',
      called: '一个 SM2 私钥（64 位十六进制）',
      isRight: isSm2PrivateKey,
      make: newSm2PrivateKey,
      made: (path, made) =>
        `已生成审计链头签名密钥 ${path}，请连同数据一起备份。公钥请另行抄存：${sm2PublicKeyOf(made)}`,
    },
    log,
  )
  if (key === undefined || more.length > 0) throw new Error('audit-signing-key 里应只有一个 SM2 私钥。')
  return key
}
