/** Pure. */

/** No site has this name: whatever leaves it in resolving leads somewhere else. */
const here = 'http://here.invalid'
const longest = 2000

/**
 * The one way to go on to where a request says: in forms, links and what comes back from the provider.
 * In: what the request says, whoever made it up. Out: a path of this site as a browser resolves it, encoded; `/` for
 * anything that isn't one, or that would be none after another decoding on its way.
 */
export function safePath(path: string | undefined): string {
  if (path === undefined || path.length > longest || !path.startsWith('/')) return '/'
  if (/[\p{Cc}\p{Cf}\p{Cs}\\]/u.test(path)) return '/'
  const resolved = resolve(path)
  // `/.//host` is a path here that, written down again, isn't one any more.
  if (resolved === null || resolve(resolved) !== resolved) return '/'
  const asTyped = [path, resolved].flatMap(decodings)
  return asTyped.every((each) => resolve(withoutDropped(each)) !== null) ? resolved : '/'
}

/** Out: path, query and fragment as a browser takes them; null when they lead to another site, or nowhere. */
function resolve(path: string): string | null {
  if (!URL.canParse(path, here)) return null
  const { origin, pathname, search, hash } = new URL(path, here)
  return origin === here ? `${pathname}${search}${hash}` : null
}

/** Out: the path as it is, and as those read it who decode it once more, and again. */
function decodings(path: string): string[] {
  const read = [path]
  for (let times = 0; times < 3; times += 1) {
    try {
      read.push(decodeURIComponent(read.at(-1) ?? ''))
    } catch {
      break
    }
  }
  return read
}

/** Out: what is left of a path where blank and control signs are dropped and wide slashes are taken for slashes. */
function withoutDropped(path: string): string {
  return path.normalize('NFKC').replace(/[\s\p{C}\p{Z}]/gu, '')
}
