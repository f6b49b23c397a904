import type { Sheet } from './cells.ts'
import { openWorkbook, type UploadedFile } from './read-workbook.ts'

export interface ReadingOptions {
  /** Ends the reading when whoever asked has gone. */
  signal?: AbortSignal | undefined
}

/**
 * Opens an upload, gives its sheets to `work`, and lets go of the file when that ends. Where it is read differs by
 * runtime: here, or in a thread (workbook-threads.ts).
 * Throws too-large, unsupported-file or unreadable-file, saying what the file is and what to do; what `work` throws;
 * the signal's reason.
 */
export type WorkbookReader = <T>(
  file: UploadedFile,
  options: ReadingOptions,
  work: (sheets: readonly Sheet[]) => Promise<T>,
) => Promise<T>

/** Reads in the request itself, giving way to others every few milliseconds. */
export const readWorkbookInline: WorkbookReader = async (file, { signal }, work) =>
  work(await openWorkbook(file, signal))

/** What reading needs of a context. */
export interface ReadingContext extends ReadingOptions {
  readWorkbook?: WorkbookReader | undefined
}

/** Reads an upload as the runtime of `context` does; see WorkbookReader. */
export function readWorkbook<T>(
  context: ReadingContext,
  file: UploadedFile,
  work: (sheets: readonly Sheet[]) => Promise<T>,
): Promise<T> {
  return (context.readWorkbook ?? readWorkbookInline)(file, { signal: context.signal }, work)
}
