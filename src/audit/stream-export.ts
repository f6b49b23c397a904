import type { RequestContext } from '../platform/http/routers.ts'
import { streamedType } from '../platform/on-response-sent.ts'
import type { LogExport } from './export-log.ts'

/** Answers an export as a download, written while it is read: a log of millions of entries fits no memory. */
export function answerExport(c: RequestContext, { fileName, lines }: LogExport): Response {
  const utf8 = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(utf8.encode(value))
    },
    async cancel() {
      await lines.return()
    },
  })
  return c.body(body, 200, {
    'Content-Type': streamedType,
    'Content-Disposition': `attachment; filename="audit.jsonl"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  })
}
