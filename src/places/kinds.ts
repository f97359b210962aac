import { digits, longRowId, oneOf, rowId, uuid } from '../platform/http/place.ts'

/** What changes in the addresses of several places. */

export const id = { id: rowId }
export const incidentDocument = { id: rowId, document: rowId }
export const schoolList = { id: rowId, list: rowId }
export const placeAtSchool = { id: rowId, school: rowId }
export const move = { id: rowId, move: rowId }
export const ticket = { ticket: digits(12) }
export const transaction = { transaction: longRowId }
export const checkout = { checkout: uuid }
export const assent = { assent: uuid }
export const card = { number: digits(8) }
export const request = { number: digits(10) }
export const aidRequest = { number: digits(9) }
export const contractChange = { number: digits(9) }
export const aidDocument = { ...aidRequest, document: oneOf({ contrat: 'contract', rib: 'bank', hebergement: 'lodging' }) }

/** What a shop takes its transactions away as. */
export const booksFormat = oneOf({ csv: 'csv', excel: 'xlsx', pdf: 'pdf' })

/** What a reason is asked for, and what the program notices, as addresses name them. */
export const askedAbout = oneOf({ dossiers: 'files-opened', fichier: 'people-exported' })
export const alertKind = oneOf({
  dossiers: 'files-opened',
  demandes: 'requests-opened',
  fichiers: 'people-exported',
  connexions: 'refused-sign-ins',
  essais: 'lock-outs',
  formulaires: 'forged-posts',
  adresses: 'objects-of-others',
  comptes: 'accounts-alike',
  telephones: 'same-phone',
  photos: 'same-photo',
  'comptes-partages': 'same-account',
  'comptes-bancaires': 'bank-account-changed',
  cartes: 'same-card-again',
  nuits: 'round-sums-at-night',
  papiers: 'identity-papers',
  'a-la-place': 'decided-for-schools',
  taches: 'failed-jobs',
  messages: 'messages-waiting',
})

/** The problems of a card, as addresses name them. */
export const CARD_PROBLEMS = {
  perdue: 'lost',
  volee: 'stolen',
  endommagee: 'damaged',
  'jamais-recue': 'never-received',
  erreur: 'wrong',
} as const
export const reason = oneOf(CARD_PROBLEMS)
