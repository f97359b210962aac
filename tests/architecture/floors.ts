import { doors } from './boundaries.ts'

/** The rooms that each room calls, wing and name: `card/cards` -> `card/photos`. */
export type Calls = Record<string, string[]>

export const callsOf = (wings: Record<string, Record<string, string[]>>): Calls =>
  Object.fromEntries(
    Object.entries(wings).flatMap(([wing, rooms]) => Object.entries(rooms).map(([room, called]) => [`${wing}/${room}`, called])),
  )

/**
 * The rooms floor by floor, the ground first: each stands on the highest floor that it calls.
 * @throws Error that names the circle, when there is one
 */
export function floorsOf(calls: Calls): string[][] {
  const floors = new Map<string, number>()
  const floorOf = (room: string, from: string[]): number => {
    if (from.includes(room)) throw new Error(`A circle of rooms: ${[...from.slice(from.indexOf(room)), room].join(' -> ')}`)
    const known = floors.get(room)
    if (known !== undefined) return known
    const floor = Math.max(0, ...(calls[room] ?? []).map((called) => floorOf(called, [...from, room]) + 1))
    floors.set(room, floor)
    return floor
  }
  for (const room of Object.keys(calls)) floorOf(room, [])
  return Array.from({ length: Math.max(...floors.values()) + 1 }, (_none, floor) =>
    Object.keys(calls).filter((room) => floors.get(room) === floor),
  )
}

/** The other wings that the rooms of each wing call. */
export const callsOfWings = (calls: Calls): Calls => {
  const wingOf = (room: string) => room.split('/')[0] as string
  return Object.fromEntries(
    [...Map.groupBy(Object.keys(calls), wingOf)].map(([wing, rooms]) => [
      wing,
      [...new Set(rooms.flatMap((room) => (calls[room] ?? []).map(wingOf)))].filter((called) => called !== wing),
    ]),
  )
}

/** The picture of the doors as text, the roof first; each room with the rooms that it calls, which are all below it. */
export function picture(calls: Calls): string {
  const floors = floorsOf(calls)
  const line = (room: string) => {
    const called = calls[room] ?? []
    return called.length === 0 ? `  ${room}` : `  ${room} -> ${called.join(', ')}`
  }
  return floors
    .map((rooms, floor) => `${floor === 0 ? 'ground' : `floor ${floor}`}\n${rooms.map(line).join('\n')}`)
    .reverse()
    .join('\n')
}

if (import.meta.main) process.stdout.write(`${picture(callsOf(doors))}\n`)
