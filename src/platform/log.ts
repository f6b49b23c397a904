import { DrizzleQueryError } from 'drizzle-orm'

/** What a fault leaves in the log: never a value of a statement, nor a row. */
export interface Fault {
  name: string
  code?: string
  message?: string
  /** The statement with $1, $2 … for its values. */
  statement?: string
  /** Where in the database, as PostgreSQL names it. */
  table?: string
  column?: string
  constraint?: string
  /** Where in the program. */
  at?: readonly string[]
  cause?: Fault
}

/** Takes one event: what happened in one sentence, and the fault behind it. */
export type Log = (message: string, fault?: Fault) => void

const longest = 500
/** Causes have causes; nobody reads further. */
const deepest = 5

/** What a terminal or a reader of logs may take for something else than text: JSON escapes only the first of them. */
const deceiving = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu

/** In: text from anywhere. Out: one line, with what would not be seen, or would break it, as \\uXXXX. */
export function oneLine(text: string): string {
  return text.replace(deceiving, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}

/** In: when, and one event. Out: its line: a JSON object without a line break, whatever is in it. */
export function logLine(at: Date, message: string, fault?: Fault): string {
  const line = JSON.stringify({ at: at.toISOString(), message, ...(fault === undefined ? {} : { fault }) })
  return oneLine(line)
}

/** Classes of SQLSTATE whose words are PostgreSQL's own; those of the others quote values and rows. */
const ofItsOwnWords = /^(?:08|25|28|3D|40|42|53|55|57|58|XX)/

/** In: anything thrown, and how deep to follow causes. Out: what the log may say of it. */
export function faultOf(error: unknown, depth = deepest): Fault {
  if (!(error instanceof Error)) return { name: typeof error }
  const at = framesOf(error)
  const cause = error.cause !== undefined && depth > 1 ? { cause: faultOf(error.cause, depth - 1) } : {}
  const rest = { ...(at.length === 0 ? {} : { at }), ...cause }
  if (error instanceof DrizzleQueryError)
    return { name: 'DrizzleQueryError', statement: error.query.slice(0, longest), ...rest }
  const code = textIn(error, 'code')
  const said = code === undefined ? {} : { code }
  if (error.name === 'PostgresError') return { name: error.name, ...said, ...placeOf(error), ...rest }
  // The parser quotes what it could not read.
  if (error instanceof SyntaxError) return { name: error.name, ...rest }
  return { name: error.name, ...said, message: error.message.slice(0, longest), ...rest }
}

/** In: anything thrown. Out: the same in a few words, for where one sentence is kept: a job's run. */
export function reasonOf(error: unknown): string {
  const fault = faultOf(error)
  const words = [fault.message, fault.name === 'DrizzleQueryError' ? undefined : fault.code]
  const own = words.filter((word) => word !== undefined && word !== '').join(' ')
  if (own !== '' && fault.name !== 'PostgresError') return own
  return error instanceof Error && error.cause !== undefined
    ? reasonOf(error.cause)
    : [fault.name, fault.code, fault.message, fault.table, fault.constraint]
        .filter((word) => word !== undefined)
        .join(' ')
}

function placeOf(error: Error): Partial<Fault> {
  const code = textIn(error, 'code') ?? ''
  const place = {
    table: textIn(error, 'table_name'),
    column: textIn(error, 'column_name'),
    constraint: textIn(error, 'constraint_name'),
    message: ofItsOwnWords.test(code) ? error.message.slice(0, longest) : undefined,
  }
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined))
}

function textIn(error: object, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' ? value : undefined
}

/** The stack without its first lines, which repeat the message. */
function framesOf({ stack = '' }: Error): string[] {
  const frames = stack
    .split('\n')
    .filter((line) => /^ {4}at [^\n]*(?::\d+:\d+\)?|<anonymous>\)?)$/.test(line))
  return frames.slice(0, 12).map((line) => line.trim().replace('file://', ''))
}
