import { isIPv6 } from 'node:net'

/**
 * What an address is counted as. In IPv6 whoever has one address has the 2^64 that begin alike: they are one network. An IPv4
 * address written as IPv6, which a socket that listens to both does, is the IPv4 one.
 */
export function networkOf(address: string): string {
  const [withoutZone = ''] = address.split('%')
  if (!isIPv6(withoutZone)) return address
  const groups = groupsOf(withoutZone)
  const [high = 0, low = 0] = groups.slice(6)
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The eight numbers of an IPv6 address, however it is abridged. */
function groupsOf(address: string): number[] {
  // A URL writes it in one way, its end too when that is written as IPv4.
  const [start = '', end] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const numbers = (part: string) => (part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [])
  if (end === undefined) return numbers(start)
  const [first, last] = [numbers(start), numbers(end)]
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last]
}
