interface Destination {
  name: string
  /** In words, for who has no position. */
  address: string
  /** `50.1234,3.1234`; null where it is not known. */
  at: string | null
}

/** What stands for a position and a name in the address that a script fills in. */
export const ANY_PLACE = { name: '{name}', address: '', at: '{at}' }

/**
 * The way there, in the map that the device has: Android asks which of its own, Apple's opens theirs, the others get a map that anybody
 * may use. It is a link: nothing is asked of anybody before it is followed.
 */
export function wayTo(device: string | null, { name, address, at }: Destination): string {
  const where = at ?? encodeURIComponent(address)
  if (/Android$/.test(device ?? '')) return at ? `geo:0,0?q=${at}(${encodeURIComponent(name.replace(/[()]/g, ' '))})` : `geo:0,0?q=${where}`
  if (/(iPhone|iPad|Mac)$/.test(device ?? '')) return `https://maps.apple.com/?daddr=${where}`
  return at ? `https://www.openstreetmap.org/directions?to=${at}` : `https://www.openstreetmap.org/search?query=${where}`
}

/** A position as such an address has it. */
export const positionOf = ({ latitude, longitude }: { latitude: number | null; longitude: number | null }): string | null =>
  latitude === null || longitude === null ? null : `${latitude.toFixed(5)},${longitude.toFixed(5)}`
