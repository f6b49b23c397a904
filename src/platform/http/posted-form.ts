import type { Context as HonoContext } from 'hono'
import { AppError, type FieldError } from '../errors.ts'
import { getOrInsert } from '../get-or-insert.ts'
import { faultOfText, isProse, plainText, refusal, visibleText } from '../text.ts'
import { partsOf, tooManyFields } from './multipart.ts'
import { bodyLimits, readBody, tooLarge } from './read-body.ts'

/** A file that came with a form, or as the body of a request. */
export interface Upload {
  fileName: string
  bytes: Uint8Array<ArrayBuffer>
}

type Sent = string | Upload

/** What a form sent: fields by name, as they were typed. */
export class PostedForm {
  readonly #fields: Readonly<Record<string, Sent | Sent[]>>

  constructor(fields: Readonly<Record<string, Sent | Sent[]>> = {}) {
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
  file(missing: string): Upload {
    const file = this.chosenFile()
    if (file === null) throw new AppError('invalid-input', missing)
    return file
  }

  /** Out: the file of the field `file`; null when none was chosen. */
  chosenFile(): Upload | null {
    const file = [this.#fields.file ?? []].flat().find((sent) => isFile(sent) && sent.fileName !== '')
    return file !== undefined && isFile(file) ? file : null
  }
}

const isFile = (sent: Sent): sent is Upload => typeof sent !== 'string'

/** Texts that can't be taken; `form` has them as they could be, for the page to show. */
export class UnfitForm extends AppError {
  readonly form: PostedForm

  constructor(errors: readonly FieldError[], form: PostedForm) {
    super('invalid-input', refusal(errors), { errors })
    this.form = form
  }
}

/** Fifty lines of a request have some eight hundred. */
const mostFields = 5_000

/**
 * Out: the form that was posted; an empty one when there is none. Throws invalid-input when it can't be read, too-large
 * when it is larger than any, UnfitForm when a text in it can't be taken.
 */
export async function readForm(c: Pick<HonoContext, 'req'>): Promise<PostedForm> {
  const errors: FieldError[] = []
  const values = new Map<string, Sent[]>()
  for (const { name, sent } of await sentFields(c)) {
    getOrInsert(values, plainText(name), () => []).push(taken(name, sent, errors))
  }
  const form = new PostedForm(Object.fromEntries(values))
  if (errors.length > 0) throw new UnfitForm(errors, form)
  return form
}

async function sentFields(c: Pick<HonoContext, 'req'>): Promise<{ name: string; sent: Sent }[]> {
  const type = c.req.header('content-type') ?? ''
  const boundary = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type)
  if (boundary !== null) {
    const parts = await partsOf(await readBody(c, 'upload'), boundary[1] ?? boundary[2] ?? '', mostFields)
    const written = parts.reduce(
      (sum, { fileName, bytes }) => sum + (fileName === null ? bytes.length : 0),
      0,
    )
    if (written > bodyLimits.text) throw tooLarge('text')
    return parts.map(({ name, fileName, bytes }) => ({
      name,
      sent: fileName === null ? new TextDecoder().decode(bytes) : { fileName, bytes },
    }))
  }
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return []
  const text = new TextDecoder().decode(await readBody(c, 'text'))
  if (text.split('&', mostFields + 1).length > mostFields) throw tooManyFields(mostFields)
  return [...new URLSearchParams(text)].map(([name, sent]) => ({ name, sent }))
}

/** In: a field's name and value; where to tell of a fault. Out: the value without what nobody sees. */
function taken(name: string, sent: Sent, errors: FieldError[]): Sent {
  const file = isFile(sent)
  const prose = !file && isProse(name)
  const line = file ? sent.fileName : visibleText(sent)
  // A tab or a line break comes along with what is copied from a table.
  const text = prose ? line : line.replace(/[\t\n\r]+/g, ' ')
  const message = faultOfText(text, prose)
  if (message !== null) errors.push({ path: plainText(name), message: `${file ? '文件名' : ''}${message}` })
  return file ? { ...sent, fileName: plainText(text) } : plainText(text)
}
