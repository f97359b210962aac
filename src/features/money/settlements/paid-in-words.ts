import { frenchDayOf } from '../../../platform/dates.ts'

/** How the line of a settlement is paid, as `region/transfers` knows it. */
export interface Transferred {
  /** Of its transfer that is not rejected; null where it has none. */
  transfer_number: string | null
  transfer_state: string | null
  /** How many were rejected before. */
  rejected: number | null
}

/** What a shop reads of it on its own statement; null where nothing is to be said. */
export function transferInWords({ transfer_number, transfer_state, rejected }: Transferred): string | null {
  if (transfer_number === null) return null
  if (transfer_state !== 'waiting') return `Virement ${transfer_number}`
  return rejected
    ? 'La banque a rejeté le virement : il repartira, vers un autre compte bancaire s’il en faut un.'
    : 'Le virement attend : vérifiez votre compte bancaire.'
}

/** Whether what a statement pays has left. */
export function paidInWords({ released_at, paid_at }: { released_at: Date | null; paid_at: Date | null }): string {
  if (paid_at) return `versé le ${frenchDayOf(paid_at)}`
  return released_at ? 'virement en cours' : 'en préparation'
}

/** What pays a line of the journal, as its page says it. */
export function paymentItems(
  payment: (Transferred & { settlement_id: number | null; released_at: Date | null; paid_at: Date | null }) | undefined,
): { label: string; value: string }[] {
  if (!payment || payment.settlement_id === null) return [{ label: 'Relevé', value: 'Pas encore : elle sera dans un prochain reversement' }]
  const transfer = transferInWords(payment)
  return [
    { label: 'Relevé', value: `n° ${payment.settlement_id}, ${paidInWords(payment)}` },
    ...(transfer ? [{ label: 'Virement', value: transfer }] : []),
  ]
}
