import type { FormState } from '../platform/forms/state.ts'

interface Props {
  form: FormState
  /** Makes a passkey, or signs with one. */
  does: 'create' | 'get'
  /** What the browser is asked, as the server made it. */
  options: object
  label: string
  /** For who has no script, or a browser that knows no passkey: what to do instead. */
  otherwise: string
}

/** Sends its form once the browser has made a passkey, or signed with one. */
export const PasskeyField = ({ form, does, options, label, otherwise }: Props) => {
  const error = form.error('answer')
  return (
    <passkey-field class="field" id="answer" tabindex={-1} data-does={does} data-options={JSON.stringify(options)}>
      <p class="error" data-said role="alert" hidden={!error}>
        {error}
      </p>
      <input type="hidden" name="answer" />
      <p data-otherwise>{otherwise}</p>
      <button class="button button-main" type="button" data-ask hidden>
        <span>{label}</span>
      </button>
    </passkey-field>
  )
}
