import { anything, digits, longRowId, oneOf, place, rowId, token, uuid } from './platform/http/place.ts'

const id = { id: rowId }
const ticket = { ticket: digits(12) }
const transaction = { transaction: longRowId }
const checkout = { checkout: uuid }
const card = { number: digits(8) }
const request = { number: digits(10) }
const aidRequest = { number: digits(9) }
const aidDocument = { ...aidRequest, document: oneOf({ contrat: 'contract', rib: 'bank', hebergement: 'lodging' }) }

/** The problems of a card, as addresses name them. */
export const CARD_PROBLEMS = {
  perdue: 'lost',
  volee: 'stolen',
  endommagee: 'damaged',
  'jamais-recue': 'never-received',
  erreur: 'wrong',
} as const
const reason = oneOf(CARD_PROBLEMS)

/** What is spent from the extranet, on its way from the page that chooses to the one that checks. */
const SPENDING = ['ville', 'partenaire', 'porte-monnaie', 'montant'] as const

/** What who asks for the card has chosen so far. */
const SCHOOLING = ['cfa', 'etablissement', 'niveau', 'recherche', 'saisie', 'nom', 'ville', 'envoye'] as const

/** Two days, as the fields of a date name them. */
const PERIOD = ['du.jour', 'du.mois', 'du.annee', 'au.jour', 'au.mois', 'au.annee'] as const

/**
 * THE MAP of addresses: each is written here, and nowhere else. By space, then in the order of the wings. Where two could answer, the first
 * does. `asking`: what its query may ask, in French as the path is. `saying`: what its page may say is done.
 */
