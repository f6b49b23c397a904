import { desc, eq } from 'drizzle-orm'
import { peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { usageImports } from './schema.ts'

/** Out: a preview of measured use, or what was imported. Throws not-found. */
export async function readUsageImport(context: Context, importId: number) {
  authorize(context, 'resources.import-usage')
  return transact(context, (tx) => usageImportOf(tx, importId))
}

/** The same inside the caller's transaction. */
export async function usageImportOf(tx: Transaction, importId: number) {
  const [row] = await tx.select().from(usageImports).where(eq(usageImports.id, importId))
  if (row === undefined) throw new AppError('not-found', '没有这份使用率，请重新上传。')
  return row
}

/** Out: the newest uploads of measured use. */
export async function listUsageImports(context: Context) {
  authorize(context, 'resources.import-usage')
  const uploader = peopleAs('uploader')
  return transact(context, (tx) =>
    tx
      .select({
        id: usageImports.id,
        fileName: usageImports.fileName,
        status: usageImports.status,
        uploadedAt: usageImports.uploadedAt,
        uploadedBy: uploader.name,
      })
      .from(usageImports)
      .innerJoin(uploader, eq(uploader.id, usageImports.uploadedBy))
      .orderBy(desc(usageImports.id))
      .limit(10),
  )
}
