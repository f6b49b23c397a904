import { and, desc, eq } from 'drizzle-orm'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { personOf } from '../store.ts'
import { type FilePlan, planFile } from './plan-file.ts'
import { projectFiles } from './schema.ts'

type ProjectFileRow = typeof projectFiles.$inferSelect

export interface ProjectFileView
  extends Pick<ProjectFileRow, 'id' | 'fileName' | 'status' | 'uploadedAt' | 'registeredAt'> {
  plan: FilePlan
}

/** Out: a file that the actor uploaded, and what it comes to as things are now. Throws not-found. */
export async function readProjectFileView(context: Context, fileId: number): Promise<ProjectFileView> {
  authorize(context, 'projects.file')
  return transact(context, async (tx) => {
    const file = await projectFileOf(context, tx, fileId)
    return { ...file, plan: await planOf(context, tx, file) }
  })
}

/** Out: what the rows come to, with what could not be read of them. */
export async function planOf(
  context: Context,
  tx: Transaction,
  { rows, issues }: ProjectFileRow,
): Promise<FilePlan> {
  const plan = await planFile(context, tx, rows)
  const all = [...issues, ...plan.issues].toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0))
  return { ...plan, issues: all }
}

/** What it comes to hangs on who uploaded it: nobody else goes on with it. */
export async function projectFileOf(
  context: Context,
  tx: Transaction,
  fileId: number,
): Promise<ProjectFileRow> {
  const [row] = await tx
    .select()
    .from(projectFiles)
    .where(and(eq(projectFiles.id, fileId), eq(projectFiles.uploadedBy, personOf(context).id)))
  if (row === undefined) throw new AppError('not-found', '没有这份项目文件，或者不是您上传的。请重新上传。')
  return row
}

/** Out: the newest files that the actor uploaded. */
export async function listProjectFiles(
  context: Context,
): Promise<Pick<ProjectFileRow, 'id' | 'fileName' | 'status' | 'uploadedAt'>[]> {
  authorize(context, 'projects.file')
  const { id, fileName, status, uploadedAt } = projectFiles
  return transact(context, (tx) =>
    tx
      .select({ id, fileName, status, uploadedAt })
      .from(projectFiles)
      .where(eq(projectFiles.uploadedBy, personOf(context).id))
      .orderBy(desc(id))
      .limit(10),
  )
}
