import type { FormState } from '../platform/forms/state.ts'
import { TextField } from './form.tsx'

interface Place {
  street: string | null
  postcode: string | null
  town: string
  latitude: number | null
  longitude: number | null
}

/** Where a partner or a school is: its address, and its position in degrees. */
export const PlaceFields = ({
  form,
  place,
  isTownEnough = false,
  position,
}: {
  form: FormState
  place: Place | undefined
  /** Without the street and the postcode. */
  isTownEnough?: boolean
  /** An example, and what the position is for. */
  position: { latitude: string; longitude: string; use: string }
}) => (
  <>
    <TextField form={form} name="street" label="Numéro et rue" known={place?.street} optional={isTownEnough} autocomplete="off" />
    <TextField
      form={form}
      name="postcode"
      label="Code postal"
      known={place?.postcode}
      inputmode="numeric"
      width={10}
      optional={isTownEnough}
      autocomplete="off"
    />
    <TextField form={form} name="town" label="Ville" known={place?.town} autocomplete="off" />
    <TextField
      form={form}
      name="latitude"
      label="Latitude"
      hint={`En degrés, par exemple ${position.latitude}. ${position.use}`}
      known={degreesTyped(place?.latitude)}
      inputmode="decimal"
      width={20}
      optional
      autocomplete="off"
    />
    <TextField
      form={form}
      name="longitude"
      label="Longitude"
      hint={`En degrés, par exemple ${position.longitude}.`}
      known={degreesTyped(place?.longitude)}
      inputmode="decimal"
      width={20}
      optional
      autocomplete="off"
    />
  </>
)

const degreesTyped = (value: number | null | undefined): string | null => (value == null ? null : String(value).replace('.', ','))

/** A position as it is read; undefined where there is none. */
export const positionInWords = ({ latitude, longitude }: Pick<Place, 'latitude' | 'longitude'>): string | undefined =>
  latitude === null ? undefined : `${latitude} ; ${longitude} (latitude ; longitude)`.replaceAll('.', ',')
