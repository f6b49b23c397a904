import type { Person } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { RequestContext } from '../../platform/http/routers.ts'
import { type Bureau, bureaus } from '../model.ts'

/** Out: the person who asks. Throws not-signed-in. */
export function personOf(c: RequestContext): Person {
  const { actor } = c.get('context')
  if (actor.kind !== 'person') throw new AppError('not-signed-in', '这项操作需要登录。')
  return actor
}

/** In: a field of a form. Out: its text; undefined when it is missing or a file. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** In: a field of a form. Out: the bureau it names, if it names one. */
export function bureauOf(value: unknown): Bureau | undefined {
  return bureaus.find((bureau) => bureau === value)
}

/** In: a form. Out: the text of one of its fields. */
export async function fieldOf(c: RequestContext, name: string): Promise<string | undefined> {
  return textOf((await c.req.parseBody())[name])
}

/** In: a form with a file. Out: the file and the edition's number beside it. Throws invalid-input without a file. */
export async function uploaded(
  c: RequestContext,
): Promise<{ fileName: string; bytes: Uint8Array; number: string }> {
  const { file, number } = await c.req.parseBody()
  if (!(file instanceof File) || file.name === '')
    throw new AppError('invalid-input', '请选择要上传的目录文件。')
  return {
    fileName: file.name,
    bytes: new Uint8Array(await file.arrayBuffer()),
    number: textOf(number) ?? '',
  }
}
