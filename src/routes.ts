import { regionAidDesk, schoolAidDesk } from './features/aid/aid-decisions/pages/desk.tsx'
import { aidDistance } from './features/aid/aid-decisions/pages/distance.tsx'
import { regionAidDocuments, schoolAidDocuments } from './features/aid/aid-decisions/pages/documents.tsx'
import { checkStep } from './features/aid/aid-form/pages/check.tsx'
import { documentsStep, ownDocument, sendDocument } from './features/aid/aid-form/pages/documents.tsx'
import { informationStep, regulation } from './features/aid/aid-form/pages/information.tsx'
import { lodgingStep } from './features/aid/aid-form/pages/lodging.tsx'
import { mealsStep } from './features/aid/aid-form/pages/meals.tsx'
import { aidRequest } from './features/aid/aid-form/pages/request.tsx'
import { transportStep } from './features/aid/aid-form/pages/transport.tsx'
import { aidBatchPaid, aidPaymentLine } from './features/aid/aid-payments/pages/answers.tsx'
import { aidBatch } from './features/aid/aid-payments/pages/batch.tsx'
import { aidBatchCancelling } from './features/aid/aid-payments/pages/cancel.tsx'
import { aidTransfers } from './features/aid/aid-payments/pages/file.tsx'
import { aidPayments } from './features/aid/aid-payments/pages/payments.tsx'
import { batch, batchArchive } from './features/card/cards/pages/batch.tsx'
import { cardsToMake } from './features/card/cards/pages/cards-to-make.tsx'
import { newPhoto } from './features/card/cards/pages/new-photo.tsx'
import { cardPhoto } from './features/card/cards/pages/photo.ts'
import { cardProblem, problemDeclaredPage, problemToDeclare } from './features/card/cards/pages/problem.tsx'
import { nextQrCode, qrCode } from './features/card/cards/pages/qr-code.tsx'
import { cardPhotoForAgent, cardPhotoInList, settingAside } from './features/card/cards/pages/set-aside.tsx'
import { partnerHome } from './features/money/payments/pages/home.tsx'
import { checkOnlinePayment, newOnlinePayment, onlinePaymentMade } from './features/money/payments/pages/pay-online.tsx'
import { cancelOnline, checkRefund, newRefund } from './features/money/payments/pages/refund.tsx'
import { customerPhoto, paymentReceipt, showCard, takePayment } from './features/money/payments/pages/till.tsx'
import { partnerTransaction, partnerTransactions } from './features/money/payments/pages/transactions.tsx'
import { cancelling } from './features/money/prepayments/pages/cancel.tsx'
import { checkPrepayment, newPrepayment, prepaymentMade } from './features/money/prepayments/pages/new.tsx'
import { receipt } from './features/money/prepayments/pages/receipt.ts'
import { findPrepayment, redeeming, redemptionReceipt } from './features/money/prepayments/pages/redeem.tsx'
import { settlementPayment, settlementPreparation } from './features/money/settlements/pages/checks.tsx'
import { settled } from './features/money/settlements/pages/settled.tsx'
import { settlement, settlementCsv } from './features/money/settlements/pages/settlement.tsx'
import { settlements } from './features/money/settlements/pages/settlements.tsx'
import { history } from './features/money/wallets/pages/history.tsx'
import { importPartnersPage, partnersImportedPage } from './features/partners/partners/pages/manage-import.tsx'
import { partner } from './features/partners/partners/pages/partner.tsx'
import { partnerRegister } from './features/partners/partners/pages/register.tsx'
import { partnerPoints, whereToUse } from './features/partners/partners/pages/where-to-use.tsx'
import { changePasswordPage, passwordChangedPage } from './features/people/accounts/pages/change-password.tsx'
import { forgottenPassword, resetPasswordPage } from './features/people/accounts/pages/forgotten-password.tsx'
import { signInPage } from './features/people/accounts/pages/sign-in.tsx'
import { signOutPage } from './features/people/accounts/pages/sign-out.tsx'
import { streetsFound, townsFound } from './features/people/addresses/pages/address.tsx'
import { goodDealsConsents, newslettersConsents } from './features/people/beneficiaries/pages/consenting.ts'
import { staffPasswordChosenPage, staffPasswordPage } from './features/people/staff/pages/choose-password.tsx'
import { staffForgottenPassword } from './features/people/staff/pages/forgotten-password.tsx'
import { invitePage, staffList, staffPage } from './features/people/staff/pages/manage.tsx'
import { firstEnrolmentPage, signInCodePage } from './features/people/staff/pages/second-factor.tsx'
import { phoneChangePage, recoveryCodesPage, securityPage } from './features/people/staff/pages/security.tsx'
import { staffSignInPage } from './features/people/staff/pages/sign-in.tsx'
import { accountAddress } from './features/personal/my-account/pages/address.ts'
import { confirmEmailPage, emailChangePage, emailConfirmedPage } from './features/personal/my-account/pages/email.tsx'
import { myAccount } from './features/personal/my-account/pages/my-account.tsx'
import { beneficiaryHome } from './features/personal/my-space/pages/home.tsx'
import { myCard } from './features/personal/my-space/pages/my-card.tsx'
import { myCardOffline, offline } from './features/personal/my-space/pages/offline.tsx'
import { mySpace } from './features/personal/my-space/pages/way-in.ts'
import { consultations } from './features/personal/personal-data/pages/consultations.tsx'
import { accountClosedPage, accountClosing, myData, myDataArchive } from './features/personal/personal-data/pages/my-data.tsx'
import { mySessions } from './features/personal/personal-data/pages/my-sessions.tsx'
import { signedUpPage, signUpPage } from './features/personal/sign-up/pages/sign-up.tsx'
import { journal } from './features/region/audit/pages/journal.tsx'
import { figures, moneyCsv, requestsCsv, timesCsv, typesCsv } from './features/region/figures/pages/figures.tsx'
import { regionHome } from './features/region/figures/pages/region-home.tsx'
import { messageList } from './features/region/messages/pages/list.tsx'
import { messagePage } from './features/region/messages/pages/message.tsx'
import { identityCorrection, resetStart, schoolChange, signInBlocking, signInUnblocking } from './features/region/support/pages/acts.tsx'
import { cardStopping, cardStoppingCheck } from './features/region/support/pages/card.tsx'
import { addressChange, emailChange, phonesChange } from './features/region/support/pages/contact.tsx'
import { beneficiaryFile } from './features/region/support/pages/file.tsx'
import { beneficiarySearch } from './features/region/support/pages/search.tsx'
import { applicationAddress } from './features/requests/application-form/pages/address.ts'
import { contactStep } from './features/requests/application-form/pages/contact.tsx'
import { diplomaQuestion } from './features/requests/application-form/pages/diploma.tsx'
import { identityDocument } from './features/requests/application-form/pages/identity-document.tsx'
import { photo } from './features/requests/application-form/pages/photo.tsx'
import { ownIdentityDocument, ownPhoto } from './features/requests/application-form/pages/pictures.ts'
import { renewal } from './features/requests/application-form/pages/renewal.tsx'
import { schoolingStep } from './features/requests/application-form/pages/schooling.tsx'
import { situationStep } from './features/requests/application-form/pages/situation.tsx'
import { summaryStep } from './features/requests/application-form/pages/summary.tsx'
import { regionDesk, schoolDesk } from './features/requests/card-decisions/pages/desk.tsx'
import { applicantIdentityDocument, applicantPhoto, pupilPhoto } from './features/requests/card-decisions/pages/pictures.ts'
import { campaignList, campaignPage, nextCampaign } from './features/scheme/campaigns/pages/campaigns.tsx'
import { changeAid, changeBenefits, changeDates, checkAid, checkBenefits, checkDates } from './features/scheme/campaigns/pages/change.tsx'
import { scheme } from './features/scheme/campaigns/pages/scheme.tsx'
import { contact, contactSent } from './features/scheme/contact/pages/contact.tsx'
import { receivedQuestion, receivedQuestions } from './features/scheme/contact/pages/received.tsx'
import { demoMessages } from './features/scheme/content/pages/demo-messages.tsx'
import { documentFile, myDocuments } from './features/scheme/content/pages/documents.tsx'
import { faq, faqQuestion } from './features/scheme/content/pages/faq.tsx'
import { goodDealPage, goodDealPicture, goodDealsPage } from './features/scheme/content/pages/good-deals.tsx'
import { home } from './features/scheme/content/pages/home.tsx'
import { contentsDesk } from './features/scheme/content-desk/pages/desk.tsx'
import {
  deletingDocument,
  documentFilePreview,
  documentPreview,
  documentsDesk,
  editDocument,
  newDocument,
} from './features/scheme/content-desk/pages/documents.tsx'
import {
  deletingGoodDeal,
  editGoodDeal,
  goodDealPicturePreview,
  goodDealPreview,
  goodDealsDesk,
  newGoodDeal,
} from './features/scheme/content-desk/pages/good-deals.tsx'
import { deletingKeyDate, editKeyDate, keyDatePreview, keyDatesDesk, newKeyDate } from './features/scheme/content-desk/pages/key-dates.tsx'
import {
  deletingQuestion,
  editQuestion,
  newQuestion,
  questionPreview,
  questionsDesk,
} from './features/scheme/content-desk/pages/questions.tsx'
import { accessibility } from './features/scheme/legal/pages/accessibility.tsx'
import { conditions } from './features/scheme/legal/pages/conditions.tsx'
import { cookies } from './features/scheme/legal/pages/cookies.tsx'
import { legalNotices } from './features/scheme/legal/pages/notices.tsx'
import { privacyPolicy } from './features/scheme/legal/pages/privacy.tsx'
import { siteMap } from './features/scheme/legal/pages/site-map.tsx'
import { schoolCoursesPage } from './features/schools/schools/pages/manage-courses.tsx'
import { schoolRegister } from './features/schools/schools/pages/register.tsx'
import { type Route, routesOf } from './platform/http/app.tsx'
import { beneficiarySpace, offlineSpace, passwordSpace } from './spaces/beneficiary.tsx'
import { publicSpace } from './spaces/public.tsx'
import { partnerSpace, regionFor, regionSpace, schoolSpace, staffSpace } from './spaces/staff.tsx'

