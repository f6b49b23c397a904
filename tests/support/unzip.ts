import { strFromU8, unzipSync } from 'fflate'

/** In: a zip file. Out: its entries by name, as text. */
export function unzipText(bytes: Uint8Array): Map<string, string> {
  return new Map(Object.entries(unzipSync(bytes)).map(([name, entry]) => [name, strFromU8(entry)]))
}
