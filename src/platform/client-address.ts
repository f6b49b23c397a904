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
