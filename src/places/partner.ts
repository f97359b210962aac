import { longRowId, place, rowId } from '../platform/http/place.ts'
import { booksFormat, checkout, ticket, transaction } from './kinds.ts'

/** A shop’s till. */
export const partnerPlaces = {
  home: place('/partenaire'),
  till: place('/partenaire/encaissement').saying('remboursement'),
  checkout: place('/partenaire/encaissement/:checkout', checkout),
  customerPhoto: place('/partenaire/encaissement/:checkout/photo', checkout),
  paymentReceipt: place('/partenaire/encaissement/:checkout/recu', checkout),
  assent: place('/partenaire/encaissement/:checkout/accord', checkout).asking('montant', 'porte-monnaie', 'commande'),
  assentState: place('/partenaire/encaissement/:checkout/accord/etat', checkout),
  prepayments: place('/partenaire/prepaiements'),
  prepayment: place('/partenaire/prepaiements/:ticket', ticket),
  redemptionReceipt: place('/partenaire/prepaiements/:ticket/recu', ticket),
  transactions: place('/partenaire/transactions').asking('du', 'au', 'nature', 'par', 'releve', 'page', 'tri').hiding('recherche'),
  booksExport: place('/partenaire/transactions/export/:format', { format: booksFormat })
    .asking('du', 'au', 'nature', 'par', 'releve')
    .hiding('recherche'),
  closing: place('/partenaire/cloture').asking('jour').saying('cloture'),
  transaction: place('/partenaire/transactions/:transaction', transaction),
  refund: place('/partenaire/transactions/:transaction/remboursement', transaction).asking('montant'),
  refundCheck: place('/partenaire/transactions/:transaction/remboursement/verification', transaction).asking('montant'),
  onlineCancellation: place('/partenaire/transactions/:transaction/annulation', transaction),
  mails: place('/partenaire/messages').saying('choix'),
  users: place('/partenaire/utilisateurs').saying('invitation'),
  newUser: place('/partenaire/utilisateurs/nouveau'),
  user: place('/partenaire/utilisateurs/:id', { id: longRowId }).saying(
    'invitation',
    'lien',
    'roles',
    'fermeture',
    'reouverture',
    'double-authentification',
    'double-authentification-gardee',
  ),
  tills: place('/partenaire/caisses').saying('fermeture', 'deblocage'),
  cashier: place('/partenaire/caisse'),
  pin: place('/partenaire/code-de-caisse').saying('choix'),
  wrongNumbers: place('/partenaire/numeros-faux').saying('remise'),
  settlements: place('/partenaire/versements').asking('page'),
  chain: place('/partenaire/structure').asking('du', 'au', 'page'),
  chainExport: place('/partenaire/structure/export/:format', { format: booksFormat }).asking('du', 'au'),
  agreement: place('/partenaire/convention').saying('code', 'accord'),
  agreementProof: place('/partenaire/convention/:id/convention.pdf', { id: rowId }),
  departure: place('/partenaire/depart').saying('demande', 'retrait'),
  bankAccount: place('/partenaire/compte-bancaire').saying('proposition', 'retrait'),
}
