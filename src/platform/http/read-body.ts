import type { Context as HonoContext } from 'hono'
import { AppError } from '../errors.ts'
import { inTurns } from '../turns.ts'

const mebibyte = 1024 * 1024

/** Bytes that a request may have at most: uploads as large as ledgers, and everything else. */
export const bodyLimits = { upload: 61 * mebibyte, text: 2 * mebibyte } as const

/** What is said of a request that is larger. */
export const tooLarge = (kind: keyof typeof bodyLimits) =>
  new AppError(
    'too-large',
    kind === 'upload'
      ? '上传的内容超过 60 MB，请拆分后再传。'
      : `填写的内容超过 ${bodyLimits.text / mebibyte} MB，没有处理。请分成几份。`,
  )

/**
 * Reads what a request came with, piece by piece as it comes: nobody waits for more than one. Once only.
 * In: what it may be. Out: its bytes; none where there are none. Throws too-large.
 */
export async function readBody(
  { req }: Pick<HonoContext, 'req'>,
  kind: keyof typeof bodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  const most = bodyLimits[kind]
  const said = Number(req.header('content-length'))
  if (said > most) throw tooLarge(kind)
  let bytes = new Uint8Array(Number.isSafeInteger(said) && said > 0 ? said : 0)
  let length = 0
  const turn = inTurns({ signal: req.raw.signal })
  for await (const piece of piecesOf(req.raw.body)) {
    if (length + piece.length > most) throw tooLarge(kind)
    if (length + piece.length > bytes.length) {
      const larger = new Uint8Array(Math.min(most, 2 * (length + piece.length)))
      larger.set(bytes.subarray(0, length))
      bytes = larger
    }
    bytes.set(piece, length)
    length += piece.length
    await turn()
  }
  return bytes.subarray(0, length)
}

async function* piecesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Not cancelled: that would end the connection before anybody is told why.
    reader.releaseLock()
  }
}
