import { z } from 'zod'
import { digits } from '../../../platform/forms/fields.ts'

/** Cards that are recorded in one go, at most. */
const RECORDED_AT_MOST = 500
const TOLD_AT_MOST = 5

const MISSING = 'Scannez ou tapez les numéros des cartes, un par ligne.'

/** Numbers as a scanner types them, one a line; typed by hand, each may be grouped. */
const scanned = z.string({ error: MISSING }).transform((typed, context): string[] => {
  const lines = typed.split(/[\n\r;,\t]+/).filter((line) => line.trim() !== '')
  const numbers = lines.map((line) => line.replace(/[\s.\p{Pd}]/gu, ''))
  const wrong = lines.filter((_, index) => !/^\d{8}$/.test(numbers[index] ?? ''))
  const refuse = (message: string) => context.addIssue({ code: 'custom', message })
  if (lines.length === 0) refuse(MISSING)
  else if (wrong.length > 0)
    refuse(`Un numéro de carte a huit chiffres. À corriger : ${some(wrong.map((line) => `« ${line.trim().slice(0, 30)} »`))}.`)
  else if (numbers.length > RECORDED_AT_MOST) refuse(`Enregistrez ${RECORDED_AT_MOST} cartes au plus à la fois.`)
  return [...new Set(numbers)]
})

/** The first of them, and how many more there are. */
export function some(entries: readonly string[]): string {
  const more = entries.length - TOLD_AT_MOST
  return `${entries.slice(0, TOLD_AT_MOST).join(' ; ')}${more > 0 ? ` ; et ${more} de plus` : ''}`
}

export const returnsForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('record'), numbers: scanned }),
  z.object({ action: z.literal('confirm'), card: digits('Choisissez la carte.') }),
])

/** A card that is said to have come back, as far as it is known. */
interface SaidToBeBack {
  is_known: boolean
  is_opposed: boolean
  is_shipped: boolean
  /** It came back before: waits for an address, or for its batch to leave. */
  came_back: 'waits' | 'in-batch' | 'left' | null
  batch_id: number | null
}

/** Why it cannot have come back, in words; null when it can. */
export function whyNotBack({ is_known, is_opposed, is_shipped, came_back, batch_id }: SaidToBeBack): string | null {
  if (!is_known) return 'aucune carte ne porte ce numéro'
  if (is_opposed) return 'cette carte est arrêtée ou remplacée, détruisez-la'
  if (!is_shipped) return 'cette carte n’est pas encore partie'
  return came_back === 'in-batch' ? `cette carte repart avec le lot n° ${batch_id}, qui n’est pas encore expédié` : null
}
