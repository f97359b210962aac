import { aidBatchPaid, aidPaymentLine } from './features/aid/aid-payments/pages/answers.tsx'
import { aidBatch } from './features/aid/aid-payments/pages/batch.tsx'
import { aidBatchCancelling } from './features/aid/aid-payments/pages/cancel.tsx'
import { aidTransfers } from './features/aid/aid-payments/pages/file.tsx'
import { aidPayments } from './features/aid/aid-payments/pages/payments.tsx'
import { checkStep } from './features/aid/apprentice-aid/pages/check.tsx'
import { regionAidDecisions, schoolAidDecisions } from './features/aid/apprentice-aid/pages/desk-decisions.tsx'
import { aidDistance } from './features/aid/apprentice-aid/pages/desk-distance.tsx'
import { regionAidDocuments, schoolAidDocuments } from './features/aid/apprentice-aid/pages/desk-documents.tsx'
import { regionAidFile, schoolAidFile } from './features/aid/apprentice-aid/pages/desk-file.tsx'
import { regionAidList, schoolAidList } from './features/aid/apprentice-aid/pages/desk-list.tsx'
import { documentsStep, ownDocument, sendDocument } from './features/aid/apprentice-aid/pages/documents.tsx'
import { informationStep, regulation } from './features/aid/apprentice-aid/pages/information.tsx'
import { lodgingStep } from './features/aid/apprentice-aid/pages/lodging.tsx'
import { mealsStep } from './features/aid/apprentice-aid/pages/meals.tsx'
import { aidRequest } from './features/aid/apprentice-aid/pages/request.tsx'
import { transportStep } from './features/aid/apprentice-aid/pages/transport.tsx'
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
import { managePartner, managePartners, suspendPartnerPage } from './features/partners/partners/pages/manage.tsx'
import { addPartnerPage, changePartnerPage } from './features/partners/partners/pages/manage-form.tsx'
import { importPartnersPage, partnersImportedPage } from './features/partners/partners/pages/manage-import.tsx'
import { partner } from './features/partners/partners/pages/partner.tsx'
import { partnerPoints, whereToUse } from './features/partners/partners/pages/where-to-use.tsx'
import { changePasswordPage, passwordChangedPage } from './features/people/accounts/pages/change-password.tsx'
import { forgottenPasswordPage, resetAskedPage, resetPasswordPage } from './features/people/accounts/pages/forgotten-password.tsx'
import { signInPage } from './features/people/accounts/pages/sign-in.tsx'
import { signOutPage } from './features/people/accounts/pages/sign-out.tsx'
import { streetsFound, townsFound } from './features/people/addresses/pages/address.tsx'
import { goodDealsConsents, newslettersConsents } from './features/people/beneficiaries/pages/consenting.ts'
import { staffPasswordChosenPage, staffPasswordPage } from './features/people/staff/pages/choose-password.tsx'
import { staffForgottenPasswordPage, staffResetAskedPage } from './features/people/staff/pages/forgotten-password.tsx'
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
import { applicationAddress } from './features/requests/card-applications/pages/address.ts'
import { contactStep } from './features/requests/card-applications/pages/contact.tsx'
import { regionDecisions, schoolDecisions } from './features/requests/card-applications/pages/decisions.tsx'
import { diplomaQuestion } from './features/requests/card-applications/pages/diploma.tsx'
import { regionFile, schoolFile } from './features/requests/card-applications/pages/file.tsx'
import { identityDocument } from './features/requests/card-applications/pages/identity-document.tsx'
import { regionList, schoolList } from './features/requests/card-applications/pages/list.tsx'
import { photo } from './features/requests/card-applications/pages/photo.tsx'
import {
  applicantIdentityDocument,
  applicantPhoto,
  ownIdentityDocument,
  ownPhoto,
  pupilPhoto,
} from './features/requests/card-applications/pages/pictures.ts'
import { renewal } from './features/requests/card-applications/pages/renewal.tsx'
import { schoolingStep } from './features/requests/card-applications/pages/schooling.tsx'
import { situationStep } from './features/requests/card-applications/pages/situation.tsx'
import { summaryStep } from './features/requests/card-applications/pages/summary.tsx'
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
import { closeSchoolPage, manageSchool, manageSchools } from './features/schools/schools/pages/manage.tsx'
import { schoolCoursesPage } from './features/schools/schools/pages/manage-courses.tsx'
import { addSchoolPage, changeSchoolPage } from './features/schools/schools/pages/manage-form.tsx'
import { places } from './places.ts'
import { type Route, routesOf } from './platform/http/app.tsx'

