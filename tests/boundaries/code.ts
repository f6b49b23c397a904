import { join, relative, sep } from 'node:path'
import {
  isCallExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isStringLiteral,
  isTaggedTemplateExpression,
  isTemplateExpression,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast'
import type { FileSystem } from 'typescript/unstable/fs'
import { API } from 'typescript/unstable/sync'

/** A string or template in the code. */
export interface Text {
  line: number
  /** With `?` where a template has something put in. */
  text: string
  /** The function that it is handed to as it stands: `raw` of `sql.raw('…')`, `sql` of a template; null: none. */
  handedTo: string | null
}

/** One file of the project, as the compiler parses it. */
export interface Code {
  /** From the project's root, with `/`. */
  file: string
  source: string
  /** Types included: own files from the root with `/`, packages and `node:*` as they are written. */
  imports: string[]
  texts: Text[]
  /** Names of the functions and methods it calls. */
  calls: ReadonlySet<string>
}

/** In: the folder of a tsconfig.json. Out: every file of its own that it compiles. */
export function readCode(root: string, fs?: FileSystem): Code[] {
  const api = new API({ cwd: root, ...(fs === undefined ? {} : { fs }) })
  try {
    const snapshot = api.updateSnapshot({ openProjects: [join(root, 'tsconfig.json')] })
    return snapshot.getProjects().flatMap(({ program }) =>
      program
        .getSourceFileNames()
        .filter((name) => !name.includes('/node_modules/') && !name.startsWith('bundled:'))
        .flatMap((name) => program.getSourceFile(name) ?? [])
        .map((file) => codeOf(root, file)),
    )
  } finally {
    api.close()
  }
}

function codeOf(root: string, source: SourceFile): Code {
  const file = fromRoot(root, source.fileName)
  const texts: Text[] = []
  const calls = new Set<string>()
  const visit = (node: Node): void => {
    const text = textOf(node)
    if (text !== null) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
      texts.push({ line, text, handedTo: nameOf(node.parent) })
    }
    const called = nameOf(node)
    if (called !== null) calls.add(called)
    node.forEachChild(visit)
  }
  visit(source)
  const imports = source.imports.flatMap((name) => (isStringLiteral(name) ? [name.text] : []))
  return {
    file,
    source: source.text,
    imports: imports.map((name) =>
      name.startsWith('.') ? fromRoot(root, join(source.fileName, '..', name)) : name,
    ),
    texts,
    calls,
  }
}

const fromRoot = (root: string, path: string) => relative(root, path).split(sep).join('/')

function textOf(node: Node): string | null {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return node.text
  if (!isTemplateExpression(node)) return null
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('?')
}

/** In: a call, or a template with a tag. Out: the name of what it calls; null for anything else. */
function nameOf(node: Node): string | null {
  if (!isCallExpression(node) && !isTaggedTemplateExpression(node)) return null
  const called = isCallExpression(node) ? node.expression : node.tag
  const name = isPropertyAccessExpression(called) ? called.name : called
  return isIdentifier(name) ? name.text : null
}
