import type { Role } from '../../../src/platform/permissions.ts'

/** What can be sent to a route: the names of its fields, and a value of each that is meant well. */
export type Fields = Readonly<Record<string, string>>

interface FoundForm {
  method: string
  path: string
  as: Role | undefined
  fields: Record<string, string>
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&').replaceAll('&quot;', '"')

const ordinary: Record<string, string> = { number: '1', date: '2027-01-01', month: '2026-10', checkbox: 'on' }

/** In: a page and where it stands. Out: its forms, with every field they send. */
export function formsOf(html: string, at: string, as: Role | undefined): FoundForm[] {
  return [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', body = '']) => {
    const fields: Record<string, string> = {}
    for (const [tag, kind] of body.matchAll(/<(input|select|textarea|button)\b[^>]*>/g)) {
      const name = attribute(tag, 'name')
      if (name === undefined) continue
      const type = attribute(tag, 'type') ?? 'text'
      fields[name] = attribute(tag, 'value') || (kind === 'input' ? (ordinary[type] ?? '甲乙丙') : '甲乙丙')
    }
    for (const [, name = '', options = ''] of body.matchAll(
      /<select[^>]*\sname="([^"]+)"[^>]*>(.*?)<\/select>/gs,
    ))
      fields[name] = [...options.matchAll(/value="([^"]+)"/g)].at(-1)?.[1] ?? ''
    const path = attribute(head, 'action') ?? at
    return { method: (attribute(head, 'method') ?? 'get').toUpperCase(), path, as, fields }
  })
}
