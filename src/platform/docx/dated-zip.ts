/** Pure. */

/**
 * In: a zip file as fflate writes it (no zip64), and a day. Out: the same bytes with every entry dated that day,
 * so that the same content gives the same file.
 */
export function datedZip(zip: Uint8Array, day: string): Uint8Array {
  const bytes = new Uint8Array(zip)
  const view = new DataView(bytes.buffer)
  const [year = 1980, month = 1, date = 1] = day.split('-').map(Number)
  const dosDate = ((year - 1980) << 9) | (month << 5) | date
  const stamp = (offset: number) => {
    view.setUint16(offset, 0, true)
    view.setUint16(offset + 2, dosDate, true)
  }
  const end = bytes.length - 22
  if (view.getUint32(end, true) !== 0x06054b50) throw new RangeError('no zip file without a comment')
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    stamp(at + 12)
    stamp(view.getUint32(at + 42, true) + 10)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return bytes
}
