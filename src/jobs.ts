import { forgetDeadSecrets } from './features/accounts/jobs.ts'
import { forgettingOfEndedAids, forgettingOfUnsentAids } from './features/apprentice-aid/jobs.ts'
import { forgettingOfMarks } from './features/beneficiaries/jobs.ts'
import { announcementOfCampaigns, openingOfCampaigns } from './features/campaigns/jobs.ts'
import { forgettingOfIdentityDocuments } from './features/card-applications/jobs.ts'
import { forgettingOfQrCodes } from './features/cards/jobs.ts'
import { forgettingOfQuestions } from './features/contact/jobs.ts'
import { forgettingOfCheckouts } from './features/payments/jobs.ts'
import { closingOfUnusedAccounts, forgettingOfLastMessages, forgettingOfOldMessages } from './features/personal-data/jobs.ts'
import { expiryOfPrepayments } from './features/prepayments/jobs.ts'
import { forgettingOfSignIns } from './features/staff/jobs.ts'
import { closingOfWallets, remindersOfClosing } from './features/wallets/jobs.ts'
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
  forgettingOfQuestions,
  forgettingOfMarks,
  forgettingOfOldMessages,
  closingOfUnusedAccounts,
  forgettingOfEndedAids,
  forgettingOfUnsentAids,
]
