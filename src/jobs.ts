import { checkingOfAidDocuments, forgettingOfEndedAids, forgettingOfUnsentAids } from './features/aid/apprentice-aid/jobs.ts'
import { forgettingOfQrCodes } from './features/card/cards/jobs.ts'
import { lapsingOfActs } from './features/desks/two-people/jobs.ts'
import { forgettingOfAssents } from './features/money/assents/jobs.ts'
import { messagesOfMovedDeadlines, movingOfDeadlines } from './features/money/deadlines/jobs.ts'
import { endingOfDepartures, givingBackOfTickets, stoppingOfPartners } from './features/money/departures/jobs.ts'
import { forgettingOfCheckouts, messagesOfPayments } from './features/money/payments/jobs.ts'
import { expiryOfPrepayments } from './features/money/prepayments/jobs.ts'
import { sealingOfJournals, writingOfHeads } from './features/money/seals/jobs.ts'
import { messagesOfStatements } from './features/money/settlements/jobs.ts'
import { summingOfLines } from './features/money/sums/jobs.ts'
import { closingOfWallets, remindersOfClosing } from './features/money/wallets/jobs.ts'
import { forgettingOfIbans, lapsingOfProposedAccounts, messagesOfImportedAccounts } from './features/partners/bank-accounts/jobs.ts'
import { forgettingOfApplicationsToJoin } from './features/partners/joining/jobs.ts'
import { messagesOfNewcomers } from './features/partners/organisations/jobs.ts'
import { askingForAgreements, forgettingOfAgreementCodes } from './features/partners/renewals/jobs.ts'
import { forgetDeadSecrets } from './features/people/accounts/jobs.ts'
import { forgettingOfMarks } from './features/people/beneficiaries/jobs.ts'
import { forgettingOfSignIns } from './features/people/staff/jobs.ts'
import {
  closingOfUnusedStaff,
  forgettingOfAccountFiles,
  remindersOfReview,
  sendingOfInvitations,
} from './features/people/staff-desk/jobs.ts'
import { forgettingOfOfferedPhones } from './features/people/staff-security/jobs.ts'
import { resettingOfSecondFactors } from './features/people/staff-sign-in/jobs.ts'
import { endingOfGuardians, forgettingOfGuardians } from './features/personal/guardians/jobs.ts'
import { finishingOfEmailChanges } from './features/personal/my-account/jobs.ts'
import { closingOfUnusedAccounts, forgettingOfLastMessages, forgettingOfOldMessages } from './features/personal/personal-data/jobs.ts'
import { forgettingOfFacts } from './features/region/audit/jobs.ts'
import { forgettingOfDataRequests } from './features/region/data-protection/jobs.ts'
import { countingOfFigures } from './features/region/figures/jobs.ts'
import { forgettingOfImports } from './features/region/imports/jobs.ts'
import { forgettingOfIncidents } from './features/region/incidents/jobs.ts'
import { forgettingOfTransfers } from './features/region/transfers/jobs.ts'
import { remindersOfActs } from './features/region/two-people/jobs.ts'
import { forgettingOfAlerts, watchOfTheHour, watchOfTheMinute, watchOfTheNight } from './features/region/vigilance/jobs.ts'
import { forgettingOfIdentityDocuments } from './features/requests/card-applications/jobs.ts'
import { acceptingOfFoundAtOnce, acceptingOfFoundByNight } from './features/requests/card-decisions/jobs.ts'
import { countingOfDelays, forgettingOfCertificates, remindersOfDelays, weeklyMailOfSchools } from './features/requests/delays/jobs.ts'
import { forgettingOfJudgements, lookingForNewRequests } from './features/requests/enrolment/jobs.ts'
import { messagesOfOutages } from './features/requests/outages/jobs.ts'
import {
  askingOfTheStateAfterSending,
  askingOfTheStateByNight,
  forgettingOfStateAnswers,
} from './features/requests/state-enrolment/jobs.ts'
import { announcementOfCampaigns, openingOfCampaigns } from './features/scheme/campaigns/jobs.ts'
import { forgettingOfNotes, forgettingOfQuestions } from './features/scheme/contact/jobs.ts'
import { checkingOfDocuments } from './features/scheme/content-desk/jobs.ts'
import { forgettingOfLists } from './features/schools/enrolment-lists/jobs.ts'
import { closingOfSchools } from './features/schools/schools/jobs.ts'
import { jobsOfStore } from './platform/files-in-store.ts'
import type { Job } from './platform/jobs.ts'
import { reencryption } from './platform/resealing.ts'
import { SEALED } from './sealed.ts'

/** What the clock does: every job of the site, and its hour. */
export const jobs: Job[] = [
  forgetDeadSecrets,
  forgettingOfSignIns,
  forgettingOfOfferedPhones,
  forgettingOfIdentityDocuments,
  forgettingOfLastMessages,
  expiryOfPrepayments,
  forgettingOfCheckouts,
  forgettingOfAssents,
  messagesOfPayments,
  messagesOfStatements,
  forgettingOfTransfers,
  forgettingOfQrCodes,
  closingOfWallets,
  remindersOfClosing,
  openingOfCampaigns,
  announcementOfCampaigns,
  forgettingOfDataRequests,
  forgettingOfNotes,
  forgettingOfQuestions,
  forgettingOfMarks,
  forgettingOfOldMessages,
  closingOfUnusedAccounts,
  forgettingOfEndedAids,
  forgettingOfUnsentAids,
  lapsingOfActs,
  lapsingOfProposedAccounts,
  messagesOfImportedAccounts,
  messagesOfNewcomers,
  forgettingOfIbans,
  forgettingOfApplicationsToJoin,
  forgettingOfAgreementCodes,
  askingForAgreements,
  stoppingOfPartners,
  givingBackOfTickets,
  endingOfDepartures,
  remindersOfActs,
  sealingOfJournals,
  summingOfLines,
  writingOfHeads,
  countingOfFigures,
  watchOfTheMinute,
  watchOfTheHour,
  watchOfTheNight,
  forgettingOfAlerts,
  checkingOfAidDocuments,
  checkingOfDocuments,
  forgettingOfFacts,
  forgettingOfImports,
  forgettingOfIncidents,
  sendingOfInvitations,
  closingOfUnusedStaff,
  remindersOfReview,
  forgettingOfAccountFiles,
  movingOfDeadlines,
  messagesOfMovedDeadlines,
  finishingOfEmailChanges,
  endingOfGuardians,
  forgettingOfGuardians,
  resettingOfSecondFactors,
  lookingForNewRequests,
  acceptingOfFoundAtOnce,
  acceptingOfFoundByNight,
  forgettingOfJudgements,
  forgettingOfLists,
  closingOfSchools,
  ...jobsOfStore,
  weeklyMailOfSchools,
  remindersOfDelays,
  countingOfDelays,
  forgettingOfCertificates,
  messagesOfOutages,
  askingOfTheStateAfterSending,
  askingOfTheStateByNight,
  forgettingOfStateAnswers,
  ...Object.entries(SEALED).map(([what, sealed]) => reencryption(what, sealed)),
]
