export interface FieldError {
  /** The field to correct; null when the refusal is about the whole form. */
  field: string | null
  message: string
}

/** The fields that hold a password, or the PIN of a till: what is typed there is neither cleaned nor kept. */
export const PASSWORD_FIELDS = ['password', 'currentPassword', 'newPassword', 'confirmation', 'pin'] as const

export const isSecret = (name: string): boolean => (PASSWORD_FIELDS as readonly string[]).includes(name)

/** In the address that a form is sent to: it asks to be led to the address of what it asks, and changes nothing. */
export const SEARCH = 'chercher'

/** What is kept of a form until it is sent again: the names of its files, by field. `isGivenBack`: its session had ended, or changed. */
export interface Kept {
  files: Record<string, string>
  isGivenBack: boolean
}

/** A form as a page shows it: empty, or as it was typed with what is wrong, or with what is kept of it. */
export class FormState {
  readonly csrf: string
  /** Made when the form is rendered and sent back with it: a form sent twice acts once. */
  readonly id: string
  readonly errors: FieldError[]
  readonly kept: Kept
  readonly #typed: Record<string, string[]> | null

  constructor(
    csrf: string,
    id: string,
    typed: Record<string, string[]> | null = null,
    errors: FieldError[] = [],
    kept: Kept = { files: {}, isGivenBack: false },
  ) {
    this.csrf = csrf
    this.id = id
    this.#typed = typed
    this.errors = errors
    this.kept = kept
  }

  /** What was typed in a field; what is known already when the form was not sent yet. */
  value(name: string, known: string | null | undefined = ''): string {
    return this.#typed ? (this.#typed[name]?.[0] ?? '') : (known ?? '')
  }

  /** Whether a box is ticked or a choice made. */
  chosen(name: string, value: string, known = false): boolean {
    return this.#typed ? (this.#typed[name]?.includes(value) ?? false) : known
  }

  /** What is wrong with a field, in words. */
  error(name: string): string | undefined {
    return this.errors.find((error) => error.field === name)?.message
  }
}
