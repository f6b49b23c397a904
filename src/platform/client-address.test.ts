import { describe, expect, it } from 'vitest'
import { clientAddress, networkOf } from './client-address.ts'

describe('the client’s address', () => {
  it.each([
    [0, '10.0.0.9', '1.2.3.4', '10.0.0.9'],
    [1, '127.0.0.1', '10.0.0.9', '10.0.0.9'],
    [1, '127.0.0.1', '6.6.6.6, 10.0.0.9', '10.0.0.9'],
    [2, '127.0.0.1', '6.6.6.6, 10.0.0.9, 10.0.0.1', '10.0.0.9'],
    [2, '127.0.0.1', '10.0.0.9', '127.0.0.1'],
    [1, '127.0.0.1', 'nonsense<script>', '127.0.0.1'],
    [1, '127.0.0.1', undefined, '127.0.0.1'],
    [1, '::1', '2001:db8::7', '2001:db8::7'],
  ])('with %i proxies, from %s, forwarded %s: %s', (proxies, connection, forwarded, expected) => {
    expect(clientAddress(proxies, connection, forwarded)).toBe(expected)
  })
})

describe('the network an address counts as', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
