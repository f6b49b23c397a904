import { openKeyFile } from './key-file.ts'
import { isSecretsKey, newSecretsKey } from './secret-box.ts'

/** Out: the keys that seal secrets at rest where none is configured, newest first; see key-file.ts. */
export function openSecretsKeys(dataDir: string, log: (message: string) => void): Promise<string[]> {
  return openKeyFile(
    dataDir,
    {
      file: 'secrets-key',
      called: '加密密钥（每行 64 位十六进制）',
      isRight: isSecretsKey,
      make: newSecretsKey,
      made: (path) => `已生成加密密钥 ${path}，请备份，并与数据库备份分开存放。`,
    },
    log,
  )
}
