import type { Reader } from '../../../platform/database/index.ts'
import type { FormState } from '../../../platform/forms/state.ts'
import { RadioGroup, Select, TextField } from '../../../ui/form.tsx'
import { AS_TYPED, postalName } from './address.ts'
import { ABROAD, FRANCE } from './countries.ts'
import { placesLike } from './queries.ts'

interface Fields {
  form: FormState
  known?: Record<string, string | null | undefined>
  /** What `placesFor` answers. */
  places: string[]
}

/** What to choose from when the postcode and the town that were typed do not exist together; nothing otherwise. */
export const placesFor = async (db: Reader, form: FormState): Promise<string[]> =>
  form.error('chosenPlace') || form.value('chosenPlace')
    ? placesLike(db, form.value('freePostcode').replace(/\s/g, ''), form.value('freeTown'))
    : []

/** An address written freely: what an envelope shows of it. */
export const FreeAddressFields = ({ form, known = {}, places }: Fields) => (
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
      hint="Ex : 59000. À l’étranger, celui du pays s’il en a un."
      autocomplete="postal-code"
      width={10}
      known={known.freePostcode}
    />
    <TextField form={form} name="freeTown" label="Ville" autocomplete="address-level2" known={known.freeTown} />
    {(form.error('chosenPlace') || form.value('chosenPlace')) && <Places form={form} places={places} />}
    <Select
      form={form}
      name="country"
      label="Pays"
      autocomplete="country"
      known={known.country ?? FRANCE}
      options={[{ value: FRANCE, label: 'France (métropole et outre-mer)' }, ...ABROAD]}
    />
  </>
)

const Places = ({ form, places }: Pick<Fields, 'form' | 'places'>) => (
  <RadioGroup
    form={form}
    name="chosenPlace"
    legend="Quel code postal et quelle ville ?"
    options={[
      ...places.map((place) => ({ value: place, label: `${place.slice(0, 5)} ${postalName(place.slice(6))}` })),
      { value: AS_TYPED, label: `Garder « ${form.value('freePostcode')} ${form.value('freeTown')} »` },
    ]}
  />
)
