import * as aidDecisionsDesk from './features/aid/aid-decisions/pages/desk.tsx'
import * as aidDecisionsDistance from './features/aid/aid-decisions/pages/distance.tsx'
import * as aidDecisionsDocuments from './features/aid/aid-decisions/pages/documents.tsx'
import * as aidFormCheck from './features/aid/aid-form/pages/check.tsx'
import * as aidFormDocuments from './features/aid/aid-form/pages/documents.tsx'
import * as aidFormInformation from './features/aid/aid-form/pages/information.tsx'
import * as aidFormLodging from './features/aid/aid-form/pages/lodging.tsx'
import * as aidFormMeals from './features/aid/aid-form/pages/meals.tsx'
import * as aidFormRequest from './features/aid/aid-form/pages/request.tsx'
import * as aidFormTransport from './features/aid/aid-form/pages/transport.tsx'
import * as aidPaymentsAskRelease from './features/aid/aid-payments/pages/ask-release.tsx'
import * as aidPaymentsBatch from './features/aid/aid-payments/pages/batch.tsx'
import * as aidPaymentsCancel from './features/aid/aid-payments/pages/cancel.tsx'
import * as aidPaymentsPayments from './features/aid/aid-payments/pages/payments.tsx'
import * as cardsNewPhoto from './features/card/cards/pages/new-photo.tsx'
import * as cardsPhoto from './features/card/cards/pages/photo.ts'
import * as cardsProblem from './features/card/cards/pages/problem-page.tsx'
import * as cardsQrCode from './features/card/cards/pages/qr-code.tsx'
import * as cardsReturned from './features/card/cards/pages/returned-card-page.tsx'
import * as makingBatch from './features/card/making/pages/batch.tsx'
import * as makingCardsToMake from './features/card/making/pages/cards-to-make.tsx'
import * as makingReturns from './features/card/making/pages/returns-page.tsx'
import * as makingSetAside from './features/card/making/pages/set-aside-page.tsx'
import * as assentsAnswer from './features/money/assents/pages/answer-page.tsx'
import * as assentsAtTill from './features/money/assents/pages/at-till.tsx'
import * as assentsCode from './features/money/assents/pages/code-page.tsx'
import * as assentsNotifications from './features/money/assents/pages/notifications-page.tsx'
import * as booksClosing from './features/money/books/pages/closing-page.tsx'
import * as booksExport from './features/money/books/pages/export-page.ts'
import * as booksHome from './features/money/books/pages/home.tsx'
import * as booksTransactions from './features/money/books/pages/transactions-page.tsx'
import * as chainPages from './features/money/chain/pages/chain-page.tsx'
import * as chainExport from './features/money/chain/pages/export-page.ts'
import * as correctionsAdjustment from './features/money/corrections/pages/adjustment-page.tsx'
import * as corrections from './features/money/corrections/pages/corrections-page.tsx'
import * as correctionsFraud from './features/money/corrections/pages/fraud-page.tsx'
import * as correctionsWaiver from './features/money/corrections/pages/waiver-page.tsx'
import * as deadlines from './features/money/deadlines/pages/deadlines-page.tsx'
import * as departuresOfTheRegion from './features/money/departures/pages/of-the-region.tsx'
import * as departuresOwn from './features/money/departures/pages/own-departure.tsx'
import * as freezesOfPartners from './features/money/freezes/pages/of-partners.tsx'
import * as freezesOfPeople from './features/money/freezes/pages/of-people.tsx'
import * as paymentsPayOnline from './features/money/payments/pages/pay-online-page.tsx'
import * as paymentsTill from './features/money/payments/pages/till.tsx'
import * as paymentsTransaction from './features/money/payments/pages/transaction.tsx'
import * as prepaymentsCancel from './features/money/prepayments/pages/cancel-page.tsx'
import * as prepaymentsNew from './features/money/prepayments/pages/new.tsx'
import * as prepaymentsRedeem from './features/money/prepayments/pages/redeem-page.tsx'
import * as receipts from './features/money/receipts/pages/receipt-page.ts'
import * as refunds from './features/money/refunds/pages/refund-page.tsx'
import * as settlementsChecks from './features/money/settlements/pages/checks.tsx'
import * as settlementsSettled from './features/money/settlements/pages/settled.tsx'
import * as settlementsSettlement from './features/money/settlements/pages/settlement.tsx'
import * as settlements from './features/money/settlements/pages/settlements.tsx'
import * as walletsHistory from './features/money/wallets/pages/history.tsx'
import * as wrongNumbersOfPartners from './features/money/wrong-numbers/pages/of-partners.tsx'
import * as wrongNumbersOfUsers from './features/money/wrong-numbers/pages/of-users.tsx'
import * as joiningText from './features/partners/agreements/pages/agreement-text-page.tsx'
import * as shopAccountsOfPartners from './features/partners/bank-accounts/pages/of-partners.tsx'
import * as shopAccountsOwn from './features/partners/bank-accounts/pages/own-account.tsx'
import * as joiningAccount from './features/partners/joining/pages/account-page.tsx'
import * as joiningAgreement from './features/partners/joining/pages/agreement-page.tsx'
import * as joiningBegin from './features/partners/joining/pages/begin-page.tsx'
import * as joiningDocument from './features/partners/joining/pages/document-page.tsx'
import * as joiningShop from './features/partners/joining/pages/shop-page.tsx'
import * as joiningState from './features/partners/joining/pages/state-page.tsx'
import * as joiningDesk from './features/partners/joining-desk/pages/desk.tsx'
import * as shopMails from './features/partners/mails/pages/mails-page.tsx'
import * as organisationsStructure from './features/partners/organisations/pages/structure-page.tsx'
import * as partnersPartner from './features/partners/partners/pages/partner-page.tsx'
import * as partnersRegister from './features/partners/partners/pages/register.tsx'
import * as partnersTypes from './features/partners/partners/pages/types-page.tsx'
import * as partnersWhereToUse from './features/partners/partners/pages/where-to-use.tsx'
import * as renewalsOfTheRegion from './features/partners/renewals/pages/of-the-region.tsx'
import * as renewalsOwn from './features/partners/renewals/pages/own-agreement.tsx'
import * as tillsCashier from './features/partners/tills/pages/cashier-page.tsx'
import * as tillsPin from './features/partners/tills/pages/pin-page.tsx'
import * as tills from './features/partners/tills/pages/tills-page.tsx'
import * as users from './features/partners/users/pages/users-page.tsx'
import * as accountsChangePassword from './features/people/accounts/pages/change-password-page.tsx'
import * as accountsForgottenPassword from './features/people/accounts/pages/forgotten-password.tsx'
import * as accountsSession from './features/people/accounts/pages/session-page.tsx'
import * as accountsSignIn from './features/people/accounts/pages/sign-in-page.tsx'
import * as accountsSignOut from './features/people/accounts/pages/sign-out.tsx'
import * as addressesAddress from './features/people/addresses/pages/address-page.tsx'
import * as beneficiariesConsenting from './features/people/beneficiaries/pages/consenting-page.ts'
import * as staffChoosePassword from './features/people/staff/pages/choose-password-page.tsx'
import * as staffForgottenPassword from './features/people/staff/pages/forgotten-password.tsx'
import * as staffDeskAccountFiles from './features/people/staff-desk/pages/account-files.tsx'
import * as staffDeskInvitations from './features/people/staff-desk/pages/invitations-page.tsx'
import * as staffDeskRightsReview from './features/people/staff-desk/pages/rights-review.tsx'
import * as staffMember from './features/people/staff-member/pages/manage-page.tsx'
import * as staffMemberPlace from './features/people/staff-member/pages/place-page.tsx'
import * as staffCodePhone from './features/people/staff-security/pages/code-phone-pages.tsx'
import * as staffSecurity from './features/people/staff-security/pages/security.tsx'
import * as staffPasskey from './features/people/staff-sign-in/pages/passkey-page.tsx'
import * as staffSecondFactor from './features/people/staff-sign-in/pages/second-factor-page.tsx'
import * as staffSignIn from './features/people/staff-sign-in/pages/sign-in.tsx'
import * as usersLeave from './features/people/users/pages/leave-page.tsx'
import * as usersOwnWorkplaces from './features/people/users/pages/own-workplaces-page.tsx'
import * as guardiansHome from './features/personal/guardians/pages/guardian-home.tsx'
import * as guardiansInvitation from './features/personal/guardians/pages/invitation-page.tsx'
import * as guardiansMine from './features/personal/guardians/pages/my-guardians.tsx'
import * as guardiansSignIn from './features/personal/guardians/pages/sign-in-pages.tsx'
import * as myAccountAddress from './features/personal/my-account/pages/address.ts'
import * as myAccountEmail from './features/personal/my-account/pages/email.tsx'
import * as myAccount from './features/personal/my-account/pages/my-account.tsx'
import * as mySpaceHome from './features/personal/my-space/pages/home.tsx'
import * as mySpaceMyCard from './features/personal/my-space/pages/my-card-page.tsx'
import * as mySpaceOffline from './features/personal/my-space/pages/offline.tsx'
import * as mySpaceWayIn from './features/personal/my-space/pages/way-in.ts'
import * as personalDataConsultations from './features/personal/personal-data/pages/consultations-page.tsx'
import * as personalDataMyData from './features/personal/personal-data/pages/my-data.tsx'
import * as personalDataMySessions from './features/personal/personal-data/pages/my-sessions.tsx'
import * as signUpNamesake from './features/personal/sign-up/pages/namesake.tsx'
import * as signUp from './features/personal/sign-up/pages/sign-up-page.tsx'
import * as auditExport from './features/region/audit/pages/export.tsx'
import * as auditJournal from './features/region/audit/pages/journal-page.tsx'
import * as beginning from './features/region/beginning/pages/beginning-page.tsx'
import * as dataProtectionPerson from './features/region/data-protection/pages/person-page.tsx'
import * as dataProtectionRegister from './features/region/data-protection/pages/register-page.tsx'
import * as figuresCsv from './features/region/figures/pages/csv.ts'
import * as figures from './features/region/figures/pages/figures-page.tsx'
import * as figuresSchools from './features/region/figures/pages/schools-page.tsx'
import * as regionHome from './features/region/home/pages/region-home.tsx'
import * as importsImport from './features/region/imports/pages/import-page.tsx'
import * as importsList from './features/region/imports/pages/list.tsx'
import * as importsSend from './features/region/imports/pages/send.tsx'
import * as incidentPages from './features/region/incidents/pages/incident-page.tsx'
import * as incidentsList from './features/region/incidents/pages/incidents-page.tsx'
import * as messagesList from './features/region/messages/pages/list.tsx'
import * as messagesMessage from './features/region/messages/pages/message.tsx'
import * as regionLine from './features/region/shops/pages/line-page.tsx'
import * as regionShops from './features/region/shops/pages/shops-page.tsx'
import * as supportActs from './features/region/support/pages/acts.tsx'
import * as supportCard from './features/region/support/pages/card.tsx'
import * as supportContact from './features/region/support/pages/contact.tsx'
import * as supportFile from './features/region/support/pages/file.tsx'
import * as supportSearch from './features/region/support/pages/search-page.tsx'
import * as transfersAnswers from './features/region/transfers/pages/answers-page.tsx'
import * as transfersFile from './features/region/transfers/pages/file-pages.tsx'
import * as transfersOne from './features/region/transfers/pages/one-transfer.tsx'
import * as transfers from './features/region/transfers/pages/transfers-page.tsx'
import * as twoPeopleActs from './features/region/two-people/pages/acts-page.tsx'
import * as vigilanceAlerts from './features/region/vigilance/pages/alerts.tsx'
import * as vigilanceThresholds from './features/region/vigilance/pages/thresholds.tsx'
import * as vigilanceWhy from './features/region/vigilance/pages/why.tsx'
import * as applicationFormAddress from './features/requests/application-form/pages/address.ts'
import * as applicationFormContact from './features/requests/application-form/pages/contact.tsx'
import * as applicationFormDiploma from './features/requests/application-form/pages/diploma.tsx'
import * as applicationFormIdentityDocument from './features/requests/application-form/pages/identity-document-page.tsx'
import * as applicationFormPhoto from './features/requests/application-form/pages/photo.tsx'
import * as applicationFormPictures from './features/requests/application-form/pages/pictures.ts'
import * as applicationFormRenewal from './features/requests/application-form/pages/renewal.tsx'
import * as applicationFormSchooling from './features/requests/application-form/pages/schooling.tsx'
import * as applicationFormSituation from './features/requests/application-form/pages/situation.tsx'
import * as applicationFormSummary from './features/requests/application-form/pages/summary.tsx'
import * as cardDecisionsDesk from './features/requests/card-decisions/pages/desk.tsx'
import * as cardDecisionsHandOver from './features/requests/card-decisions/pages/hand-over.tsx'
import * as cardDecisionsPictures from './features/requests/card-decisions/pages/pictures.ts'
import * as cardDecisionsTables from './features/requests/card-decisions/pages/tables.ts'
import * as contractsDesk from './features/requests/contracts/pages/desk.tsx'
import * as contractsMyContract from './features/requests/contracts/pages/my-contract.tsx'
import * as contractsRecord from './features/requests/contracts/pages/record-page.tsx'
import * as delaysCertificate from './features/requests/delays/pages/certificate-page.tsx'
import * as delaysSlowSchools from './features/requests/delays/pages/slow-schools.tsx'
import * as enrolmentColumns from './features/requests/enrolment/pages/columns-page.tsx'
import * as enrolmentComparison from './features/requests/enrolment/pages/comparison-page.tsx'
import * as enrolmentGive from './features/requests/enrolment/pages/give-page.tsx'
import * as enrolmentLetters from './features/requests/enrolment/pages/letters-page.tsx'
import * as enrolmentReport from './features/requests/enrolment/pages/report-page.tsx'
import * as listsForSchools from './features/requests/lists-for-schools/pages/school-lists.tsx'
import * as outages from './features/requests/outages/pages/outages-page.tsx'
import * as progress from './features/requests/progress/pages/progress-page.tsx'
import * as withdrawalsOwn from './features/requests/withdrawals/pages/own-withdrawal.tsx'
import * as withdrawalsOfSeveral from './features/requests/withdrawals/pages/own-withdrawals.tsx'
import * as withdrawals from './features/requests/withdrawals/pages/withdrawal-page.tsx'
import * as campaigns from './features/scheme/campaigns/pages/campaigns.tsx'
import * as campaignsChange from './features/scheme/campaigns/pages/change-page.tsx'
import * as campaignsFirst from './features/scheme/campaigns/pages/first-page.tsx'
import * as contact from './features/scheme/contact/pages/contact.tsx'
import * as contactExchanges from './features/scheme/contact/pages/exchanges.tsx'
import * as contactReceived from './features/scheme/contact/pages/received.tsx'
import * as contactTemplates from './features/scheme/contact/pages/templates-page.tsx'
import * as contentDemoMessages from './features/scheme/content/pages/demo-messages.tsx'
import * as contentDocuments from './features/scheme/content/pages/documents.tsx'
import * as contentFaq from './features/scheme/content/pages/faq.tsx'
import * as contentGoodDeals from './features/scheme/content/pages/good-deals.tsx'
import * as contentDeskBanners from './features/scheme/content-desk/pages/banners.tsx'
import * as contentDeskDesk from './features/scheme/content-desk/pages/desk.tsx'
import * as contentDeskDocuments from './features/scheme/content-desk/pages/documents.tsx'
import * as contentDeskGoodDeals from './features/scheme/content-desk/pages/good-deals.tsx'
import * as contentDeskKeyDates from './features/scheme/content-desk/pages/key-dates.tsx'
import * as contentDeskQuestions from './features/scheme/content-desk/pages/questions.tsx'
import * as legalAccessibility from './features/scheme/legal/pages/accessibility.tsx'
import * as legalConditions from './features/scheme/legal/pages/conditions.tsx'
import * as legalCookies from './features/scheme/legal/pages/cookies.tsx'
import * as legalForPrograms from './features/scheme/legal/pages/for-programs.ts'
import * as legalNotices from './features/scheme/legal/pages/notices.tsx'
import * as legalPrivacy from './features/scheme/legal/pages/privacy.tsx'
import * as legalSiteMap from './features/scheme/legal/pages/site-map.tsx'
import * as presentationHome from './features/scheme/presentation/pages/home.tsx'
import * as presentationScheme from './features/scheme/presentation/pages/scheme.tsx'
import * as schoolsCourses from './features/schools/schools/pages/courses-page.tsx'
import * as schoolsLevels from './features/schools/schools/pages/levels-page.tsx'
import * as schoolsManageCourses from './features/schools/schools/pages/manage-courses.tsx'
import * as schoolsRegister from './features/schools/schools/pages/register.tsx'
import * as schoolUsers from './features/schools/users/pages/users-page.tsx'
import { places } from './places.ts'
import { type Route, routesOf } from './platform/http/app.tsx'

