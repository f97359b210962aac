import { aidAcceptance } from '../../aid/aid-decisions/index.ts'
import { batchRelease } from '../../aid/aid-payments/index.ts'
import type { ActsOfTwo } from '../../desks/two-people/index.ts'
import { adjustment, debtWaiver, fraudCancellation } from '../../money/corrections/index.ts'
import { deadlineMove } from '../../money/deadlines/index.ts'
import { partnerDeparture } from '../../money/departures/index.ts'
import { settlementRelease } from '../../money/settlements/index.ts'
import { agreementText } from '../../partners/agreements/index.ts'
import { accountChange } from '../../partners/bank-accounts/index.ts'
import { joiningOfPartner } from '../../partners/joining-desk/index.ts'
import { structureChange } from '../../partners/organisations/index.ts'
import { partnerOpening } from '../../partners/partners/index.ts'
import { partnerAccountFile, schoolAccountFile } from '../../people/staff-desk/index.ts'
import {
  agentAccount,
  agentReopening,
  placeAtSchoolChange,
  rolesChange,
  schoolAccount,
  schoolReopening,
  secondFactorReset,
} from '../../people/staff-member/index.ts'
import { emailChangeByTwo } from '../../personal/my-account/index.ts'
import { acceptanceElsewhere } from '../../requests/card-decisions/index.ts'
import { listForSchool } from '../../requests/lists-for-schools/index.ts'
import { givingBack, takingOver } from '../../requests/outages/index.ts'
import { validationWithdrawal } from '../../requests/withdrawals/index.ts'
import { aidChange, benefitsChange, campaignOpening, datesChange } from '../../scheme/campaigns/index.ts'
import { schoolOpening } from '../../schools/schools/index.ts'
import { bankAccountsFile, partnersFile, schoolsFile } from '../imports/index.ts'
import { answerTurn, fileCancelling, transfersAgain } from '../transfers/index.ts'
import { thresholdChange } from '../vigilance/index.ts'

/** Every act that takes two people. */
export const acts: ActsOfTwo = new Map(
  [
    settlementRelease,
    transfersAgain,
    answerTurn,
    fileCancelling,
    batchRelease,
    acceptanceElsewhere,
    aidAcceptance,
    partnerOpening,
    partnerDeparture,
    joiningOfPartner,
    agreementText,
    structureChange,
    accountChange,
    schoolOpening,
    schoolsFile,
    partnersFile,
    bankAccountsFile,
    agentAccount,
    schoolAccount,
    agentReopening,
    schoolReopening,
    rolesChange,
    secondFactorReset,
    schoolAccountFile,
    placeAtSchoolChange,
    partnerAccountFile,
    campaignOpening,
    datesChange,
    benefitsChange,
    aidChange,
    thresholdChange,
    adjustment,
    fraudCancellation,
    debtWaiver,
    validationWithdrawal,
    takingOver,
    givingBack,
    listForSchool,
    deadlineMove,
    emailChangeByTwo,
  ].map((act) => [act.kind, act]),
)
