import { z } from 'zod'
import { csvOf } from '../../../platform/csv.ts'
import { digits } from '../../../platform/forms/fields.ts'
import { namesOnCard } from '../../people/beneficiaries/index.ts'
import { CARDS_A_BATCH_AT_MOST } from '../cards/index.ts'

const BATCH_SIZE = `Saisissez un nombre de cartes, de 1 à ${CARDS_A_BATCH_AT_MOST}.`
export const batchForm = z.object({
  atMost: digits(BATCH_SIZE)
    .refine((typed) => /^\d{1,4}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= CARDS_A_BATCH_AT_MOST, BATCH_SIZE)
    .transform(Number),
})

/** Name of a photo in a batch's archive, and in its list. */
export const photoName = (number: string): string => `photos/${number}.jpg`

const COLUMNS = [
  'Numéro de carte',
  'Nom',
  'Prénom',
  'Campagne',
  'Photo',
  ...Array.from({ length: 6 }, (_, index) => `Adresse ${index + 1}`),
  'À faire',
]

export interface CardToPrint {
  number: string
  printed_last_name: string
  printed_first_name: string
  campaign_name: string | null
  address_lines: string[]
  /** It is made already, and came back. */
  is_returned: boolean
}

/** The list of a batch as the maker of the cards reads it: separated by semicolons, in UTF-8 with the mark that spreadsheets look for. */
export function batchCsv(cards: readonly CardToPrint[]): string {
  const rows = cards.map((card) => {
    const { last_name, first_name } = namesOnCard(card)
    const lines = Array.from({ length: 6 }, (_, index) => card.address_lines[index] ?? '')
    return [
      card.number,
      last_name,
      first_name,
      card.campaign_name ?? '',
      photoName(card.number),
      ...lines,
      card.is_returned ? 'Poster' : 'Fabriquer et poster',
    ]
  })
  return csvOf([COLUMNS, ...rows])
}
