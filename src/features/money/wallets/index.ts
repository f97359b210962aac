/** The door of the room, and the only writer of money: every channel comes here. */
export { againField, agoInWords, type Movement, mustBeMeant, type Twin, twinOf } from './again.ts'
export { creditApplications } from './credit.ts'
export { freezeWallets, type Thawed, thawWallets } from './freeze.ts'
export {
  adjust,
  capture,
  type LateRefund,
  type Posted,
  partnerFrozen,
  pay,
  refund,
  refusalOf,
  release,
  releaseEach,
  reserve,
} from './post.ts'
export { type GrantToCome, grantsToCome, lateRefundTo, walletsInOrder, walletsOf } from './queries.ts'
export { type Channel, effectOf, type Kind, labelOf, spendableInWords, type Wallet } from './wallet.ts'
export { waiveDebt, withdrawWallets } from './withdraw.ts'
