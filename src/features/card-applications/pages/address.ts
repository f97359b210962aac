import { addressPages } from '../../addresses/index.ts'
import { CONTACT, hrefOf } from '../application.ts'
import { addressOf } from '../queries.ts'
import { saveAddress } from '../save-answers.ts'
import { titleOf } from './step.tsx'

/** The address that the card is asked for. */
export const applicationAddress = addressPages({ at: hrefOf(CONTACT), title: titleOf(CONTACT), known: addressOf, save: saveAddress })
