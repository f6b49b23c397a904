import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safePath } from './safe-path.ts'

const site = 'https://dengyun.example'
/** What redirects were led astray by: control and blank signs, slashes of every kind, dots, and their encodings. */
const tricks = [
  '\t',
  '\n',
  '\r',
  '\0',
  '\v',
  ' ',
  '\u00a0',
  '\u200b',
  '\u202e',
  '\ufeff',
  '/',
  '//',
  '\\',
  '／',
  '＼',
  '⁄',
]
const encoded = tricks.map((trick) => encodeURIComponent(trick))
const twice = encoded.map((trick) => encodeURIComponent(trick))
const pieces = fc.constantFrom(
  ...[
    ...tricks,
    ...encoded,
    ...twice,
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '@',
    ':',
    '?',
    '#',
    ';',
    '%',
    '%zz',
    '%5C',
  ],
  ...['evil.example', 'http:', 'https:', 'javascript:', 'data:', 'x', '系统', '\ud800', '[', ']'],
)

describe('where a request wants to go on', () => {
  it('is on this site, however the address is put together and however often it is decoded', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), fc.boolean(), (parts, slash) => {
        const path = safePath(`${slash ? '/' : ''}${parts.join('')}`)
        expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
        let read = path
        for (let times = 0; times < 3; times += 1) {
          expect(new URL(read, site).origin).toBe(site)
          // What somebody on the way drops must not bring two slashes together.
          expect(new URL(read.replace(/[\s\p{C}]/gu, ''), site).origin).toBe(site)
          try {
            read = decodeURIComponent(read)
          } catch {
            break
          }
        }
      }),
      { numRuns: 20_000 },
    )
  })

  it.each([
    ...['/\t/evil.example', '/%09/evil.example', '/%2509/evil.example', '//evil.example', '/\\evil.example'],
    ...[
      '/%5Cevil.example',
      '/.//evil.example',
      '/%2e%2e//evil.example',
      '/／evil.example',
      '\\/evil.example',
    ],
    ...['https://evil.example', 'javascript:alert(1)', ' /systems', '', 'systems', `/${'x'.repeat(2001)}`],
  ])('is the first page for %j', (path) => {
    expect(safePath(path)).toBe('/')
  })

  it.each([
    ['/systems', '/systems'],
    [
      '/systems/LC-0001?q=%E7%B3%BB%E7%BB%9F&page=2#facts',
      '/systems/LC-0001?q=%E7%B3%BB%E7%BB%9F&page=2#facts',
    ],
    ['/systems?q=100%25', '/systems?q=100%25'],
    ['/catalogue?q=a//b', '/catalogue?q=a//b'],
    ['/systems?q=a%20b%0Ac', '/systems?q=a%20b%0Ac'],
    ['/systems/系统', '/systems/%E7%B3%BB%E7%BB%9F'],
  ])('stays %j', (path, expected) => {
    expect(safePath(path)).toBe(expected)
  })
})
