import type { Context as HonoContext } from 'hono'
import { AppError, type FieldError } from '../errors.ts'
import { faultOfText, isProse, plainText, refusal, visibleText } from '../text.ts'

/** A file that came with a form, or as the body of a request. */
export interface Upload {
  fileName: string
  bytes: Uint8Array<ArrayBuffer>
}

/** What a form sent: fields by name, as they were typed. */
export class PostedForm {
  readonly #fields: Readonly<Record<string, string | File | (string | File)[]>>

  constructor(fields: Readonly<Record<string, string | File | (string | File)[]>> = {}) {
    this.#fields = fields
  }

  /** In: a field's name. Out: every text it has, in order: what was ticked. */
  texts(name: string): string[] {
    const sent = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
    return [sent ?? []].flat().filter((value) => typeof value === 'string')
  }

  /** In: a field's name. Out: what was typed, exactly; '' where the form has no such field. */
  text(name: string): string {
    return this.texts(name).at(-1) ?? ''
  }

  /** In: a field's name. Out: what was typed, without blanks around it; undefined when that is nothing. */
  said(name: string): string | undefined {
    return this.text(name).trim() || undefined
  }

  /** In: a field's name. Out: the number typed; NaN when it is none. */
  number(name: string): number {
    return Number(this.said(name) ?? Number.NaN)
  }

  /** Out: the text of every field, by name. */
  values(): Record<string, string> {
    const names = Object.keys(this.#fields).filter((name) => this.texts(name).length > 0)
    return Object.fromEntries(names.map((name) => [name, this.text(name)]))
  }

  /** In: what to say when no file was chosen. Out: the file of the field `file`. Throws invalid-input without one. */
  async file(missing: string): Promise<Upload> {
    const file = await this.chosenFile()
    if (file === null) throw new AppError('invalid-input', missing)
    return file
  }

  /** Out: the file of the field `file`; null when none was chosen. */
  async chosenFile(): Promise<Upload | null> {
    const file = [this.#fields.file ?? []].flat().find((value) => value instanceof File && value.name !== '')
    if (!(file instanceof File)) return null
    return { fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  }
}

/** Texts that can't be taken; `form` has them as they could be, for the page to show. */
export class UnfitForm extends AppError {
  readonly form: PostedForm

  constructor(errors: readonly FieldError[], form: PostedForm) {
    super('invalid-input', refusal(errors), { errors })
    this.form = form
  }
}

/**
 * Out: the form that was posted; an empty one when there is none. Throws invalid-input when it can't be read, UnfitForm
 * when a text in it can't be taken.
 */
export async function readForm({ req }: Pick<HonoContext, 'req'>): Promise<PostedForm> {
  const fields = await req.parseBody({ all: true }).catch((error: unknown) => {
    throw new AppError('invalid-input', '表单的内容读不出来，请刷新页面后重新填写。', { cause: error })
  })
  const errors: FieldError[] = []
  const values = Object.entries(fields).map(([name, value]) => [
    plainText(name),
    Array.isArray(value) ? value.map((each) => taken(name, each, errors)) : taken(name, value, errors),
  ])
  const form = new PostedForm(Object.fromEntries(values))
  if (errors.length > 0) throw new UnfitForm(errors, form)
  return form
}

/** In: a field's name and value; where to tell of a fault. Out: the value without what nobody sees. */
function taken(name: string, value: string | File, errors: FieldError[]): string | File {
  const isFile = value instanceof File
  const prose = !isFile && isProse(name)
  const line = isFile ? value.name : visibleText(value)
  // A tab or a line break comes along with what is copied from a table.
  const text = prose ? line : line.replace(/[\t\n\r]+/g, ' ')
  const message = faultOfText(text, prose)
  if (message !== null) errors.push({ path: plainText(name), message: `${isFile ? '文件名' : ''}${message}` })
  return isFile ? value : plainText(text)
}
