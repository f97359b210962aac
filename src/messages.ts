import * as aidDecisions from './features/aid/aid-decisions/messages.ts'
import * as aid from './features/aid/apprentice-aid/messages.ts'
import * as aidTransfers from './features/aid/apprentice-aid/payment-messages.ts'
import * as cards from './features/card/cards/messages.ts'
import * as problems from './features/card/cards/problem-messages.ts'
import * as twoPeople from './features/desks/two-people/messages.ts'
import * as alerts from './features/money/alerts/messages.ts'
import * as assents from './features/money/assents/messages.ts'
import * as corrections from './features/money/corrections/messages.ts'
import * as deadlines from './features/money/deadlines/messages.ts'
import * as departures from './features/money/departures/messages.ts'
import * as freezes from './features/money/freezes/messages.ts'
import * as payments from './features/money/payments/messages.ts'
import * as prepayments from './features/money/prepayments/messages.ts'
import * as refunds from './features/money/refunds/messages.ts'
import * as settlements from './features/money/settlements/messages.ts'
import * as wallets from './features/money/wallets/messages.ts'
import * as bankAccounts from './features/partners/bank-accounts/messages.ts'
import * as joining from './features/partners/joining/messages.ts'
import * as joiningDesk from './features/partners/joining-desk/messages.ts'
import * as organisations from './features/partners/organisations/messages.ts'
import * as partners from './features/partners/partners/messages.ts'
import * as renewals from './features/partners/renewals/messages.ts'
import * as tills from './features/partners/tills/messages.ts'
import * as accounts from './features/people/accounts/messages.ts'
import * as beneficiaries from './features/people/beneficiaries/messages.ts'
import * as staff from './features/people/staff/messages.ts'
import * as staffDesk from './features/people/staff-desk/messages.ts'
import * as staffSecurity from './features/people/staff-security/messages.ts'
import * as staffSignIn from './features/people/staff-sign-in/messages.ts'
import * as guardians from './features/personal/guardians/messages.ts'
import * as myAccount from './features/personal/my-account/messages.ts'
import * as personalData from './features/personal/personal-data/messages.ts'
import * as signUp from './features/personal/sign-up/messages.ts'
import * as beginning from './features/region/beginning/messages.ts'
import * as support from './features/region/support/messages.ts'
import * as transfers from './features/region/transfers/messages.ts'
import * as vigilance from './features/region/vigilance/messages.ts'
import * as applications from './features/requests/card-applications/messages.ts'
import * as decisions from './features/requests/card-decisions/messages.ts'
import * as contracts from './features/requests/contracts/messages.ts'
import * as delays from './features/requests/delays/messages.ts'
import * as listsForSchools from './features/requests/lists-for-schools/messages.ts'
import * as outages from './features/requests/outages/messages.ts'
import * as withdrawals from './features/requests/withdrawals/messages.ts'
import * as campaigns from './features/scheme/campaigns/messages.ts'
import * as contact from './features/scheme/contact/messages.ts'
import * as contentDesk from './features/scheme/content-desk/messages.ts'
import type { DeclaredMessage } from './platform/messages/message.ts'

/** Every message that the site sends, room by room, in the order in which somebody meets them: each room declares its own. */
export const messages: DeclaredMessage[] = [
  signUp,
  accounts,
  myAccount,
  support,
  beneficiaries,
  alerts,
  guardians,
  personalData,
  applications,
  decisions,
  withdrawals,
  delays,
  outages,
  listsForSchools,
  contracts,
  campaigns,
  cards,
  problems,
  prepayments,
  payments,
  assents,
  refunds,
  wallets,
  departures,
  freezes,
  settlements,
  transfers,
  corrections,
  deadlines,
  joining,
  joiningDesk,
  renewals,
  partners,
  organisations,
  bankAccounts,
  tills,
  aid,
  aidDecisions,
  aidTransfers,
  staff,
  staffDesk,
  staffSecurity,
  staffSignIn,
  beginning,
  twoPeople,
  vigilance,
  contact,
  contentDesk,
].flatMap((room) => Object.values<object>(room).filter((exported): exported is DeclaredMessage => 'examples' in exported))
