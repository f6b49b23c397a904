/** Pure. */

import type { CalendarDate } from '../../platform/dates.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import { type Fen, parseMoney } from '../../platform/money.ts'
import { type Block, type BlockKind, type Blocks, blockKinds, type Definition } from './definition.ts'

/** One condition as typed into the form: a field may hold anything. */
export interface BlockForm {
  kind: BlockKind
  /** By the name of the block's field. */
  values: Readonly<Record<string, string>>
  /** Boxes ticked, where a block has them. */
  ticked: readonly string[]
}

/** Part of a form: the conditions, or the exceptions. */
export type Part = 'when' | 'unless'

/** The form as typed, field by field as they are called on the page. */
export interface SupplementForm {
  values: Readonly<Record<string, string>>
  funds: readonly string[]
  when: readonly BlockForm[]
  unless: readonly BlockForm[]
}

const single = [
  'title',
  'documentNumber',
  'article',
  'demand',
  'from',
  'lastDay',
  'event',
  'when.join',
  'unless.join',
  'effect',
  'reason',
  'remedy.what',
  'remedy.by',
  'remedy.evidence',
] as const

/** An empty form: conditions hold together, exceptions each by itself. */
export function emptyForm(today: CalendarDate): SupplementForm {
  const values = { 'when.join': 'all', 'unless.join': 'any', from: today, effect: 'suspended' }
  return { values, funds: ['operations'], when: [], unless: [] }
}

/** In: what the form sent. Out: the form, whatever stands in it. */
export function formIn(sent: PostedForm): SupplementForm {
  return {
    values: Object.fromEntries(single.map((name) => [name, sent.text(name)])),
    funds: sent.texts('funds'),
    when: readBlocks(sent, 'when'),
    unless: readBlocks(sent, 'unless'),
  }
}

function isKind(text: string): text is BlockKind {
  return Object.hasOwn(blockKinds, text)
}

function readBlocks(sent: PostedForm, part: Part): BlockForm[] {
  const blocks: BlockForm[] = []
  for (let index = 0; index < 40; index += 1) {
    const prefix = `${part}.of.${index}.`
    const kind = sent.text(`${prefix}block`)
    if (!isKind(kind)) continue
    const values: Record<string, string> = {}
    for (const field of ['fact', 'after', 'count', 'unit', 'day', 'comparison', 'fen'])
      values[field] = sent.text(`${prefix}${field}`)
    blocks.push({
      kind,
      values,
      ticked: [...sent.texts(`${prefix}among`), ...sent.texts(`${prefix}kinds`)],
    })
  }
  return blocks
}

/** What the buttons of the form do: `add-when` (a block of the kind chosen beside it), `remove-unless-2`. */
export function pressed(form: SupplementForm, button: string, sent: PostedForm): SupplementForm | null {
  const [verb, part, place] = button.split('-')
  if (part !== 'when' && part !== 'unless') return null
  if (verb === 'add') {
    const kind = sent.text(`new-${part}`)
    return isKind(kind) ? { ...form, [part]: [...form[part], { kind, values: {}, ticked: [] }] } : form
  }
  if (verb !== 'remove') return null
  return { ...form, [part]: form[part].filter((_, index) => index !== Number(place)) }
}

/** In: a form. Out: what it says, for the definition's schema to judge: faults come back at the names of the fields. */
export function enteredBy({ values, funds, when, unless }: SupplementForm): unknown {
  const given = (name: (typeof single)[number]) => values[name] ?? ''
  return {
    version: 1,
    title: given('title'),
    documentNumber: given('documentNumber').replaceAll(' ', ''),
    article: given('article'),
    demand: given('demand'),
    reason: given('reason'),
    from: given('from'),
    lastDay: given('lastDay') || null,
    event: given('event') || null,
    when: { join: given('when.join'), of: when.map(enteredBlock) },
    unless: unless.length === 0 ? null : { join: given('unless.join'), of: unless.map(enteredBlock) },
    effect: given('effect'),
    funds,
    remedy: { what: given('remedy.what'), by: given('remedy.by'), evidence: given('remedy.evidence') },
  }
}

const answers: Record<string, boolean> = { yes: true, no: false }

function enteredBlock({ kind, values, ticked }: BlockForm): unknown {
  const { fact = '', after, count = '', unit, day, comparison, fen = '' } = values
  switch (kind) {
    case 'flag':
    case 'happened': {
      const [name, answer = ''] = fact.split('=')
      return { block: kind, fact: name, is: answers[answer] }
    }
    case 'period-passed':
      return { block: kind, after, count: /^\d{1,5}$/.test(count.trim()) ? Number(count) : undefined, unit }
    case 'limit-passed':
      return { block: kind, fact }
    case 'before-day':
    case 'from-day':
      return { block: kind, fact, day }
    case 'hosting':
      return { block: kind, among: ticked }
    case 'investment':
      return { block: kind, comparison, fen: parseMoney(fen.trim(), 1_000_000) ?? undefined }
    case 'order-overdue':
      return { block: kind, kinds: ticked }
    case 'evaluation-unmet':
    case 'exemption-running':
      return { block: kind }
  }
}

/** In: a definition. Out: the form that says it. */
export function formOf(definition: Definition): SupplementForm {
  const { remedy, when, unless, lastDay, event } = definition
  return {
    values: {
      title: definition.title,
      documentNumber: definition.documentNumber,
      article: definition.article,
      demand: definition.demand,
      from: definition.from,
      lastDay: lastDay ?? '',
      event: event ?? '',
      'when.join': when.join,
      'unless.join': unless?.join ?? 'any',
      effect: definition.effect,
      reason: definition.reason,
      'remedy.what': remedy.what,
      'remedy.by': remedy.by,
      'remedy.evidence': remedy.evidence,
    },
    funds: definition.funds,
    when: formOfBlocks(when),
    unless: unless === null ? [] : formOfBlocks(unless),
  }
}

function formOfBlocks({ of }: Blocks): BlockForm[] {
  return of.map((block) => ({ kind: block.block, ...fieldsOf(block) }))
}

function fieldsOf(block: Block): Omit<BlockForm, 'kind'> {
  switch (block.block) {
    case 'flag':
    case 'happened':
      return { values: { fact: `${block.fact}=${block.is ? 'yes' : 'no'}` }, ticked: [] }
    case 'period-passed':
      return { values: { after: block.after, count: String(block.count), unit: block.unit }, ticked: [] }
    case 'limit-passed':
      return { values: { fact: block.fact }, ticked: [] }
    case 'before-day':
    case 'from-day':
      return { values: { fact: block.fact, day: block.day }, ticked: [] }
    case 'hosting':
      return { values: {}, ticked: block.among }
    case 'investment':
      return { values: { comparison: block.comparison, fen: inExactWanYuan(block.fen) }, ticked: [] }
    case 'order-overdue':
      return { values: {}, ticked: block.kinds }
    case 'evaluation-unmet':
    case 'exemption-running':
      return { values: {}, ticked: [] }
  }
}

/** 600,000.01 元 → "60.000001": as it can be typed in again. */
function inExactWanYuan(fen: Fen): string {
  const rest = String(fen % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${Math.floor(fen / 1_000_000)}${rest === '' ? '' : `.${rest}`}`
}