// What is no such number leads nowhere.
const ID = ':id{[1-9][0-9]{0,8}}'
const MESSAGE = ':id{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}}'
const TICKET = ':ticket{[0-9]{12}}'
const TRANSACTION = ':transaction{[0-9]{1,15}}'
const CARD = ':number{[0-9]{8}}'
const AID_REQUEST = ':number{[0-9]{9}}'
const DOCUMENT = ':document{(?:contrat|rib|hebergement)}'
const CHECKOUT = ':checkout{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}}'

/** The map: every URL of the site and where it leads. */
export const routes: Route[] = [
  ...routesOf(publicSpace, {
    '/': home,
    '/le-dispositif': scheme,
    '/inscription': signUpPage,
    '/inscription/envoyee': signedUpPage,
    '/connexion': signInPage,
    '/connexion/mot-de-passe-modifie': passwordChangedPage,
    '/mot-de-passe-oublie': forgottenPassword.ask,
    '/mot-de-passe-oublie/envoye': forgottenPassword.asked,
    '/mot-de-passe/:token': resetPasswordPage,
    '/professionnels/connexion': staffSignInPage,
    '/professionnels/mot-de-passe-oublie': staffForgottenPassword.ask,
    '/professionnels/mot-de-passe-oublie/envoye': staffForgottenPassword.asked,
    '/professionnels/mot-de-passe/:token': staffPasswordPage,
    '/professionnels/connexion/mot-de-passe-choisi': staffPasswordChosenPage,
    '/professionnels/connexion/code': signInCodePage,
    '/professionnels/connexion/double-authentification': firstEnrolmentPage,
    '/mon-espace': mySpace,
    '/deconnexion': signOutPage,
    '/connexion/compte-ferme': accountClosedPage,
    '/adresse-email/confirmee': emailConfirmedPage,
    '/adresse-email/:token': confirmEmailPage,
    '/ou-utiliser-ma-carte': whereToUse,
    '/ou-utiliser-ma-carte/points': partnerPoints,
    '/partenaires/:code': partner,
    '/faq': faq,
    '/faq/:slug': faqQuestion,
    '/contact': contact,
    '/contact/envoye': contactSent,
    '/mentions-legales': legalNotices,
    '/conditions-d-utilisation': conditions,
    '/politique-de-confidentialite': privacyPolicy,
    '/gestion-des-cookies': cookies,
    '/accessibilite': accessibility,
    '/plan-du-site': siteMap,
    '/hors-connexion': offline,
    '/demo/messages': demoMessages,
  }),
  ...routesOf(passwordSpace, { '/mot-de-passe': changePasswordPage }),
  ...routesOf(offlineSpace, { '/ma-carte/hors-connexion': myCardOffline }),
  ...routesOf(beneficiarySpace, {
    '/bons-plans': goodDealsPage,
    [`/bons-plans/${ID}`]: goodDealPage,
    [`/bons-plans/${ID}/image`]: goodDealPicture,
    '/mes-documents': myDocuments,
    [`/mes-documents/${ID}/fichier.pdf`]: documentFile,
    '/demande/photo': photo,
    '/demande/photo/image': ownPhoto,
    '/mon-compte': myAccount,
    '/mon-compte/adresse': accountAddress.address,
    '/mon-compte/adresse/recherche': accountAddress.search,
    '/mon-compte/adresse-email': emailChangePage,
    '/mes-donnees': myData,
    '/mes-donnees/mes-donnees.zip': myDataArchive,
    '/mes-donnees/fermeture': accountClosing,
    '/mes-connexions': mySessions,
    '/consultations': consultations,
    '/ma-carte': myCard,
    '/ma-carte/transactions': history,
    '/ma-carte/photo': cardPhoto,
    '/ma-carte/nouvelle-photo': newPhoto,
    '/ma-carte/probleme': cardProblem,
    '/ma-carte/probleme/declare': problemDeclaredPage,
    '/ma-carte/probleme/:reason': problemToDeclare,
    '/ma-carte/qr-code': qrCode,
    '/ma-carte/qr-code/nouveau': nextQrCode,
    '/': beneficiaryHome,
    '/demande/renouvellement': renewal,
    '/demande/situation': situationStep,
    '/demande/coordonnees': contactStep,
    '/demande/coordonnees/adresse': applicationAddress.address,
    '/demande/coordonnees/adresse/recherche': applicationAddress.search,
    '/demande/coordonnees/villes': townsFound,
    '/demande/coordonnees/rues': streetsFound,
    '/demande/etablissement': schoolingStep,
    '/demande/etablissement/diplome': diplomaQuestion,
    '/demande/justificatif': identityDocument,
    '/demande/justificatif/image': ownIdentityDocument,
    '/demande/recapitulatif': summaryStep,
    '/ma-carte/prepaiements/nouveau': newPrepayment,
    '/ma-carte/prepaiements/nouveau/verification': checkPrepayment,
    [`/ma-carte/prepaiements/${TICKET}`]: prepaymentMade,
    [`/ma-carte/prepaiements/${TICKET}/annulation`]: cancelling,
    [`/ma-carte/prepaiements/${TICKET}/recu.pdf`]: receipt,
    '/ma-carte/paiements/nouveau': newOnlinePayment,
    '/ma-carte/paiements/nouveau/verification': checkOnlinePayment,
    [`/ma-carte/paiements/${TRANSACTION}`]: onlinePaymentMade,
    '/aide-thr': informationStep,
    '/aide-thr/reglement.pdf': regulation,
    '/aide-thr/transport': transportStep,
    '/aide-thr/restauration': mealsStep,
    '/aide-thr/hebergement': lodgingStep,
    '/aide-thr/justificatifs': documentsStep,
    [`/aide-thr/justificatifs/${DOCUMENT}`]: sendDocument,
    '/aide-thr/verification': checkStep,
    [`/aide-thr/demandes/${AID_REQUEST}`]: aidRequest,
    [`/aide-thr/demandes/${AID_REQUEST}/${DOCUMENT}`]: ownDocument,
  }),
  ...routesOf(staffSpace, {
    '/': securityPage,
    '/telephone': phoneChangePage,
    '/codes-de-secours': recoveryCodesPage,
  }),
  ...routesOf(partnerSpace, {
    '/': partnerHome,
    '/encaissement': showCard,
    [`/encaissement/${CHECKOUT}`]: takePayment,
    [`/encaissement/${CHECKOUT}/photo`]: customerPhoto,
    [`/encaissement/${CHECKOUT}/recu`]: paymentReceipt,
    '/prepaiements': findPrepayment,
    [`/prepaiements/${TICKET}`]: redeeming,
    [`/prepaiements/${TICKET}/recu`]: redemptionReceipt,
    '/transactions': partnerTransactions,
    '/versements': settled,
    [`/transactions/${TRANSACTION}`]: partnerTransaction,
    [`/transactions/${TRANSACTION}/remboursement`]: newRefund,
    [`/transactions/${TRANSACTION}/remboursement/verification`]: checkRefund,
    [`/transactions/${TRANSACTION}/annulation`]: cancelOnline,
  }),
  ...routesOf(schoolSpace, {
    '/demandes/:number/photo': pupilPhoto,
    '/': schoolDesk.list,
    '/validation': schoolDesk.decisions.validation,
    '/renvoi': schoolDesk.decisions.renvoi,
    '/refus': schoolDesk.decisions.refus,
    '/demandes/:number': schoolDesk.file,
    '/demandes/:number/validation': schoolDesk.decisions.validation,
    '/demandes/:number/renvoi': schoolDesk.decisions.renvoi,
    '/demandes/:number/refus': schoolDesk.decisions.refus,
    '/aides-thr': schoolAidDesk.list,
    [`/aides-thr/${AID_REQUEST}`]: schoolAidDesk.file,
    [`/aides-thr/${AID_REQUEST}/validation`]: schoolAidDesk.decisions.validation,
    [`/aides-thr/${AID_REQUEST}/renvoi`]: schoolAidDesk.decisions.renvoi,
    [`/aides-thr/${AID_REQUEST}/refus`]: schoolAidDesk.decisions.refus,
    [`/aides-thr/${AID_REQUEST}/${DOCUMENT}`]: schoolAidDocuments.pages,
    [`/aides-thr/${AID_REQUEST}/${DOCUMENT}/image`]: schoolAidDocuments.image,
    [`/aides-thr/${AID_REQUEST}/${DOCUMENT}/fichier.pdf`]: schoolAidDocuments.file,
  }),
  ...routesOf(regionSpace, {
    '/': regionHome,
    '/chiffres': figures,
    '/chiffres/demandes.csv': requestsCsv,
    '/chiffres/delais.csv': timesCsv,
    '/chiffres/argent.csv': moneyCsv,
    '/chiffres/partenaires.csv': typesCsv,
  }),
  ...routesOf(regionFor('finance'), {
    '/aides-thr': regionAidDesk.list,
    [`/aides-thr/${AID_REQUEST}`]: regionAidDesk.file,
    [`/aides-thr/${AID_REQUEST}/distance`]: aidDistance,
    [`/aides-thr/${AID_REQUEST}/validation`]: regionAidDesk.decisions.validation,
    [`/aides-thr/${AID_REQUEST}/renvoi`]: regionAidDesk.decisions.renvoi,
    [`/aides-thr/${AID_REQUEST}/refus`]: regionAidDesk.decisions.refus,
    [`/aides-thr/${AID_REQUEST}/${DOCUMENT}`]: regionAidDocuments.pages,
    [`/aides-thr/${AID_REQUEST}/${DOCUMENT}/image`]: regionAidDocuments.image,
    [`/aides-thr/${AID_REQUEST}/${DOCUMENT}/fichier.pdf`]: regionAidDocuments.file,
    '/reversements': settlements,
    '/reversements/preparation': settlementPreparation,
    [`/reversements/${ID}`]: settlement,
    [`/reversements/${ID}/versement`]: settlementPayment,
    [`/reversements/${ID}/reversement.csv`]: settlementCsv,
    '/paiements-thr': aidPayments,
    [`/paiements-thr/${ID}`]: aidBatch,
    [`/paiements-thr/${ID}/fichier`]: aidTransfers,
    [`/paiements-thr/${ID}/annulation`]: aidBatchCancelling,
    [`/paiements-thr/${ID}/payes`]: aidBatchPaid,
    [`/paiements-thr/${ID}/lignes/${AID_REQUEST}`]: aidPaymentLine,
  }),
  ...routesOf(regionFor('content'), {
    '/contenus': contentsDesk,
    '/contenus/consentements-bons-plans.csv': goodDealsConsents,
    '/contenus/consentements-newsletters.csv': newslettersConsents,
    '/bons-plans': goodDealsDesk,
    '/bons-plans/nouveau': newGoodDeal,
    [`/bons-plans/${ID}`]: goodDealPreview,
    [`/bons-plans/${ID}/image`]: goodDealPicturePreview,
    [`/bons-plans/${ID}/modification`]: editGoodDeal,
    [`/bons-plans/${ID}/suppression`]: deletingGoodDeal,
    '/documents': documentsDesk,
    '/documents/nouveau': newDocument,
    [`/documents/${ID}`]: documentPreview,
    [`/documents/${ID}/fichier.pdf`]: documentFilePreview,
    [`/documents/${ID}/modification`]: editDocument,
    [`/documents/${ID}/suppression`]: deletingDocument,
    '/questions-frequentes': questionsDesk,
    '/questions-frequentes/nouveau': newQuestion,
    [`/questions-frequentes/${ID}`]: questionPreview,
    [`/questions-frequentes/${ID}/modification`]: editQuestion,
    [`/questions-frequentes/${ID}/suppression`]: deletingQuestion,
    '/dates-cles': keyDatesDesk,
    '/dates-cles/nouveau': newKeyDate,
    [`/dates-cles/${ID}`]: keyDatePreview,
    [`/dates-cles/${ID}/modification`]: editKeyDate,
    [`/dates-cles/${ID}/suppression`]: deletingKeyDate,
  }),
  ...routesOf(regionFor('administrator'), {
    '/journal': journal,
    '/comptes': staffList,
    '/comptes/nouveau': invitePage,
    [`/comptes/${ID}`]: staffPage,
    '/campagnes': campaignList,
    '/campagnes/nouvelle': nextCampaign,
    [`/campagnes/${ID}`]: campaignPage,
    [`/campagnes/${ID}/dates`]: changeDates,
    [`/campagnes/${ID}/dates/verification`]: checkDates,
    [`/campagnes/${ID}/montants`]: changeBenefits,
    [`/campagnes/${ID}/montants/verification`]: checkBenefits,
    [`/campagnes/${ID}/aide-thr`]: changeAid,
    [`/campagnes/${ID}/aide-thr/verification`]: checkAid,
  }),
  ...routesOf(regionFor('support'), {
    '/beneficiaires': beneficiarySearch,
    [`/beneficiaires/${ID}`]: beneficiaryFile,
    [`/beneficiaires/${ID}/identite`]: identityCorrection,
    [`/beneficiaires/${ID}/mot-de-passe`]: resetStart,
    [`/beneficiaires/${ID}/blocage`]: signInBlocking,
    [`/beneficiaires/${ID}/deblocage`]: signInUnblocking,
    [`/beneficiaires/${ID}/etablissement`]: schoolChange,
    [`/beneficiaires/${ID}/telephones`]: phonesChange,
    [`/beneficiaires/${ID}/adresse`]: addressChange,
    [`/beneficiaires/${ID}/adresse-email`]: emailChange,
    [`/beneficiaires/${ID}/carte`]: cardStopping,
    [`/beneficiaires/${ID}/carte/:reason`]: cardStoppingCheck,
    '/messages': messageList,
    [`/messages/${MESSAGE}`]: messagePage,
    '/etablissements': schoolRegister.list,
    '/etablissements/nouveau': schoolRegister.add,
    [`/etablissements/${ID}`]: schoolRegister.one,
    [`/etablissements/${ID}/modifier`]: schoolRegister.change,
    [`/etablissements/${ID}/fermeture`]: schoolRegister.closing,
    [`/etablissements/${ID}/formations`]: schoolCoursesPage,
    '/partenaires': partnerRegister.list,
    '/partenaires/nouveau': partnerRegister.add,
    '/partenaires/import': importPartnersPage,
    [`/partenaires/import/${ID}`]: partnersImportedPage,
    [`/partenaires/${ID}`]: partnerRegister.one,
    [`/partenaires/${ID}/modifier`]: partnerRegister.change,
    [`/partenaires/${ID}/suspension`]: partnerRegister.closing,
    '/questions': receivedQuestions,
    [`/questions/${ID}`]: receivedQuestion,
    '/demandes': regionDesk.list,
    '/demandes/:number': regionDesk.file,
    '/demandes/:number/justificatif': applicantIdentityDocument,
    '/demandes/:number/photo': applicantPhoto,
    '/demandes/:number/validation': regionDesk.decisions.validation,
    '/demandes/:number/renvoi': regionDesk.decisions.renvoi,
    '/demandes/:number/refus': regionDesk.decisions.refus,
    '/cartes': cardsToMake,
    [`/cartes/${CARD}/photo`]: cardPhotoForAgent,
    [`/cartes/${CARD}/vignette`]: cardPhotoInList,
    [`/cartes/${CARD}/mise-de-cote`]: settingAside,
    '/cartes/lots/:id': batch,
    '/cartes/lots/:id/archive.zip': batchArchive,
  }),
]
