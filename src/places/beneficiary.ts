import { place } from '../platform/http/place.ts'
import { aidDocument, aidRequest, assent, id, reason, ticket, transaction } from './kinds.ts'

/** What is spent from the extranet, on its way from the page that chooses to the one that checks. */
const SPENDING = ['ville', 'partenaire', 'porte-monnaie', 'montant'] as const

/** What who asks for the card has chosen so far. */
const SCHOOLING = ['cfa', 'etablissement', 'niveau', 'recherche', 'saisie', 'nom', 'ville', 'envoye'] as const

/** Where an address, on its way from a search to what was found, may name somebody. */
const NAMED_IN_AN_ADDRESS = ['whole', 'careOf', 'complement', 'line1', 'line2', 'line3'] as const

/** A young person’s own. */
export const beneficiaryPlaces = {
  home: place('/espace').saying('envoi'),
  // People
  password: place('/espace/mot-de-passe'),
  towns: place('/espace/demande/coordonnees/villes').asking('code-postal'),
  streets: place('/espace/demande/coordonnees/rues').asking('code-postal', 'commune', 'rue'),
  addresses: place('/espace/demande/coordonnees/adresses').asking('adresse'),
  // The card
  card: place('/espace/ma-carte').asking('page'),
  cardOffline: place('/espace/ma-carte/hors-connexion'),
  cardPhoto: place('/espace/ma-carte/photo'),
  newPhoto: place('/espace/ma-carte/nouvelle-photo').saying('photo'),
  returnedCard: place('/espace/ma-carte/retour').saying('adresse', 'confirmation'),
  cardProblem: place('/espace/ma-carte/probleme'),
  problemDeclared: place('/espace/ma-carte/probleme/declare'),
  problemToDeclare: place('/espace/ma-carte/probleme/:reason', { reason }).saying('adresse'),
  qrCode: place('/espace/ma-carte/qr-code'),
  nextQrCode: place('/espace/ma-carte/qr-code/nouveau'),
  // Money
  assent: place('/espace/ma-carte/accords/:assent', assent).saying('accord', 'refus'),
  paymentCode: place('/espace/ma-carte/code-de-paiement').saying('choix'),
  notifications: place('/espace/ma-carte/notifications').saying('active', 'retrait'),
  transactions: place('/espace/ma-carte/transactions').asking('porte-monnaie', 'page'),
  transactionReceipt: place('/espace/ma-carte/transactions/:transaction/recu.pdf', transaction),
  newPrepayment: place('/espace/ma-carte/prepaiements/nouveau').asking(...SPENDING),
  prepaymentCheck: place('/espace/ma-carte/prepaiements/nouveau/verification').asking(...SPENDING),
  prepayment: place('/espace/ma-carte/prepaiements/:ticket', ticket).saying('creation'),
  prepaymentCancellation: place('/espace/ma-carte/prepaiements/:ticket/annulation', ticket),
  prepaymentReceipt: place('/espace/ma-carte/prepaiements/:ticket/recu.pdf', ticket).asking('imprimer'),
  newOnlinePayment: place('/espace/ma-carte/paiements/nouveau').asking(...SPENDING),
  onlinePaymentCheck: place('/espace/ma-carte/paiements/nouveau/verification').asking(...SPENDING),
  onlinePayment: place('/espace/ma-carte/paiements/:transaction', transaction),
  // The scheme
  goodDeals: place('/espace/bons-plans').asking('recherche', 'page'),
  goodDeal: place('/espace/bons-plans/:id', id),
  goodDealPicture: place('/espace/bons-plans/:id/image', id).asking('v'),
  documents: place('/espace/mes-documents'),
  documentFile: place('/espace/mes-documents/:id/fichier.pdf', id),
  // Requests
  renewal: place('/espace/demande/renouvellement'),
  situation: place('/espace/demande/situation').asking('retour'),
  contact: place('/espace/demande/coordonnees').asking('retour').saying('adresse'),
  contactAddress: place('/espace/demande/coordonnees/adresse')
    .carryingAForm()
    .hiding(...NAMED_IN_AN_ADDRESS),
  contactAddressSearch: place('/espace/demande/coordonnees/adresse/recherche').asking('retour'),
  schooling: place('/espace/demande/etablissement').asking('retour', ...SCHOOLING),
  schoolsFound: place('/espace/demande/etablissement/recherche').asking('cfa', 'recherche'),
  coursesFound: place('/espace/demande/etablissement/formations').asking(...SCHOOLING),
  diploma: place('/espace/demande/etablissement/diplome').asking('retour'),
  photo: place('/espace/demande/photo').asking('retour', 'reprendre'),
  ownPhoto: place('/espace/demande/photo/image'),
  identityDocument: place('/espace/demande/justificatif').asking('retour', 'remplacer').saying('remplacement'),
  ownIdentityDocument: place('/espace/demande/justificatif/image'),
  certificate: place('/espace/demande/certificat').saying('envoi'),
  ownCertificate: place('/espace/demande/certificat/image'),
  summary: place('/espace/demande/recapitulatif'),
  contract: place('/espace/mon-contrat').saying('envoi'),
  // Aid
  aidInformation: place('/espace/aide-thr'),
  aidRegulation: place('/espace/aide-thr/reglement.pdf'),
  aidTransport: place('/espace/aide-thr/transport'),
  aidMeals: place('/espace/aide-thr/restauration'),
  aidLodging: place('/espace/aide-thr/hebergement').asking('modifier'),
  aidDocuments: place('/espace/aide-thr/justificatifs'),
  aidDocumentToSend: place('/espace/aide-thr/justificatifs/:document', { document: aidDocument.document }),
  aidCheck: place('/espace/aide-thr/verification'),
  aidRequest: place('/espace/aide-thr/demandes/:number', aidRequest).saying('envoi'),
  ownAidDocument: place('/espace/aide-thr/demandes/:number/:document', aidDocument),
  // Personal
  account: place('/espace/mon-compte').saying('changements', 'adresse'),
  accountAddress: place('/espace/mon-compte/adresse')
    .carryingAForm()
    .hiding(...NAMED_IN_AN_ADDRESS),
  accountAddressSearch: place('/espace/mon-compte/adresse/recherche').asking('retour'),
  emailChange: place('/espace/mon-compte/adresse-email').saying('envoi'),
  data: place('/espace/mes-donnees').saying('archive'),
  dataArchive: place('/espace/mes-donnees/mes-donnees.zip'),
  accountClosing: place('/espace/mes-donnees/fermeture'),
  guardians: place('/espace/responsables').saying('ajout', 'lien', 'retrait', 'alertes'),
  sessions: place('/espace/mes-connexions').saying('une', 'toutes', 'navigateur'),
  consultations: place('/espace/consultations').asking('page'),
}
