/** What became of the requests of one kind. */
export interface Figures {
  kind: string
  asked: number
  /** Milliseconds, of all that were answered or given up, refusals too. */
  p50: number
  p95: number
  p99: number
  longest: number
  /** By status, those that are not what was asked for. */
  errors: Record<string, number>
}

/** Notes what became of requests, and tells it. */
export class Notes {
  readonly #kinds = new Map<string, { taken: number[]; errors: Record<string, number> }>()

  note(kind: string, milliseconds: number, status: number | string, isRight: boolean): void {
    const known = this.#kinds.get(kind) ?? { taken: [], errors: {} }
    known.taken.push(milliseconds)
    if (!isRight) known.errors[status] = (known.errors[status] ?? 0) + 1
    this.#kinds.set(kind, known)
  }

  figures(): Figures[] {
    return [...this.#kinds].map(([kind, { taken, errors }]) => {
      taken.sort((a, b) => a - b)
      const at = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] as number
      return { kind, asked: taken.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), longest: at(1), errors }
    })
  }
}
