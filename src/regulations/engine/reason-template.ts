import type { DateFact, FactName } from '../facts.ts'
import type { Period } from './expressions.ts'
import type { Reader } from './rules.ts'

/** A value that a reason reads, as data. */
export type ReasonSlot = { day: DateFact } | { due: Period } | { value: FactName }
/** The sentence of a reason as data: text, and the values put between. */
export type ReasonTemplate = readonly (string | ReasonSlot)[]

/** Control characters stand for a value: no text that people write holds them. */
const [open, close] = ['\u0001', '\u0002']

/**
 * In: a reason, which may do nothing with the values it reads but put them into its sentence. Out: the sentence as data,
 * found by letting the reason read marks instead of values.
 */
export function templateOf(reason: (read: Reader) => string): ReasonTemplate {
  const slots: ReasonSlot[] = []
  const mark = (slot: ReasonSlot): string => `${open}${slots.push(slot) - 1}${close}`
  const text = reason({
    day: (day) => mark({ day }),
    due: (due) => mark({ due }),
    value: (value) => mark({ value }),
  })
  return text
    .split(new RegExp(`${open}(\\d+)${close}`))
    .flatMap((part, place) => (place % 2 === 0 ? part || [] : (slots[Number(part)] ?? [])))
}

/** The reverse. */
export function reasonOf(template: ReasonTemplate): (read: Reader) => string {
  return (read) =>
    template
      .map((part) => {
        if (typeof part === 'string') return part
        if ('day' in part) return read.day(part.day)
        return 'due' in part ? read.due(part.due) : read.value(part.value)
      })
      .join('')
}