/** The files of pages, by wing: each page is at the place that it names. Every place has one page. */
export const routes: Route[] = routesOf(places, [
  // People
  accountsChangePassword,
  accountsForgottenPassword,
  accountsSession,
  accountsSignIn,
  accountsSignOut,
  addressesAddress,
  beneficiariesConsenting,
  staffChoosePassword,
  staffForgottenPassword,
  staffDeskAccountFiles,
  staffDeskInvitations,
  staffDeskRightsReview,
  staffMember,
  staffMemberPlace,
  staffCodePhone,
  staffSecurity,
  staffPasskey,
  staffSecondFactor,
  staffSignIn,
  usersLeave,
  usersOwnWorkplaces,
  // Schools
  schoolsCourses,
  schoolsLevels,
  schoolsManageCourses,
  schoolsRegister,
  schoolUsers,
  // Partners
  joiningAccount,
  joiningAgreement,
  joiningBegin,
  joiningDesk,
  joiningDocument,
  joiningShop,
  joiningState,
  joiningText,
  organisationsStructure,
  partnersPartner,
  partnersRegister,
  partnersTypes,
  partnersWhereToUse,
  renewalsOfTheRegion,
  renewalsOwn,
  shopAccountsOfPartners,
  shopAccountsOwn,
  tills,
  tillsCashier,
  tillsPin,
  shopMails,
  users,
  // The card
  makingBatch,
  makingCardsToMake,
  cardsNewPhoto,
  cardsPhoto,
  cardsProblem,
  cardsQrCode,
  cardsReturned,
  makingReturns,
  makingSetAside,
  // Money
  assentsAnswer,
  assentsAtTill,
  assentsCode,
  assentsNotifications,
  booksClosing,
  booksExport,
  booksHome,
  booksTransactions,
  chainPages,
  chainExport,
  correctionsAdjustment,
  corrections,
  correctionsFraud,
  correctionsWaiver,
  departuresOfTheRegion,
  departuresOwn,
  freezesOfPartners,
  freezesOfPeople,
  deadlines,
  paymentsPayOnline,
  paymentsTill,
  paymentsTransaction,
  prepaymentsCancel,
  prepaymentsNew,
  prepaymentsRedeem,
  receipts,
  refunds,
  settlementsChecks,
  settlementsSettled,
  settlementsSettlement,
  settlements,
  transfersAnswers,
  transfersFile,
  transfersOne,
  transfers,
  walletsHistory,
  wrongNumbersOfPartners,
  wrongNumbersOfUsers,
  // The scheme
  campaigns,
  campaignsChange,
  campaignsFirst,
  contact,
  contactExchanges,
  contactReceived,
  contactTemplates,
  contentDemoMessages,
  contentDocuments,
  contentFaq,
  contentGoodDeals,
  contentDeskBanners,
  contentDeskDesk,
  contentDeskDocuments,
  contentDeskGoodDeals,
  contentDeskKeyDates,
  contentDeskQuestions,
  legalAccessibility,
  legalConditions,
  legalCookies,
  legalForPrograms,
  legalNotices,
  legalPrivacy,
  legalSiteMap,
  presentationHome,
  presentationScheme,
  // Requests
  applicationFormAddress,
  applicationFormContact,
  applicationFormDiploma,
  applicationFormIdentityDocument,
  applicationFormPhoto,
  applicationFormPictures,
  applicationFormRenewal,
  applicationFormSchooling,
  applicationFormSituation,
  applicationFormSummary,
  cardDecisionsDesk,
  cardDecisionsHandOver,
  cardDecisionsPictures,
  cardDecisionsTables,
  delaysCertificate,
  delaysSlowSchools,
  outages,
  progress,
  enrolmentColumns,
  enrolmentComparison,
  enrolmentGive,
  enrolmentLetters,
  enrolmentReport,
  listsForSchools,
  withdrawalsOwn,
  withdrawalsOfSeveral,
  withdrawals,
  contractsDesk,
  contractsMyContract,
  contractsRecord,
  // Aid
  aidDecisionsDesk,
  aidDecisionsDistance,
  aidDecisionsDocuments,
  aidFormCheck,
  aidFormDocuments,
  aidFormInformation,
  aidFormLodging,
  aidFormMeals,
  aidFormRequest,
  aidFormTransport,
  aidPaymentsAskRelease,
  aidPaymentsBatch,
  aidPaymentsCancel,
  aidPaymentsPayments,
  // Personal
  myAccountAddress,
  myAccountEmail,
  myAccount,
  mySpaceHome,
  mySpaceMyCard,
  mySpaceOffline,
  mySpaceWayIn,
  guardiansHome,
  guardiansInvitation,
  guardiansMine,
  guardiansSignIn,
  personalDataConsultations,
  personalDataMyData,
  personalDataMySessions,
  signUpNamesake,
  signUp,
  // The Region
  auditExport,
  auditJournal,
  beginning,
  dataProtectionPerson,
  dataProtectionRegister,
  figures,
  figuresCsv,
  figuresSchools,
  regionHome,
  importsImport,
  importsList,
  importsSend,
  incidentPages,
  incidentsList,
  messagesList,
  messagesMessage,
  regionLine,
  regionShops,
  supportActs,
  supportCard,
  supportContact,
  supportFile,
  supportSearch,
  twoPeopleActs,
  vigilanceAlerts,
  vigilanceThresholds,
  vigilanceWhy,
])
