/** What an attacker, or a broken program, puts where a value is wanted. */
export interface Kind {
  name: string
  /** As it stands in an address or a form, encoded already. */
  encoded: string
  /** As it stands in JSON. */
  json: unknown
}

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
const texts = (name: string, text: string): Kind => ({ name, encoded: encodeURIComponent(text), json: text })

/** Markup that a browser would run, where it is shown as it is. */
export const markup = '<img src=x onerror=alert(1)>'

export const kinds: readonly Kind[] = [
  texts('quotes and markup', `a'\\"'';--${markup}`),
  texts('NUL', 'a\u0000b'),
  texts('another direction', 'a\u202eb\u2066'),
  { name: 'half a surrogate pair', encoded: 'a%ED%A0%80', json: 'a\ud800' },
  texts('several lines', 'a\r\n\tb'),
  texts('very long', '长'.repeat(30_000)),
  { name: 'a wrong type', encoded: 'abc', json: { a: [true, null] } },
  { name: 'negative', encoded: '-1', json: -1 },
  { name: 'a fraction', encoded: '0.5', json: 0.5 },
  { name: 'a huge number', encoded: '99999999999999999999', json: 1e300 },
  { name: 'beyond 32 bits', encoded: '3000000000', json: 3_000_000_000 },
  { name: 'beyond 53 bits', encoded: '900719925474099', json: Number.MAX_SAFE_INTEGER },
  { name: 'not a number', encoded: 'NaN', json: null },
  { name: 'a list', encoded: 'a&NAME=b', json: ['a', 'b'] },
  { name: 'deeply nested', encoded: encodeURIComponent(deep(2_000)), json: JSON.parse(deep(2_000)) },
  { name: 'broken encoding', encoded: '%zz%E4%', json: '%zz%E4%' },
  texts('the year 0000', '0000-01-01'),
  texts('the year 9999', '9999-12-31'),
  texts('a day that is none', '2026-02-30'),
  texts('a name of every object', '__proto__'),
  texts('nothing', ''),
]