/** THE MAP: every place of the site (see places.ts for its address) -> its page. */
export const routes: Route[] = routesOf(places, {
  public: {
    home,
    // People
    signIn: signInPage,
    passwordChanged: passwordChangedPage,
    forgottenPassword: forgottenPasswordPage,
    resetAsked: resetAskedPage,
    passwordReset: resetPasswordPage,
    signOut: signOutPage,
    staffSignIn: staffSignInPage,
    signInCode: signInCodePage,
    firstEnrolment: firstEnrolmentPage,
    staffPasswordChosen: staffPasswordChosenPage,
    staffForgottenPassword: staffForgottenPasswordPage,
    staffResetAsked: staffResetAskedPage,
    staffPassword: staffPasswordPage,
    // Partners
    whereToUse,
    partnerPoints,
    partner,
    // The scheme
    scheme,
    faq,
    faqQuestion,
    contact,
    contactSent,
    legalNotices,
    conditions,
    privacyPolicy,
    cookies,
    accessibility,
    siteMap,
    demoMessages,
    // Personal
    mySpace,
    offline,
    signUp: signUpPage,
    signedUp: signedUpPage,
    emailConfirmed: emailConfirmedPage,
    emailConfirmation: confirmEmailPage,
    accountClosed: accountClosedPage,
  },
  beneficiary: {
    home: beneficiaryHome,
    // People
    password: changePasswordPage,
    towns: townsFound,
    streets: streetsFound,
    // The card
    card: myCard,
    cardOffline: myCardOffline,
    cardPhoto,
    newPhoto,
    cardProblem,
    problemDeclared: problemDeclaredPage,
    problemToDeclare,
    qrCode,
    nextQrCode,
    // Money
    transactions: history,
    newPrepayment,
    prepaymentCheck: checkPrepayment,
    prepayment: prepaymentMade,
    prepaymentCancellation: cancelling,
    prepaymentReceipt: receipt,
    newOnlinePayment,
    onlinePaymentCheck: checkOnlinePayment,
    onlinePayment: onlinePaymentMade,
    // The scheme
    goodDeals: goodDealsPage,
    goodDeal: goodDealPage,
    goodDealPicture,
    documents: myDocuments,
    documentFile,
    // Requests
    renewal,
    situation: situationStep,
    contact: contactStep,
    contactAddress: applicationAddress.address,
    contactAddressSearch: applicationAddress.search,
    schooling: schoolingStep,
    diploma: diplomaQuestion,
    photo,
    ownPhoto,
    identityDocument,
    ownIdentityDocument,
    summary: summaryStep,
    // Aid
    aidInformation: informationStep,
    aidRegulation: regulation,
    aidTransport: transportStep,
    aidMeals: mealsStep,
    aidLodging: lodgingStep,
    aidDocuments: documentsStep,
    aidDocumentToSend: sendDocument,
    aidCheck: checkStep,
    aidRequest,
    ownAidDocument: ownDocument,
    // Personal
    account: myAccount,
    accountAddress: accountAddress.address,
    accountAddressSearch: accountAddress.search,
    emailChange: emailChangePage,
    data: myData,
    dataArchive: myDataArchive,
    accountClosing,
    sessions: mySessions,
    consultations,
  },
  staff: {
    security: securityPage,
    phoneChange: phoneChangePage,
    recoveryCodes: recoveryCodesPage,
  },
  partner: {
    home: partnerHome,
    till: showCard,
    checkout: takePayment,
    customerPhoto,
    paymentReceipt,
    prepayments: findPrepayment,
    prepayment: redeeming,
    redemptionReceipt,
    transactions: partnerTransactions,
    transaction: partnerTransaction,
    refund: newRefund,
    refundCheck: checkRefund,
    onlineCancellation: cancelOnline,
    settlements: settled,
  },
  school: {
    // Requests
    requests: schoolList,
    acceptances: schoolDecisions.acceptances,
    returnings: schoolDecisions.returnings,
    refusals: schoolDecisions.refusals,
    request: schoolFile,
    requestPhoto: pupilPhoto,
    acceptance: schoolDecisions.acceptance,
    returning: schoolDecisions.returning,
    refusal: schoolDecisions.refusal,
    // Aid
    aidRequests: schoolAidList,
    aidRequest: schoolAidFile,
    aidAcceptance: schoolAidDecisions.acceptance,
    aidReturning: schoolAidDecisions.returning,
    aidRefusal: schoolAidDecisions.refusal,
    aidDocument: schoolAidDocuments.pages,
    aidDocumentPicture: schoolAidDocuments.image,
    aidDocumentFile: schoolAidDocuments.file,
  },
  region: {
    home: regionHome,
    // People
    staff: staffList,
    invitation: invitePage,
    staffMember: staffPage,
    goodDealsConsents,
    newslettersConsents,
    // Schools
    schools: manageSchools,
    newSchool: addSchoolPage,
    school: manageSchool,
    schoolChange: changeSchoolPage,
    schoolClosing: closeSchoolPage,
    schoolCourses: schoolCoursesPage,
    // Partners
    partners: managePartners,
    newPartner: addPartnerPage,
    partnersImport: importPartnersPage,
    partnersImported: partnersImportedPage,
    partner: managePartner,
    partnerChange: changePartnerPage,
    partnerSuspension: suspendPartnerPage,
    // The card
    cards: cardsToMake,
    cardBatch: batch,
    cardBatchArchive: batchArchive,
    cardPhoto: cardPhotoForAgent,
    cardPhotoInList,
    settingAside,
    // Money
    settlements,
    settlementPreparation,
    settlement,
    settlementPayment,
    settlementCsv,
    // The scheme
    campaigns: campaignList,
    nextCampaign,
    campaign: campaignPage,
    campaignDates: changeDates,
    campaignDatesCheck: checkDates,
    campaignBenefits: changeBenefits,
    campaignBenefitsCheck: checkBenefits,
    campaignAid: changeAid,
    campaignAidCheck: checkAid,
    questions: receivedQuestions,
    question: receivedQuestion,
    contents: contentsDesk,
    goodDeals: goodDealsDesk,
    newGoodDeal,
    goodDeal: goodDealPreview,
    goodDealPicture: goodDealPicturePreview,
    goodDealChange: editGoodDeal,
    goodDealDeletion: deletingGoodDeal,
    documents: documentsDesk,
    newDocument,
    document: documentPreview,
    documentFile: documentFilePreview,
    documentChange: editDocument,
    documentDeletion: deletingDocument,
    faqQuestions: questionsDesk,
    newFaqQuestion: newQuestion,
    faqQuestion: questionPreview,
    faqQuestionChange: editQuestion,
    faqQuestionDeletion: deletingQuestion,
    keyDates: keyDatesDesk,
    newKeyDate,
    keyDate: keyDatePreview,
    keyDateChange: editKeyDate,
    keyDateDeletion: deletingKeyDate,
    // Requests
    requests: regionList,
    request: regionFile,
    requestIdentityDocument: applicantIdentityDocument,
    requestPhoto: applicantPhoto,
    acceptance: regionDecisions.acceptance,
    returning: regionDecisions.returning,
    refusal: regionDecisions.refusal,
    // Aid
    aidRequests: regionAidList,
    aidRequest: regionAidFile,
    aidDistance,
    aidAcceptance: regionAidDecisions.acceptance,
    aidReturning: regionAidDecisions.returning,
    aidRefusal: regionAidDecisions.refusal,
    aidDocument: regionAidDocuments.pages,
    aidDocumentPicture: regionAidDocuments.image,
    aidDocumentFile: regionAidDocuments.file,
    aidBatches: aidPayments,
    aidBatch,
    aidBatchFile: aidTransfers,
    aidBatchCancellation: aidBatchCancelling,
    aidBatchPaid,
    aidBatchLine: aidPaymentLine,
    // The Region
    beneficiaries: beneficiarySearch,
    beneficiary: beneficiaryFile,
    identityCorrection,
    resetStart,
    signInBlocking,
    signInUnblocking,
    schoolMove: schoolChange,
    phonesChange,
    addressChange,
    emailChange,
    cardStopping,
    cardStoppingCheck,
    messages: messageList,
    message: messagePage,
    journal,
    figures,
    figuresOfRequests: requestsCsv,
    figuresOfTimes: timesCsv,
    figuresOfMoney: moneyCsv,
    figuresOfPartners: typesCsv,
  },
})
