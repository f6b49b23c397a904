/** Pure. */

import { canonicalJson } from '../../audit/index.ts'
import { hexOf, sm3 } from '../../platform/sm3.ts'
import type { Pack } from '../../regulations/index.ts'
import { dataOfPack } from '../../regulations/index.ts'

/** In: anything that JSON can say. Out: the SM3 of its canonical form (RFC 8785), in hexadecimal. */
export function hashOfJson(value: unknown): string {
  // Once through JSON, so that what is undefined is left out as it will be in the database.
  return hexOf(sm3(new TextEncoder().encode(canonicalJson(JSON.parse(JSON.stringify(value))))))
}

/** In: a pack. Out: the hash of everything in it that decides or is shown in its 对照本: what people sign. */
export function hashOfPack(pack: Pack): string {
  return hashOfJson(dataOfPack(pack))
}
