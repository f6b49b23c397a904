import { z } from 'zod'

const schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
})
const sizeOf = (value: unknown): number => JSON.stringify(value)?.length ?? 0

/** In: a schema of the API's description, and how long it may be as JSON. Out: as much as the schema lets pass. */
export function largestOf(given: unknown, room = 600_000): unknown {
  const said = schema.parse(given)
  if (said.const !== undefined) return said.const
  if (said.enum !== undefined) return said.enum.at(-1)
  const choices = said.anyOf ?? said.oneOf
  if (choices !== undefined)
    return choices.map((each) => largestOf(each, room)).toSorted((a, b) => sizeOf(b) - sizeOf(a))[0]
  if (said.properties !== undefined)
    return Object.fromEntries(
      Object.entries(said.properties).map(([name, property]) => [name, largestOf(property, room)]),
    )
  const type = Array.isArray(said.type) ? said.type[0] : said.type
  if (type === 'array') {
    if (said.items === undefined) return []
    const most = said.maxItems ?? 1_000
    const each = largestOf(said.items, room / most)
    return Array(Math.min(most, Math.floor(room / sizeOf(each)))).fill(each)
  }
  if (type === 'integer' || type === 'number') return said.maximum ?? 1_000_000
  if (type === 'boolean') return true
  return type === 'string' ? '长'.repeat(Math.min(said.maxLength ?? 10_000, room / 3)) : {}
}

const json = (body: string): RequestInit => ({ headers: { 'content-type': 'application/json' }, body })

/** In: the schema of a route's JSON. Out: the most that it may get: what the schema knows, names it doesn't, and one long text. */
export const largestJson = (schema: unknown): RequestInit[] => [
  json(JSON.stringify(largestOf(schema))),
  json(JSON.stringify(Object.fromEntries(Array.from({ length: 49_000 }, (_, at) => [`n${at}`, at])))),
  json(JSON.stringify({ text: '长'.repeat(690_000) })),
]

/** In: the names of a form's fields. Out: the most that may be sent: all of them long, or as many as there may be. */
export function largestForms(names: readonly string[]): RequestInit[] {
  const length = Math.floor(1_800_000 / 9 / Math.max(1, names.length))
  const parts = new FormData()
  for (let at = 0; at < 4_900; at += 1) parts.append(names[at % Math.max(1, names.length)] ?? 'a', '一行字')
  return [
    { body: new URLSearchParams(names.map((name) => [name, '长'.repeat(length)])) },
    { body: new URLSearchParams(Array.from({ length: 4_900 }, (_, at) => [`name-${at}`, '一行字'])) },
    { body: parts },
  ]
}
