/** In: text of ASCII and common Chinese characters. Out: its GB18030 bytes, as Excel in Chinese saves a CSV. */
export function encodeGb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const bytesOf = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      if (trail !== 0x7f) bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const code = character.charCodeAt(0)
      const bytes = code < 0x80 ? [code] : bytesOf.get(character)
      if (bytes === undefined) throw new RangeError(`not in the two-byte part of GB18030: ${character}`)
      return bytes
    }),
  )
}
