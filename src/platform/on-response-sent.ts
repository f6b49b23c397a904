/** Answers of this type are written from the database while they are sent. */
export const streamedType = 'application/jsonl; charset=utf-8'

/**
 * In: an answer, and what to do when nothing of it is read from the database any more. Out: the same answer.
 * Most answers are whole when they are returned; a streamed one is done when it was sent or given up.
 */
export function onResponseSent(answer: Response, done: () => void): Response {
  if (answer.body === null || answer.headers.get('content-type') !== streamedType) {
    done()
    return answer
  }
  const reader = answer.body.getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done: ended } = await reader.read()
        if (!ended) {
          controller.enqueue(value)
          return
        }
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      done()
    },
    async cancel(reason) {
      await reader.cancel(reason)
      done()
    },
  })
  return new Response(body, answer)
}
