import { place } from '../platform/http/place.ts'
import { id } from './kinds.ts'

/** A guardian’s: the minors that they follow. */
export const guardianPlaces = {
  home: place('/responsable').saying('confirmation', 'fin'),
  minor: place('/responsable/jeunes/:id', id).saying('accord', 'refus'),
  codePhone: place('/responsable/telephone'),
  codePhoneProof: place('/responsable/telephone/code'),
}