export const places = {
  public: {
    home: place('/'),
    // People
    signIn: place('/connexion'),
    passwordChanged: place('/connexion/mot-de-passe-modifie'),
    forgottenPassword: place('/mot-de-passe-oublie'),
    resetAsked: place('/mot-de-passe-oublie/envoye'),
    passwordReset: place('/mot-de-passe/:token', { token }),
    signOut: place('/deconnexion'),
    staffSignIn: place('/professionnels/connexion'),
    signInCode: place('/professionnels/connexion/code'),
    firstEnrolment: place('/professionnels/connexion/double-authentification'),
    staffPasswordChosen: place('/professionnels/connexion/mot-de-passe-choisi'),
    staffForgottenPassword: place('/professionnels/mot-de-passe-oublie'),
    staffResetAsked: place('/professionnels/mot-de-passe-oublie/envoye'),
    staffPassword: place('/professionnels/mot-de-passe/:token', { token }),
    // Partners
    whereToUse: place('/ou-utiliser-ma-carte').asking('nom', 'ville', 'type', 'pres', 'page'),
    partnerPoints: place('/ou-utiliser-ma-carte/points').asking('nom', 'ville', 'type'),
    partner: place('/partenaires/:code', { code: anything }),
    // The scheme
    scheme: place('/le-dispositif'),
    faq: place('/faq').asking('recherche'),
    faqQuestion: place('/faq/:slug', { slug: anything }),
    contact: place('/contact'),
    contactSent: place('/contact/envoye'),
    legalNotices: place('/mentions-legales'),
    conditions: place('/conditions-d-utilisation'),
    privacyPolicy: place('/politique-de-confidentialite'),
    cookies: place('/gestion-des-cookies'),
    accessibility: place('/accessibilite'),
    siteMap: place('/plan-du-site'),
    demoMessages: place('/demo/messages'),
    // Personal
    mySpace: place('/mon-espace'),
    offline: place('/hors-connexion'),
    signUp: place('/inscription'),
    signedUp: place('/inscription/envoyee'),
    emailConfirmed: place('/adresse-email/confirmee'),
    emailConfirmation: place('/adresse-email/:token', { token }),
    accountClosed: place('/connexion/compte-ferme'),
  },

  beneficiary: {
    home: place('/espace').saying('envoi'),
    // People
    password: place('/espace/mot-de-passe'),
    towns: place('/espace/demande/coordonnees/villes').asking('code-postal'),
    streets: place('/espace/demande/coordonnees/rues').asking('code-postal', 'commune', 'rue'),
    // The card
    card: place('/espace/ma-carte').asking('page'),
    cardOffline: place('/espace/ma-carte/hors-connexion'),
    cardPhoto: place('/espace/ma-carte/photo'),
    newPhoto: place('/espace/ma-carte/nouvelle-photo').saying('photo'),
    cardProblem: place('/espace/ma-carte/probleme'),
    problemDeclared: place('/espace/ma-carte/probleme/declare'),
    problemToDeclare: place('/espace/ma-carte/probleme/:reason', { reason }).saying('adresse'),
    qrCode: place('/espace/ma-carte/qr-code'),
    nextQrCode: place('/espace/ma-carte/qr-code/nouveau'),
    // Money
    transactions: place('/espace/ma-carte/transactions').asking('porte-monnaie', 'page'),
    newPrepayment: place('/espace/ma-carte/prepaiements/nouveau').asking(...SPENDING),
    prepaymentCheck: place('/espace/ma-carte/prepaiements/nouveau/verification').asking(...SPENDING),
    prepayment: place('/espace/ma-carte/prepaiements/:ticket', ticket),
    prepaymentCancellation: place('/espace/ma-carte/prepaiements/:ticket/annulation', ticket),
    prepaymentReceipt: place('/espace/ma-carte/prepaiements/:ticket/recu.pdf', ticket),
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
    contactAddress: place('/espace/demande/coordonnees/adresse').carryingAForm(),
    contactAddressSearch: place('/espace/demande/coordonnees/adresse/recherche').asking('retour'),
    schooling: place('/espace/demande/etablissement').asking('retour', ...SCHOOLING),
    diploma: place('/espace/demande/etablissement/diplome').asking('retour'),
    photo: place('/espace/demande/photo').asking('retour', 'reprendre'),
    ownPhoto: place('/espace/demande/photo/image'),
    identityDocument: place('/espace/demande/justificatif').asking('retour', 'remplacer').saying('remplacement'),
    ownIdentityDocument: place('/espace/demande/justificatif/image'),
    summary: place('/espace/demande/recapitulatif'),
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
    accountAddress: place('/espace/mon-compte/adresse').carryingAForm(),
    accountAddressSearch: place('/espace/mon-compte/adresse/recherche').asking('retour'),
    emailChange: place('/espace/mon-compte/adresse-email').saying('envoi'),
    data: place('/espace/mes-donnees'),
    dataArchive: place('/espace/mes-donnees/mes-donnees.zip'),
    accountClosing: place('/espace/mes-donnees/fermeture'),
    sessions: place('/espace/mes-connexions').saying('une', 'toutes'),
    consultations: place('/espace/consultations').asking('page'),
  },

  staff: {
    security: place('/professionnels/securite').asking('expire').saying('desactivation'),
    phoneChange: place('/professionnels/securite/telephone'),
    recoveryCodes: place('/professionnels/securite/codes-de-secours'),
  },

  partner: {
    home: place('/partenaire'),
    till: place('/partenaire/encaissement'),
    checkout: place('/partenaire/encaissement/:checkout', checkout),
    customerPhoto: place('/partenaire/encaissement/:checkout/photo', checkout),
    paymentReceipt: place('/partenaire/encaissement/:checkout/recu', checkout),
    prepayments: place('/partenaire/prepaiements'),
    prepayment: place('/partenaire/prepaiements/:ticket', ticket),
    redemptionReceipt: place('/partenaire/prepaiements/:ticket/recu', ticket),
    transactions: place('/partenaire/transactions').asking('jour', 'page'),
    transaction: place('/partenaire/transactions/:transaction', transaction),
    refund: place('/partenaire/transactions/:transaction/remboursement', transaction).asking('montant'),
    refundCheck: place('/partenaire/transactions/:transaction/remboursement/verification', transaction).asking('montant'),
    onlineCancellation: place('/partenaire/transactions/:transaction/annulation', transaction),
    settlements: place('/partenaire/versements').asking('page'),
  },

  school: {
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
  },

  region: {
    home: place('/region'),
    // People
    staff: place('/region/comptes').asking('recherche', 'type', 'page'),
    invitation: place('/region/comptes/nouveau'),
    staffMember: place('/region/comptes/:id', id).saying(
      'invitation',
      'lien',
      'fermeture',
      'reouverture',
      'double-authentification',
      'role',
    ),
    goodDealsConsents: place('/region/contenus/consentements-bons-plans.csv'),
    newslettersConsents: place('/region/contenus/consentements-newsletters.csv'),
    // Schools
    schools: place('/region/etablissements').asking('recherche', 'etat', 'page'),
    newSchool: place('/region/etablissements/nouveau'),
    school: place('/region/etablissements/:id', id).saying('ajout', 'modification', 'fermeture', 'ouverture'),
    schoolChange: place('/region/etablissements/:id/modifier', id),
    schoolClosing: place('/region/etablissements/:id/fermeture', id),
    schoolCourses: place('/region/etablissements/:id/formations', id).asking('recherche').saying('formations'),
    // Partners
    partners: place('/region/partenaires').asking('recherche', 'etat', 'page'),
    newPartner: place('/region/partenaires/nouveau'),
    partnersImport: place('/region/partenaires/import'),
    partnersImported: place('/region/partenaires/import/:id', id),
    partner: place('/region/partenaires/:id', id).saying('ajout', 'modification', 'suspension', 'retour'),
    partnerChange: place('/region/partenaires/:id/modifier', id),
    partnerSuspension: place('/region/partenaires/:id/suspension', id),
    // The card
    cards: place('/region/cartes').asking('page', 'lots', 'photos').saying('mise-de-cote'),
    cardBatch: place('/region/cartes/lots/:id', id).saying('fabrication', 'expedition'),
    cardBatchArchive: place('/region/cartes/lots/:id/archive.zip', id),
    cardPhoto: place('/region/cartes/:number/photo', card),
    cardPhotoInList: place('/region/cartes/:number/vignette', card),
    settingAside: place('/region/cartes/:number/mise-de-cote', card),
    // Money
    settlements: place('/region/reversements').asking('page', 'reversements'),
    settlementPreparation: place('/region/reversements/preparation'),
    settlement: place('/region/reversements/:id', id).saying('preparation', 'versement'),
    settlementPayment: place('/region/reversements/:id/versement', id),
    settlementCsv: place('/region/reversements/:id/reversement.csv', id),
    // The scheme
    campaigns: place('/region/campagnes'),
    nextCampaign: place('/region/campagnes/nouvelle'),
    campaign: place('/region/campagnes/:id', id).saying('enregistrement', 'preparation'),
    campaignDates: place('/region/campagnes/:id/dates', id).carryingAForm(),
    campaignDatesCheck: place('/region/campagnes/:id/dates/verification', id).carryingAForm(),
    campaignBenefits: place('/region/campagnes/:id/montants', id).carryingAForm(),
    campaignBenefitsCheck: place('/region/campagnes/:id/montants/verification', id).carryingAForm(),
    campaignAid: place('/region/campagnes/:id/aide-thr', id).carryingAForm(),
    campaignAidCheck: place('/region/campagnes/:id/aide-thr/verification', id).carryingAForm(),
    questions: place('/region/questions').asking('repondues', 'page'),
    question: place('/region/questions/:id', id).saying('envoi'),
    contents: place('/region/contenus'),
    goodDeals: place('/region/bons-plans').saying('suppression'),
    newGoodDeal: place('/region/bons-plans/nouveau'),
    goodDeal: place('/region/bons-plans/:id', id),
    goodDealPicture: place('/region/bons-plans/:id/image', id).asking('v'),
    goodDealChange: place('/region/bons-plans/:id/modification', id),
    goodDealDeletion: place('/region/bons-plans/:id/suppression', id),
    documents: place('/region/documents').saying('suppression'),
    newDocument: place('/region/documents/nouveau'),
    document: place('/region/documents/:id', id),
    documentFile: place('/region/documents/:id/fichier.pdf', id),
    documentChange: place('/region/documents/:id/modification', id),
    documentDeletion: place('/region/documents/:id/suppression', id),
    faqQuestions: place('/region/questions-frequentes').saying('suppression'),
    newFaqQuestion: place('/region/questions-frequentes/nouveau'),
    faqQuestion: place('/region/questions-frequentes/:id', id),
    faqQuestionChange: place('/region/questions-frequentes/:id/modification', id),
    faqQuestionDeletion: place('/region/questions-frequentes/:id/suppression', id),
    keyDates: place('/region/dates-cles').saying('suppression'),
    newKeyDate: place('/region/dates-cles/nouveau'),
    keyDate: place('/region/dates-cles/:id', id),
    keyDateChange: place('/region/dates-cles/:id/modification', id),
    keyDateDeletion: place('/region/dates-cles/:id/suppression', id),
    // Requests
    requests: place('/region/demandes').asking('search', 'state', 'page', 'tick', 'done'),
    request: place('/region/demandes/:number', request).asking('done'),
    requestIdentityDocument: place('/region/demandes/:number/justificatif', request),
    requestPhoto: place('/region/demandes/:number/photo', request),
    acceptance: place('/region/demandes/:number/validation', request),
    returning: place('/region/demandes/:number/renvoi', request),
    refusal: place('/region/demandes/:number/refus', request),
    // Aid
    aidRequests: place('/region/aides-thr').asking('search', 'state', 'page'),
    aidRequest: place('/region/aides-thr/:number', aidRequest).saying('validation', 'renvoi', 'refus', 'distance'),
    aidDistance: place('/region/aides-thr/:number/distance', aidRequest),
    aidAcceptance: place('/region/aides-thr/:number/validation', aidRequest),
    aidReturning: place('/region/aides-thr/:number/renvoi', aidRequest),
    aidRefusal: place('/region/aides-thr/:number/refus', aidRequest),
    aidDocument: place('/region/aides-thr/:number/:document', aidDocument).asking('page'),
    aidDocumentPicture: place('/region/aides-thr/:number/:document/image', aidDocument).asking('page'),
    aidDocumentFile: place('/region/aides-thr/:number/:document/fichier.pdf', aidDocument),
    aidBatches: place('/region/paiements-thr').asking('page'),
    aidBatch: place('/region/paiements-thr/:id', id).asking('page').saying('reponse', 'annulation'),
    aidBatchFile: place('/region/paiements-thr/:id/fichier', id),
    aidBatchCancellation: place('/region/paiements-thr/:id/annulation', id),
    aidBatchPaid: place('/region/paiements-thr/:id/payes', id),
    aidBatchLine: place('/region/paiements-thr/:id/lignes/:number', { ...id, ...aidRequest }),
    // The Region
    beneficiaries: place('/region/beneficiaires').asking('recherche', 'etablissement', 'page'),
    beneficiary: place('/region/beneficiaires/:id', id).saying(
      'identite',
      'etablissement',
      'telephones',
      'adresse',
      'adresse-email',
      'carte',
      'blocage',
      'deblocage',
      'mot-de-passe',
    ),
    identityCorrection: place('/region/beneficiaires/:id/identite', id),
    resetStart: place('/region/beneficiaires/:id/mot-de-passe', id),
    signInBlocking: place('/region/beneficiaires/:id/blocage', id),
    signInUnblocking: place('/region/beneficiaires/:id/deblocage', id),
    schoolMove: place('/region/beneficiaires/:id/etablissement', id).asking('etablissement'),
    phonesChange: place('/region/beneficiaires/:id/telephones', id),
    addressChange: place('/region/beneficiaires/:id/adresse', id),
    emailChange: place('/region/beneficiaires/:id/adresse-email', id),
    cardStopping: place('/region/beneficiaires/:id/carte', id),
    cardStoppingCheck: place('/region/beneficiaires/:id/carte/:reason', { ...id, reason }),
    messages: place('/region/messages').asking('etat', 'canal', 'adresse', ...PERIOD, 'page'),
    message: place('/region/messages/:id', { id: uuid }).saying('envoi'),
    journal: place('/region/journal').asking('evenement', 'dossier', 'professionnel', ...PERIOD, 'avant'),
    figures: place('/region/chiffres').asking('campagne'),
    figuresOfRequests: place('/region/chiffres/demandes.csv').asking('campagne'),
    figuresOfTimes: place('/region/chiffres/delais.csv').asking('campagne'),
    figuresOfMoney: place('/region/chiffres/argent.csv').asking('campagne'),
    figuresOfPartners: place('/region/chiffres/partenaires.csv').asking('campagne'),
  },
}
