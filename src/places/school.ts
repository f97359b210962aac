import { place } from '../platform/http/place.ts'
import { aidDocument, aidRequest, request } from './kinds.ts'

/** A school’s office. */
export const schoolPlaces = {
  // Requests
  requests: place('/etablissement').asking('search', 'state', 'page', 'tick', 'done'),
  acceptances: place('/etablissement/validation').asking('numbers[]'),
  returnings: place('/etablissement/renvoi').asking('numbers[]'),
  refusals: place('/etablissement/refus').asking('numbers[]'),
  request: place('/etablissement/demandes/:number', request).asking('done'),
  requestPhoto: place('/etablissement/demandes/:number/photo', request),
  acceptance: place('/etablissement/demandes/:number/validation', request),
  returning: place('/etablissement/demandes/:number/renvoi', request),
  refusal: place('/etablissement/demandes/:number/refus', request),
  // Aid
  aidRequests: place('/etablissement/aides-thr').asking('search', 'state', 'page'),
  aidRequest: place('/etablissement/aides-thr/:number', aidRequest).saying('validation', 'renvoi', 'refus', 'distance'),
  aidAcceptance: place('/etablissement/aides-thr/:number/validation', aidRequest),
  aidReturning: place('/etablissement/aides-thr/:number/renvoi', aidRequest),
  aidRefusal: place('/etablissement/aides-thr/:number/refus', aidRequest),
  aidDocument: place('/etablissement/aides-thr/:number/:document', aidDocument).asking('page'),
  aidDocumentPicture: place('/etablissement/aides-thr/:number/:document/image', aidDocument).asking('page'),
  aidDocumentFile: place('/etablissement/aides-thr/:number/:document/fichier.pdf', aidDocument),
}
