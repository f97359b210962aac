import { facts as aidDecisions } from './features/aid/aid-decisions/facts.ts'
import { facts as aidPayments } from './features/aid/aid-payments/facts.ts'
import { facts as apprenticeAid } from './features/aid/apprentice-aid/facts.ts'
import { facts as cards } from './features/card/cards/facts.ts'
import { facts as making } from './features/card/making/facts.ts'
import { facts as twoPeople } from './features/desks/two-people/facts.ts'
import { facts as vigilanceAtDesks } from './features/desks/vigilance/facts.ts'
import { facts as assents } from './features/money/assents/facts.ts'
import { facts as books } from './features/money/books/facts.ts'
import { facts as chain } from './features/money/chain/facts.ts'
import { facts as corrections } from './features/money/corrections/facts.ts'
import { facts as deadlines } from './features/money/deadlines/facts.ts'
import { facts as departures } from './features/money/departures/facts.ts'
import { facts as freezes } from './features/money/freezes/facts.ts'
import { facts as payments } from './features/money/payments/facts.ts'
import { facts as prepayments } from './features/money/prepayments/facts.ts'
import { facts as settlements } from './features/money/settlements/facts.ts'
import { facts as wrongNumbers } from './features/money/wrong-numbers/facts.ts'
import { facts as agreements } from './features/partners/agreements/facts.ts'
import { facts as bankAccounts } from './features/partners/bank-accounts/facts.ts'
import { facts as joiningDesk } from './features/partners/joining-desk/facts.ts'
import { facts as organisations } from './features/partners/organisations/facts.ts'
import { formerFacts as formerlyOfPartners, facts as partners } from './features/partners/partners/facts.ts'
import { facts as renewals } from './features/partners/renewals/facts.ts'
import { facts as tills } from './features/partners/tills/facts.ts'
import { facts as accounts } from './features/people/accounts/facts.ts'
import { facts as beneficiaries, formerFacts as formerlyOfBeneficiaries } from './features/people/beneficiaries/facts.ts'
import { facts as staff } from './features/people/staff/facts.ts'
import { facts as staffDesk } from './features/people/staff-desk/facts.ts'
import { facts as staffSignIn } from './features/people/staff-sign-in/facts.ts'
import { facts as users } from './features/people/users/facts.ts'
import { facts as guardians } from './features/personal/guardians/facts.ts'
import { facts as myAccount } from './features/personal/my-account/facts.ts'
import { facts as personalData } from './features/personal/personal-data/facts.ts'
import { facts as signUp } from './features/personal/sign-up/facts.ts'
import { facts as audit } from './features/region/audit/facts.ts'
import { facts as beginning } from './features/region/beginning/facts.ts'
import { facts as dataProtection } from './features/region/data-protection/facts.ts'
import { facts as imports } from './features/region/imports/facts.ts'
import { facts as incidents } from './features/region/incidents/facts.ts'
import { facts as messages } from './features/region/messages/facts.ts'
import { facts as shops } from './features/region/shops/facts.ts'
import { facts as support } from './features/region/support/facts.ts'
import { facts as transfers } from './features/region/transfers/facts.ts'
import { facts as vigilance } from './features/region/vigilance/facts.ts'
import { facts as cardApplications } from './features/requests/card-applications/facts.ts'
import { facts as cardDecisions } from './features/requests/card-decisions/facts.ts'
import { facts as contracts } from './features/requests/contracts/facts.ts'
import { facts as delays } from './features/requests/delays/facts.ts'
import { facts as enrolment } from './features/requests/enrolment/facts.ts'
import { facts as listsForSchools } from './features/requests/lists-for-schools/facts.ts'
import { facts as outages } from './features/requests/outages/facts.ts'
import { facts as stateEnrolment } from './features/requests/state-enrolment/facts.ts'
import { facts as campaigns } from './features/scheme/campaigns/facts.ts'
import { facts as contact } from './features/scheme/contact/facts.ts'
import { facts as contentDesk } from './features/scheme/content-desk/facts.ts'
import { facts as enrolmentLists } from './features/schools/enrolment-lists/facts.ts'
import { facts as schools } from './features/schools/schools/facts.ts'
import type { Fact, Facts } from './platform/audit.ts'

/** Every fact that the site writes down, or did: each room declares its own. */
export const facts: Facts = new Map(
  [
    aidDecisions,
    aidPayments,
    apprenticeAid,
    cards,
    making,
    assents,
    books,
    chain,
    payments,
    prepayments,
    wrongNumbers,
    settlements,
    transfers,
    partners,
    organisations,
    bankAccounts,
    agreements,
    joiningDesk,
    renewals,
    departures,
    formerlyOfPartners,
    tills,
    accounts,
    beneficiaries,
    formerlyOfBeneficiaries,
    staff,
    staffDesk,
    staffSignIn,
    myAccount,
    guardians,
    personalData,
    signUp,
    beginning,
    imports,
    incidents,
    messages,
    audit,
    dataProtection,
    shops,
    support,
    cardApplications,
    cardDecisions,
    contracts,
    delays,
    outages,
    stateEnrolment,
    enrolment,
    enrolmentLists,
    listsForSchools,
    campaigns,
    contact,
    contentDesk,
    schools,
    users,
    twoPeople,
    vigilanceAtDesks,
    vigilance,
    freezes,
    corrections,
    deadlines,
  ]
    .flatMap((room) => Object.values<Fact>(room))
    .map((fact) => [fact.name, fact]),
)
