import { addressPages } from '../../../people/addresses/index.ts'
import { addressOf } from '../queries.ts'
import { saveAddress } from '../save-account.ts'

/** The address of the account, which who declares a problem of card comes to mend. */
export const accountAddress = addressPages({
  at: '/espace/mon-compte',
  title: 'Mon compte',
  known: addressOf,
  save: saveAddress,
  cameFrom: (name) => (/^probleme\/[a-z-]+$/.test(name) ? `/espace/ma-carte/${name}` : null),
})
