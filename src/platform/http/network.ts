import ipaddr from 'ipaddr.js'

/**
 * What an address is counted as. In IPv6 whoever has one address has the 2^64 that begin alike: they are one network. An IPv4
 * address written as IPv6, which a socket that listens to both does, is the IPv4 one.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const known = ipaddr.process(address)
  if (known instanceof ipaddr.IPv4) return known.toString()
  const network = known.parts.slice(0, 4).map((group) => group.toString(16))
  return `${network.join(':')}::/64`
}
