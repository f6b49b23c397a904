import { z } from 'zod'
import { hostings, orderKinds } from '../../src/regulations/facts.ts'
import { inOrder } from '../../src/regulations/packs/case.ts'
import type { World } from '../support/world.ts'
import { type Line, right } from './lines.ts'

/** What the interface answers, as the document shows it. */
export interface Answer {
  says: string[]
  funds: string
}

const verdict = z.object({
  funds: z.record(z.string(), z.string()).optional(),
  findings: z.array(
    z.object({
      clause: z.string().nullable(),
      article: z.string().nullable(),
      effect: z.string(),
      funds: z.array(z.string()),
      since: z.string().nullable(),
      reason: z.string(),
      remedy: z.string(),
    }),
  ),
})
type Finding = z.infer<typeof verdict>['findings'][number]
const refusal = z.object({ errors: z.array(z.object({ path: z.string(), message: z.string() })) })

/** In: a line. Out: what POST /api/v1/eligibility/preview says of it, through the app. */
export async function answerOf(world: World, line: Line): Promise<Answer> {
  const { regulation, asOf, about, shows } = line
  const left = new Set<string>(line.left)
  const facts = Object.entries({ ...inOrder, ...line.facts }).filter(([name]) => !left.has(name))
  const response = await world.fetch('/api/v1/eligibility/preview', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ regulation, asOf, facts: Object.fromEntries(facts) }),
  })
  const body: unknown = await response.json()
  if (response.status === 400) {
    const { errors } = refusal.parse(body)
    return { says: errors.map(({ path, message }) => `${path}：${message}`), funds: '400' }
  }
  if (response.status !== 200) return { says: [], funds: String(response.status) }
  const { funds = {}, findings } = verdict.parse(body)
  const stopped = Object.entries(funds).filter(([, said]) => said !== 'eligible')
  return {
    says: findings.filter(({ clause }) => about.includes(clause ?? '')).map((one) => wordsOf(one, shows)),
    funds: stopped.map(([fund, said]) => `${fund} ${said}`).join(', '),
  }
}

/** English keys that a person shouldn't read. */
const keys = new RegExp(`\\b(${[...hostings, ...orderKinds, 'true', 'false', 'null'].join('|')})\\b`)

/** In: a regulation. Out: what its 对照本 has of keys and of sums next to a bound. */
export async function rulebookOf(world: World, regulation: string): Promise<string> {
  const page = await (await world.fetch(`/regulations/${regulation}?cases=all`)).text()
  const text = page.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, ' ').replaceAll(/<[^>]+>/g, ' ')
  const sums = [...new Set(text.match(/[\d,.]+ 元/g))]
  return `${regulation}: ${keys.exec(text)?.[0] ?? 'no key of the interface'}; sums to the fen: ${sums.join(', ') || 'none'}`
}

function wordsOf(finding: Finding, shows: Line['shows']): string {
  const { clause, article, effect, funds, since, reason, remedy } = finding
  const on = funds.length === 0 ? '' : ` ${funds.join(', ')}`
  const from = since === null ? '' : ` since ${since}`
  const more =
    shows === 'remedy' ? ` → ${remedy}` : shows === 'article' ? ` → ${article ?? 'no article'}` : ''
  return `${clause ?? 'no clause'} ${effect}${on}${from}: ${reason}${more}`
}

const words = (value: unknown): string =>
  JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ').replaceAll(':', ': ')

/** In: a line. Out: what differs from an orderly system's facts. */
function given({ facts, left = [], asOf }: Line): string {
  const said = Object.entries(facts)
    .filter(([name]) => !left.some((out) => out === name))
    .map(([name, value]) => `${name}: ${words(value)}`)
  return [`asOf: ${asOf}`, ...said, ...left.map((name) => `${name} left out`)].join('; ')
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** Out: the document: each line, what is right, and what the interface answers now. */
export function documentOf(lines: readonly Line[], answers: readonly Answer[], rulebooks: string[]): string {
  const sections = Object.entries(right).flatMap(([of, what]) => [
    `## ${of}`,
    '',
    what,
    '',
    ...(of === 'T11'
      ? rulebooks.map((line) => `- ${line}`)
      : [
          row('regulation', 'facts', 'not payable at once', 'answer'),
          row('---', '---', '---', '---'),
          ...lines.flatMap((line, at) => {
            const { says = [], funds = '' } = answers[at] ?? {}
            if (line.of !== of) return []
            const told = says.length === 0 ? 'no finding' : says.join('<br>')
            return [row(line.regulation, given(line), funds === '' ? 'none' : funds, told)]
          }),
        ]),
    '',
  ])
  return [...head, ...sections].join('\n').trimEnd().concat('\n')
}

const head = [
  '# The law, line by line',
  '',
  'Each fault that was once found in the verdicts, what is right, and what `POST /api/v1/eligibility/preview` answers now.',
  'Facts that aren’t named are those of an orderly system: approved, accepted, filed, migrated, shared. Of the findings those of',
  'the clauses in question are shown. Written and compared by `tests/law/law.test.ts`; why the law is read so:',
  '[record 11](decisions/0011-readings-of-the-law.md).',
  '',
]
