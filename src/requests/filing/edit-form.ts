/** Pure. */

import { lineKinds } from '../../matching/index.ts'
import type { DraftLine } from './draft-input.ts'

/** Lines shown at a time in the editor. */
export const linesShown = 50

export const figureNames = ['quantity', 'vcpu', 'memoryGiB', 'storageGiB', 'bandwidthMbps'] as const
const choiceNames = ['kind', 'zone', 'architecture', 'protectionLevel'] as const
const markNames = ['domestic', 'splittable', 'classified'] as const
const lineNames = [...figureNames, ...choiceNames, ...markNames, 'text', 'source', 'remove'] as const
export type LineName = (typeof lineNames)[number]

/** A line as a form has it: text, also where a number is wanted; what is wrong stays as it was typed. */
export type RawLine = Partial<Record<LineName, string>> & { confirmed: boolean; attached: string[] }

/** What the form of a draft holds. */
export interface EditState {
  version: number
  project: string
  system: string
  systemName: string
  purpose: string
  startsOn: string
  endsOn: string
  /** Those shown. */
  lines: RawLine[]
  /** How many stand before the ones shown. */
  from: number
  pasted: string
}

export const emptyState: EditState = {
  version: 0,
  project: '',
  system: '',
  systemName: '',
  purpose: '',
  startsOn: '',
  endsOn: '',
  lines: [],
  from: 0,
  pasted: '',
}

type Form = Readonly<Record<string, string>>
const textOf = (form: Form, name: string): string => form[name]?.trim() ?? ''

/** In: a posted form. Out: what it holds; lines left empty or marked to go are gone. */
export function stateOf(form: Form): EditState {
  const places = [
    ...new Set(
      Object.keys(form).flatMap((name) => {
        const place = /^line-(\d{1,4})-/.exec(name)?.[1]
        return place === undefined ? [] : [Number(place)]
      }),
    ),
  ].sort((a, b) => a - b)
  const lines = places.flatMap((place) => {
    const line: RawLine = { confirmed: true, attached: attachedIn(form, place) }
    for (const name of lineNames) {
      const value = textOf(form, `line-${place}-${name}`)
      if (value !== '') line[name] = value
    }
    const said = [...figureNames, 'text' as const, 'classified' as const].some(
      (name) => line[name] !== undefined,
    )
    return (said || line.attached.length > 0) && line.remove === undefined ? [line] : []
  })
  return {
    version: Number(textOf(form, 'version')) || 0,
    project: textOf(form, 'project'),
    system: textOf(form, 'system'),
    systemName: textOf(form, 'systemName'),
    purpose: textOf(form, 'purpose'),
    startsOn: textOf(form, 'startsOn'),
    endsOn: textOf(form, 'endsOn'),
    lines,
    from: Number(textOf(form, 'from')) || 0,
    pasted: textOf(form, 'pasted'),
  }
}

/** The box of an item is called after its code. */
export const attachedName = (place: number, code: string) => `line-${place}-attached-${code}`

function attachedIn(form: Form, place: number): string[] {
  const prefix = attachedName(place, '')
  return Object.keys(form).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))
}

/** In: what a form holds. Out: the same for the verbs, before they have checked it; other lines stand around those shown. */
export function draftOf(
  state: EditState,
  around: { before: readonly DraftLine[]; after: readonly DraftLine[] },
) {
  return {
    project: state.project,
    system: state.system === '' ? null : state.system,
    systemName: state.systemName,
    purpose: state.purpose,
    startsOn: state.startsOn === '' ? null : state.startsOn,
    endsOn: state.endsOn === '' ? null : state.endsOn,
    lines: [...around.before.map(writtenIn), ...state.lines.map(lineOf), ...around.after.map(writtenIn)],
  }
}

/** A stored line as the verbs take it. */
export function writtenIn(line: DraftLine): Record<string, unknown> {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined))
}

function lineOf(raw: RawLine): Record<string, unknown> {
  const line: Record<string, unknown> = { confirmed: raw.confirmed }
  for (const name of [...figureNames, 'protectionLevel'] as const)
    if (raw[name] !== undefined) line[name] = Number(raw[name])
  for (const name of ['zone', 'architecture', 'text', 'source'] as const)
    if (raw[name] !== undefined) line[name] = raw[name]
  if (raw.kind !== undefined) line.kind = lineKinds.find((kind) => kind === raw.kind) ?? raw.kind
  for (const name of markNames) if (raw[name] !== undefined) line[name] = true
  if (raw.attached.length > 0) line.attached = raw.attached
  return line
}

/** In: a stored line. Out: as the form shows it. */
export function rawOf(line: DraftLine): RawLine {
  const raw: RawLine = { confirmed: line.confirmed, attached: line.attached ?? [] }
  for (const name of [...figureNames, ...choiceNames, 'text', 'source'] as const) {
    const value = line[name]
    if (value !== undefined) raw[name] = String(value)
  }
  for (const name of markNames) if (line[name] === true) raw[name] = 'yes'
  return raw
}
