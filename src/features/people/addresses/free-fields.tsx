import type { FormState } from '../../../platform/forms/state.ts'
import { TextField } from '../../../ui/form.tsx'

interface Fields {
  form: FormState
  known?: Record<string, string | null | undefined>
}

/** An address written freely: what an envelope shows of it. */
export const FreeAddressFields = ({ form, known = {} }: Fields) => (
  <>
    <TextField
      form={form}
      name="line1"
      label="Adresse"
      hint="Le numéro et la rue, ou le lieu-dit. 38 caractères au plus par ligne."
      autocomplete="address-line1"
      known={known.line1}
    />
    <TextField
      form={form}
      name="line2"
      label="Suite de l’adresse"
      hint="Bâtiment, appartement, étage…"
      optional
      autocomplete="address-line2"
      known={known.line2}
    />
    <TextField form={form} name="line3" label="Chez, boîte postale…" optional autocomplete="address-line3" known={known.line3} />
    <TextField
      form={form}
      name="freePostcode"
      label="Code postal"
      hint="Ex : 59000"
      inputmode="numeric"
      autocomplete="postal-code"
      width={10}
      known={known.freePostcode}
    />
    <TextField form={form} name="freeTown" label="Ville" autocomplete="address-level2" known={known.freeTown} />
  </>
)
