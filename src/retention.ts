import { aidBankAccount, aidDocuments } from './features/aid/apprentice-aid/retention.ts'
import { photo } from './features/card/photos/retention.ts'
import { assents, devices, paymentCode } from './features/money/assents/retention.ts'
import { shopClosings } from './features/money/books/retention.ts'
import { departures } from './features/money/departures/retention.ts'
import { money } from './features/money/wallets/retention.ts'
import { shopAccount } from './features/partners/bank-accounts/retention.ts'
import { joining } from './features/partners/joining/retention.ts'
import { renewals } from './features/partners/renewals/retention.ts'
import { shopTills } from './features/partners/tills/retention.ts'
import { connections, keptForms, password } from './features/people/accounts/retention.ts'
import { consents, contactDetails, fingerprint, identity } from './features/people/beneficiaries/retention.ts'
import { guardians } from './features/personal/guardians/retention.ts'
import { messages } from './features/personal/personal-data/retention.ts'
import { journal } from './features/region/audit/retention.ts'
import { dataRequests } from './features/region/data-protection/retention.ts'
import { incidents } from './features/region/incidents/retention.ts'
import { aidTransfers, shopTransfers } from './features/region/transfers/retention.ts'
import { vigilance } from './features/region/vigilance/retention.ts'
import { identityDocument, situation } from './features/requests/card-applications/retention.ts'
import { contractChanges } from './features/requests/contracts/retention.ts'
import { enrolmentCertificate } from './features/requests/delays/retention.ts'
import { nationalNumber } from './features/requests/enrolment/retention.ts'
import { stateAnswer } from './features/requests/state-enrolment/retention.ts'
import { notes, questions } from './features/scheme/contact/retention.ts'
import { technicalLogs } from './features/scheme/legal/retention.ts'
import { enrolmentList } from './features/schools/enrolment-lists/retention.ts'
import type { Kept } from './platform/retention.ts'

/** What is kept of a young person, and of who has a shop, in the order in which the privacy policy says it: each room declares what it keeps. */
export const kept: Kept[] = [
  identity,
  contactDetails,
  situation,
  enrolmentList,
  nationalNumber,
  stateAnswer,
  contractChanges,
  photo,
  identityDocument,
  enrolmentCertificate,
  money,
  paymentCode,
  assents,
  devices,
  aidBankAccount,
  aidTransfers,
  aidDocuments,
  joining,
  renewals,
  departures,
  shopAccount,
  shopTransfers,
  shopClosings,
  shopTills,
  consents,
  guardians,
  messages,
  password,
  connections,
  keptForms,
  journal,
  vigilance,
  fingerprint,
  questions,
  notes,
  incidents,
  dataRequests,
  technicalLogs,
]
