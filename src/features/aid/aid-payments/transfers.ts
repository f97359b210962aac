import { Document } from 'sepa'
import type { Day } from '../../../platform/dates.ts'

/** The file of a batch's transfers: ISO 20022, pain.001.001.09. */

export interface Transfer {
  number: string
  amount_cents: number
  holder: string
  iban: string
  bic: string
}

export interface Order {
  message_id: string
  created_at: Date
  execute_on: Day
  payer: Payer
}

/** The account that aids are paid from. */
export interface Payer {
  name: string
  iban: string
  bic?: string | undefined
}

/** The account of the demonstration, which exists nowhere. */
export const MADE_UP_PAYER: Payer = { name: 'RÉGION HAUTS-DE-FRANCE', iban: 'FR7630001000643000000000084', bic: 'BDFEFRPPCCT' }

export function transfersFile({ message_id, created_at, execute_on, payer }: Order, transfers: readonly Transfer[]): string {
  const file = new Document('pain.001.001.09')
  file.grpHdr.id = message_id
  file.grpHdr.created = inParis(created_at)
  file.grpHdr.initiatorName = inSepaCharacters(payer.name)

  const order = file.createPaymentInfo()
  order.batchBooking = true
  order.requestedExecutionDate = new Date(`${execute_on}T12:00:00`)
  order.debtorName = inSepaCharacters(payer.name)
  order.debtorIBAN = payer.iban
  order.debtorBIC = bicFor(payer)
  file.addPaymentInfo(order)

  for (const { number, amount_cents, holder, iban, bic } of transfers) {
    const transfer = order.createTransaction()
    transfer.id = number
    transfer.end2endId = number
    transfer.amount = amount_cents / 100
    transfer.creditorName = inSepaCharacters(holder) || `DEMANDE ${number}`
    transfer.creditorIBAN = iban
    transfer.creditorBIC = bicFor({ bic, iban })
    transfer.remittanceInfo = `AIDE THR DEMANDE ${number}`
    order.addTransaction(transfer)
  }
  return file.toString()
}

const parisClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' })

// The library writes the hour of the server's own time zone.
const inParis = (instant: Date): Date => new Date(parisClock.format(instant).replace(' ', 'T'))

/** A BIC is optional where the IBAN says it all; one of another country would have the whole file rejected. */
const bicFor = ({ bic, iban }: { bic?: string | undefined; iban: string }): string => (bic?.slice(4, 6) === iban.slice(0, 2) ? bic : '')

const LETTERS: Record<string, string> = {
  œ: 'oe',
  Œ: 'OE',
  æ: 'ae',
  Æ: 'AE',
  ß: 'ss',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  '’': "'",
}

/** A name in the characters that every bank of SEPA reads (EPC217-08), and as long as it may be. */
export const inSepaCharacters = (text: string): string =>
  text
    .replace(/[^\p{ASCII}]/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/&/g, ' et ')
    .replace(/[^A-Za-z0-9/?:().,'+ -]/g, ' ')
    .replace(/\/{2,}/g, '/')
    .replace(/\s+/g, ' ')
    .replace(/^[\s/]+/, '')
    .slice(0, 70)
    .replace(/[\s/]+$/, '')
