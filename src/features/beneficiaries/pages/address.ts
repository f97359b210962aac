import { addressPages } from '../../addresses/index.ts'
import { addressOf } from '../queries.ts'
import { saveAddress } from '../save-account.ts'

/** The address of the account. */
export const accountAddress = addressPages({ at: '/espace/mon-compte', title: 'Mon compte', known: addressOf, save: saveAddress })
