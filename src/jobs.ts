import { forgettingOfEndedAids, forgettingOfUnsentAids } from './features/aid/apprentice-aid/jobs.ts'
import { forgettingOfQrCodes } from './features/card/cards/jobs.ts'
import { lapsingOfActs } from './features/desks/two-people/jobs.ts'
import { forgettingOfCheckouts } from './features/money/payments/jobs.ts'
import { expiryOfPrepayments } from './features/money/prepayments/jobs.ts'
import { closingOfWallets, remindersOfClosing } from './features/money/wallets/jobs.ts'
import { forgetDeadSecrets } from './features/people/accounts/jobs.ts'
import { forgettingOfMarks } from './features/people/beneficiaries/jobs.ts'
import { forgettingOfSignIns } from './features/people/staff/jobs.ts'
import { closingOfUnusedAccounts, forgettingOfLastMessages, forgettingOfOldMessages } from './features/personal/personal-data/jobs.ts'
import { forgettingOfDataRequests } from './features/region/data-protection/jobs.ts'
import { remindersOfActs } from './features/region/two-people/jobs.ts'
import { forgettingOfIdentityDocuments } from './features/requests/card-applications/jobs.ts'
import { announcementOfCampaigns, openingOfCampaigns } from './features/scheme/campaigns/jobs.ts'
import { forgettingOfNotes, forgettingOfQuestions } from './features/scheme/contact/jobs.ts'
import type { Job } from './platform/jobs.ts'

/** What the clock does: every job of the site, and its hour. */
export const jobs: Job[] = [
  forgetDeadSecrets,
  forgettingOfSignIns,
  forgettingOfIdentityDocuments,
  forgettingOfLastMessages,
  expiryOfPrepayments,
  forgettingOfCheckouts,
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
  remindersOfActs,
]
