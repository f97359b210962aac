import type { FieldError } from './forms/state.ts'

/** A refusal that is counted by network: see platform/notices.ts. */
export type Noticed = 'refused-sign-ins' | 'lock-outs' | 'forged-posts'

/**
 * Something the person can understand and act on: a code for tests and logs, a French sentence ready to show.
 * Anything else that is thrown is a bug.
 */
export class UserError extends Error {
  readonly code: string
  readonly status: number
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined
  /** Where to go from here, when it is not the home page. */
  readonly next: { href: string; label: string } | undefined
  /** Where its page leads says enough: whoever came too early is led back without a word. */
  readonly leadsOn: boolean
  /** What somebody may have to hear of, when it is refused many times: counted by network. */
  readonly noticed: Noticed | undefined

  constructor(
    code: string,
    sentence: string,
    options: {
      status?: number
      field?: string
      retryAfterSeconds?: number
      next?: { href: string; label: string }
      leadsOn?: boolean
      noticed?: Noticed
    } = {},
  ) {
    super(sentence)
    this.name = 'UserError'
    this.code = code
    this.status = options.status ?? 422
    this.field = options.field
    this.retryAfterSeconds = options.retryAfterSeconds
    this.next = options.next
    this.leadsOn = options.leadsOn ?? false
    this.noticed = options.noticed
  }

  /** What is wrong, as the page of the form says it. */
  get errors(): FieldError[] {
    return [{ field: this.field ?? null, message: this.message }]
  }
}

/** Several things are wrong with a form: all of them are said at once. */
export class WrongFields extends UserError {
  readonly #errors: FieldError[]

  constructor(errors: FieldError[]) {
    super('fields.wrong', errors[0]?.message ?? '')
    this.#errors = errors
  }

  override get errors(): FieldError[] {
    return this.#errors
  }
}

/** What is not there, or is another person's: the two look the same from outside. */
export const notFound = (): UserError => new UserError('not-found', 'Cette page n’existe pas ou n’est plus disponible.', { status: 404 })

/** The row, or 404 when there is none. */
export function found<Row>(row: Row | undefined | null): Row {
  if (row === undefined || row === null) throw notFound()
  return row
}
