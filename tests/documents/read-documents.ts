import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

export const root = join(import.meta.dirname, '../..')
export const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Every file of the project that git knows or would take. */
export const files: readonly string[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  .filter((file) => file !== '')

/** A piece of a document, with where it stands, for the report. */
export interface Piece {
  at: string
  text: string
}

/** `inline`: what stands between backticks; `block`: lines of a fenced block; `prose`: whole lines outside of blocks. */
export interface Document {
  file: string
  inline: readonly Piece[]
  block: readonly Piece[]
  prose: readonly Piece[]
}

/** The documents that tell how things are now; the changelog tells of what was. */
export const documents: readonly Document[] = files
  .filter((file) => /^(README|CONTRIBUTING|SECURITY)\.md$|^docs\/.+\.md$/.test(file))
  .map(readDocument)

function readDocument(file: string): Document {
  const lines = read(file).split('\n')
  const document = { file, inline: [] as Piece[], block: [] as Piece[], prose: [] as Piece[] }
  let fenced = false
  for (const [index, text] of lines.entries()) {
    const at = `${file}:${index + 1}`
    if (text.startsWith('```')) fenced = !fenced
    else if (fenced) document.block.push({ at, text })
    else {
      document.prose.push({ at, text })
      for (const [, code = ''] of text.matchAll(/`([^`]+)`/g)) document.inline.push({ at, text: code })
    }
  }
  return document
}

/** In: pieces and a pattern with one group. Out: what the group holds, wherever it matches. */
export function named(pieces: readonly Piece[], pattern: RegExp): Piece[] {
  return pieces.flatMap(({ at, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ at, text: match[1] ?? '' })),
  )
}

/** In: a path from the root, a folder with or without `/`. Out: whether git has it. */
export function isInGit(path: string): boolean {
  const plain = path.replace(/\/$/, '')
  return files.some((file) => file === plain || file.startsWith(`${plain}/`))
}

/** In: the end of a path, with `*` for anything within a name. Out: whether some file or folder ends so. */
export function isEndOfPath(path: string): boolean {
  const pattern = path.replace(/\/$/, '').split('*').map(escaped).join('[^/]*')
  const ending = new RegExp(`(^|/)${pattern}(/|$)`)
  return files.some((file) => ending.test(file))
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')

/** In: a document and a link in it. Out: the file it leads to, from the root; null: it leads out of the project. */
export function linked(document: string, link: string): { file: string; heading: string | null } | null {
  if (/^[a-z]+:/.test(link)) return null
  const [path = '', heading] = link.split('#')
  const file = path === '' ? document : posix.join(posix.dirname(document), path)
  return { file, heading: heading ?? null }
}

/** In: a document. Out: the names under which links find its headings. */
export function headingsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}

/** A file, and names that must stand in it: in a table "`src/…` `name`, `name`; `src/…` `name`". */
export interface Place {
  at: string
  file: string
  names: readonly string[]
}

export function placesIn({ prose }: Document): Place[] {
  return prose.flatMap(({ at, text }) =>
    [...text.matchAll(/`((?:src|jobs|tests)\/[\w./-]+\.tsx?)`((?:,? `\w+`)+)/g)].map(
      ([, file = '', rest = '']) => ({
        at,
        file,
        names: [...rest.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
      }),
    ),
  )
}

/** In: a source file. Out: the words in it, what it imports left out: a name must stand where it is made. */
export function wordsOf(file: string): ReadonlySet<string> {
  const source = read(file).replace(/^import [^;]*? from '[^']+'$/gm, '')
  return new Set(source.match(/\w+/g) ?? [])
}

/** The words of all code, tests and SQL included. */
export function allWords(): ReadonlySet<string> {
  const code = files.filter((file) => /\.(tsx?|sql|toml|js|css)$/.test(file) || file === 'package.json')
  return new Set(code.flatMap((file) => read(file).match(/\w+/g) ?? []))
}
