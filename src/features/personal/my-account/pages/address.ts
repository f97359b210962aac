import { CARD_PROBLEMS, places } from '../../../../places.ts'
import { addressPages } from '../../../people/addresses/index.ts'
import { addressOf } from '../queries.ts'
import { saveAddress } from '../save-account.ts'

const { problemToDeclare, returnedCard } = places.beneficiary

/** The address of the account, which who declares a problem of card, or whose card came back, comes to mend. */
export const accountAddress = addressPages({
  asked: places.beneficiary.account,
  form: places.beneficiary.accountAddress,
  search: places.beneficiary.accountAddressSearch,
  title: 'Mon compte',
  known: addressOf,
  save: saveAddress,
  cameFrom(name, isSaved) {
    if (name === 'carte-revenue') return isSaved ? returnedCard.said('adresse') : returnedCard.to()
    const reason = Object.values(CARD_PROBLEMS).find((problem) => problem === name)
    if (!reason) return null
    return isSaved ? problemToDeclare.said('adresse', { reason }) : problemToDeclare.to({ reason })
  },
})
