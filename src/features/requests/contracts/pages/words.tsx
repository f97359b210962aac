import { type Day, frenchDay } from '../../../../platform/dates.ts'

interface Changed {
  ended_on: Day | null
  ended_contract_signed_on: Day | null
  contract_signed_on: Day | null
  contract_ends_on: Day | null
}

/** What changes, in a sentence or two. */
export const changeInWords = ({ ended_on, ended_contract_signed_on, contract_signed_on, contract_ends_on }: Changed): string =>
  [
    ended_on && `Le contrat signé le ${frenchDay(ended_contract_signed_on ?? '')} s’est terminé le ${frenchDay(ended_on)}.`,
    contract_signed_on && `Un autre est signé le ${frenchDay(contract_signed_on)}, jusqu’au ${frenchDay(contract_ends_on ?? '')}.`,
  ]
    .filter(Boolean)
    .join(' ')
