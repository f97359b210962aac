import { availableParallelism } from 'node:os'

let processes = 1

/** Says once, at start, among how many processes this machine is shared. */
export function shareMachine(among: number): void {
  processes = among
}

/** The part of this process in what the whole machine can hold; never nothing. */
export const shareOf = (whole: number): number => Math.max(1, Math.floor(whole / processes))

/** How many things that fill a core this process may do at once: of the whole machine, one core stays free for pages. */
export const cores = (): number => shareOf(availableParallelism() - 1)
