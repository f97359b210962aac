import { place } from '../platform/http/place.ts'

/** Everybody’s who works with the scheme: their own account. */
export const staffPlaces = {
  security: place('/professionnels/securite').asking('expire').saying('desactivation'),
  phoneChange: place('/professionnels/securite/telephone'),
  recoveryCodes: place('/professionnels/securite/codes-de-secours'),
}
