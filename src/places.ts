import { beneficiaryPlaces } from './places/beneficiary.ts'
import { guardianPlaces } from './places/guardian.ts'
import { partnerPlaces } from './places/partner.ts'
import { publicPlaces } from './places/public.ts'
import { regionPlaces } from './places/region.ts'
import { schoolPlaces } from './places/school.ts'
import { staffPlaces } from './places/staff.ts'

export { CARD_PROBLEMS } from './places/kinds.ts'

/**
 * THE MAP of addresses: each is written there, once, by space, then in the order of the wings. Where two could answer, the first does.
 * `asking`: what its query may ask, in French as the path is. `carryingAForm`: a form travels in its query, with the names of its fields.
 * `saying`: what its page may say is done. The files that hold their pages are in routes.ts.
 */
export const places = {
  public: publicPlaces,
  beneficiary: beneficiaryPlaces,
  guardian: guardianPlaces,
  staff: staffPlaces,
  partner: partnerPlaces,
  school: schoolPlaces,
  region: regionPlaces,
}
