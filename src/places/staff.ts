import { longRowId, place } from '../platform/http/place.ts'

/** Everybody’s who works with the scheme: their own account. */
export const staffPlaces = {
  security: place('/professionnels/securite').asking('expire').saying('desactivation', 'mail', 'cle', 'retrait'),
  phoneChange: place('/professionnels/securite/telephone'),
  newPasskey: place('/professionnels/securite/cle'),
  workplaces: place('/professionnels/lieux').saying('depart'),
  leaving: place('/professionnels/lieux/:workplace/depart', { workplace: longRowId }),
  recoveryCodes: place('/professionnels/securite/codes-de-secours'),
}
