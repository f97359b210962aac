import { longRowId, place } from '../platform/http/place.ts'
import { aidDocument, aidRequest, askedAbout, contractChange, id, request } from './kinds.ts'

/** A school’s office. */
export const schoolPlaces = {
  // Requests
  requests: place('/etablissement')
    .asking('etat', 'inscription', 'classe', 'niveau', 'formation', 'difference', 'page', 'tri', 'lignes', 'coche')
    .hiding('recherche')
    .saying('validation', 'renvoi', 'refus', 'transfert'),
  photoSheet: place('/etablissement/planche')
    .asking('inscription', 'classe', 'niveau', 'formation', 'difference', 'page', 'tri', 'lignes', 'coche')
    .saying('validation'),
  unseenPhotos: place('/etablissement/photos')
    .asking('inscription', 'classe', 'niveau', 'formation', 'difference', 'page', 'tri', 'lignes', 'coche')
    .saying('photos'),
  requestsCsv: place('/etablissement/demandes.csv')
    .asking('etat', 'inscription', 'classe', 'niveau', 'formation', 'difference', 'tri')
    .hiding('recherche'),
  requestsWorkbook: place('/etablissement/demandes.xlsx')
    .asking('etat', 'inscription', 'classe', 'niveau', 'formation', 'difference', 'tri')
    .hiding('recherche'),
  why: place('/etablissement/motif/:about', { about: askedAbout }).asking('vers').saying('note'),
  acceptances: place('/etablissement/validation').asking('numeros[]'),
  returnings: place('/etablissement/renvoi').asking('numeros[]'),
  refusals: place('/etablissement/refus').asking('numeros[]'),
  request: place('/etablissement/demandes/:number', request).saying('validation', 'renvoi', 'refus', 'retrait'),
  requestPhoto: place('/etablissement/demandes/:number/photo', request),
  acceptance: place('/etablissement/demandes/:number/validation', request),
  returning: place('/etablissement/demandes/:number/renvoi', request),
  refusal: place('/etablissement/demandes/:number/refus', request),
  withdrawal: place('/etablissement/demandes/:number/retrait', request),
  withdrawals: place('/etablissement/retraits').asking('page', 'tri', 'coche', 'laissees[]').saying('retrait', 'rien'),
  handOver: place('/etablissement/demandes/:number/transfert', request),
  enrolmentComparison: place('/etablissement/demandes/:number/inscription', request).saying('meme-personne', 'autre-personne'),
  enrolmentLists: place('/etablissement/liste').saying('colonnes', 'liste', 'abandon'),
  listColumns: place('/etablissement/liste/colonnes'),
  enrolmentList: place('/etablissement/liste/:id', id),
  enrolmentLetters: place('/etablissement/liste/:id/lettres', id).asking('classe', 'page', 'tri'),
  contractChanges: place('/etablissement/contrats').asking('etat', 'page', 'tri').hiding('recherche'),
  contractChange: place('/etablissement/contrats/:number', contractChange).saying('confirmation', 'refus'),
  contractConfirmation: place('/etablissement/contrats/:number/confirmation', contractChange),
  contractRefusal: place('/etablissement/contrats/:number/refus', contractChange),
  progress: place('/etablissement/avancement').asking('par'),
  users: place('/etablissement/utilisateurs'),
  newUser: place('/etablissement/utilisateurs/nouveau'),
  user: place('/etablissement/utilisateurs/:id', { id: longRowId }).saying(
    'invitation',
    'lien',
    'roles',
    'fermeture',
    'reouverture',
    'double-authentification',
    'double-authentification-gardee',
  ),
  // Aid
  aidRequests: place('/etablissement/aides-thr').asking('etat', 'page', 'tri').hiding('recherche'),
  aidRequest: place('/etablissement/aides-thr/:number', aidRequest).saying('validation', 'renvoi', 'refus'),
  aidAcceptance: place('/etablissement/aides-thr/:number/validation', aidRequest),
  aidReturning: place('/etablissement/aides-thr/:number/renvoi', aidRequest),
  aidRefusal: place('/etablissement/aides-thr/:number/refus', aidRequest),
  aidDocument: place('/etablissement/aides-thr/:number/:document', aidDocument).asking('page'),
  aidDocumentPicture: place('/etablissement/aides-thr/:number/:document/image', aidDocument).asking('page'),
  aidDocumentFile: place('/etablissement/aides-thr/:number/:document/fichier.pdf', aidDocument),
}
