import { z } from 'zod'

const schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  minimum: z.number().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
})

/** In: a schema of the API's description. Out: a value of that shape, every field filled. */
export function exampleOf(given: unknown): unknown {
  const said = schema.parse(given)
  if (said.const !== undefined) return said.const
  if (said.enum !== undefined) return said.enum[0]
  const choice = said.anyOf ?? said.oneOf ?? said.allOf
  if (choice?.[0] !== undefined) return exampleOf(choice[0])
  if (said.properties !== undefined)
    return Object.fromEntries(
      Object.entries(said.properties).map(([name, property]) => [name, exampleOf(property)]),
    )
  const type = Array.isArray(said.type) ? said.type[0] : said.type
  if (type === 'array') return said.items === undefined ? [] : [exampleOf(said.items)]
  if (type === 'integer' || type === 'number') return Math.max(1, said.minimum ?? 1)
  if (type === 'boolean') return true
  if (said.format === 'date' || said.pattern?.includes('\\d{4}') === true) return '2026-11-21'
  return type === 'string' ? '甲乙丙' : {}
}

/** In: a value of JSON, another, and how many may be made. Out: copies of the first with the other in place of one field each. */
export function withOneField(value: unknown, other: unknown): unknown[] {
  if (Array.isArray(value))
    return [other, ...value.slice(0, 1).flatMap((each) => withOneField(each, other).map((one) => [one]))]
  if (typeof value !== 'object' || value === null) return [other]
  const inner = Object.entries(value).flatMap(([name, each]) =>
    withOneField(each, other).map((one) => ({ ...value, [name]: one })),
  )
  return [
    other,
    ...inner,
    Object.defineProperty({ ...value }, '__proto__', { value: other, enumerable: true }),
  ]
}
