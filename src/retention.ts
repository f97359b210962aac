import { aidBankAccount, aidDocuments } from './features/aid/apprentice-aid/retention.ts'
import { photo } from './features/card/photos/retention.ts'
import { shopTransfers } from './features/money/transfers/retention.ts'
import { money } from './features/money/wallets/retention.ts'
import { shopAccount } from './features/partners/bank-accounts/retention.ts'
import { connections, keptForms, password } from './features/people/accounts/retention.ts'
import { consents, contactDetails, fingerprint, identity } from './features/people/beneficiaries/retention.ts'
import { guardians } from './features/personal/guardians/retention.ts'
import { messages } from './features/personal/personal-data/retention.ts'
import { journal } from './features/region/audit/retention.ts'
import { dataRequests } from './features/region/data-protection/retention.ts'
import { incidents } from './features/region/incidents/retention.ts'
import { vigilance } from './features/region/vigilance/retention.ts'
import { identityDocument, situation } from './features/requests/card-applications/retention.ts'
import { contractChanges } from './features/requests/contracts/retention.ts'
import { enrolmentCertificate } from './features/requests/delays/retention.ts'
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
  contractChanges,
  photo,
  identityDocument,
  enrolmentCertificate,
  money,
  aidBankAccount,
  aidDocuments,
  shopAccount,
  shopTransfers,
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
