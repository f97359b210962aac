import { photoFields, photoIn } from '../photos/index.ts'
import { problemForm } from './problem.ts'

/** What the owner of a card declares, with another photo if that of a wrong card is the one that is wrong. */
export const declarationForm = problemForm.extend(photoFields).transform(({ reason, card, isAddressRight, ...typed }) => ({
  reason,
  card,
  isAddressRight,
  photo: reason === 'wrong' ? photoIn(typed) : undefined,
}))
