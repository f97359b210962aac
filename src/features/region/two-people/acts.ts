import { aidAcceptance } from '../../aid/aid-decisions/index.ts'
import { batchRelease } from '../../aid/aid-payments/index.ts'
import type { ActsOfTwo } from '../../desks/two-people/index.ts'
import { settlementRelease } from '../../money/settlements/index.ts'
import { importOpening, partnerOpening } from '../../partners/partners/index.ts'
import { agentAccount, rolesChange, schoolAccount, secondFactorReset } from '../../people/staff/index.ts'
import { emailChangeByTwo } from '../../personal/my-account/index.ts'
import { acceptanceElsewhere } from '../../requests/card-decisions/index.ts'
import { aidChange, benefitsChange, campaignOpening, datesChange } from '../../scheme/campaigns/index.ts'
import { schoolOpening } from '../../schools/schools/index.ts'

/** Every act that takes two people. */
export const acts: ActsOfTwo = new Map(
  [
    settlementRelease,
    batchRelease,
    acceptanceElsewhere,
    aidAcceptance,
    partnerOpening,
    importOpening,
    schoolOpening,
    agentAccount,
    schoolAccount,
    rolesChange,
    secondFactorReset,
    campaignOpening,
    datesChange,
    benefitsChange,
    aidChange,
    emailChangeByTwo,
  ].map((act) => [act.kind, act]),
)
