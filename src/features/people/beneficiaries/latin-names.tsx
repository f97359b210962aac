import { isLatin } from '../../../platform/forms/fields.ts'
import type { FormState } from '../../../platform/forms/state.ts'
import { TextField } from '../../../ui/form.tsx'

const FIELDS = [
  { name: 'lastName', latin: 'latinLastName', label: 'Nom en lettres latines', known: 'latin_last_name' },
  { name: 'firstName', latin: 'latinFirstName', label: 'Prénom en lettres latines', known: 'latin_first_name' },
] as const

type Known = Record<'last_name' | 'first_name', string> & Record<'latin_last_name' | 'latin_first_name', string | null>

/** How a name is printed, asked once it is known to be in another alphabet. */
export function LatinNames({ form, person }: { form: FormState; person?: Known }) {
  const typed = { lastName: form.value('lastName', person?.last_name), firstName: form.value('firstName', person?.first_name) }
  return (
    <>
      {FIELDS.filter(({ name, latin }) => !isLatin(typed[name]) || form.error(latin)).map(({ latin, label, known }) => (
        <TextField
          key={latin}
          form={form}
          name={latin}
          label={label}
          hint="Imprimé sur la carte et les reçus. Partout ailleurs, l’autre reste affiché."
          autocomplete="off"
          spellcheck={false}
          known={person?.[known]}
        />
      ))}
    </>
  )
}
