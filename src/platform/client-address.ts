/** Pure. */

/**
 * The client's address, behind reverse proxies too. Each proxy adds the address it sees at the end of
 * X-Forwarded-For; what stands further left was sent by the client and may be invented.
 * In: how many proxies there are, the connection's own address, the header. Out: the address, or null. Pure.
 */
export function clientAddress(
  proxies: number,
  connection: string | null,
  forwarded: string | undefined,
): string | null {
  if (proxies === 0) return connection
  const chain = (forwarded ?? '').split(',').map((part) => part.trim())
  const address = chain.at(-proxies)
  // 45 signs are the longest an address can have (IPv6 with an embedded IPv4 address).
  return address === undefined || !/^[0-9a-fA-F.:]{2,45}$/.test(address) ? connection : address
}

/**
 * In: an address. Out: the network it counts as: an IPv4 address is one, of IPv6 whoever has one address has its whole /64.
 */
export function networkOf(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: gap }, () => '0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
