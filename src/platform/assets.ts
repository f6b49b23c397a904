/** The files every page uses, by name: app.css, enhance.js, icon.svg. */
export interface Assets {
  /** Changes when a file does; part of its address, so that browsers keep it for a year. */
  version: string
  get(name: string): Promise<{ body: string; contentType: string } | null>
}

const contentTypes: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

export const assetNames = ['app.css', 'enhance.js', 'icon.svg'] as const

/** In: the files' texts by name. Out: the assets, versioned by a hash of their content (FNV-1a, not for security). */
export function assetsFrom(files: ReadonlyMap<string, string>): Assets {
  let hash = 0x811c9dc5
  for (const body of files.values())
    for (let index = 0; index < body.length; index += 1)
      hash = Math.imul(hash ^ body.charCodeAt(index), 0x01000193) >>> 0
  return {
    version: hash.toString(36),
    async get(name) {
      const body = files.get(name)
      const contentType = contentTypes[name.split('.').at(-1) ?? '']
      return body === undefined || contentType === undefined ? null : { body, contentType }
    },
  }
}
