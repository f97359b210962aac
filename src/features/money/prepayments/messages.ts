import { type Day, frenchDay } from '../../../platform/dates.ts'
import type { Message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'

interface About {
  ticket: string
  amount_cents: number
  partner_name: string
}

export function prepaymentCreated({ ticket, amount_cents, partner_name, expires_on }: About & { expires_on: Day }): Message {
  const amount = frenchEuros(amount_cents)
  return {
    template: 'prepayment-created',
    subject: `Prépaiement de ${amount} chez ${partner_name}`,
    paragraphs: [
      'Bonjour,',
      `Votre prépaiement de ${amount} chez le partenaire ${partner_name} est créé. Ticket n° ${ticket}.`,
      `Imprimez-le depuis « Ma carte » et remettez-le au partenaire jusqu’au ${frenchDay(expires_on)} inclus. Tant que vous ne l’avez pas remis, vous pouvez l’annuler.`,
    ],
    sms: `Génération #HDF : prépaiement de ${amount} chez ${short(partner_name)}, ticket ${ticket}, à remettre au plus tard le ${frenchDay(expires_on)}.`,
  }
}

export function prepaymentCancelled({
  ticket,
  amount_cents,
  partner_name,
  balance_after_cents,
}: About & { balance_after_cents: number }): Message {
  const amount = frenchEuros(amount_cents)
  const balance = frenchEuros(balance_after_cents)
  return {
    template: 'prepayment-cancelled',
    subject: `Prépaiement de ${amount} annulé`,
    paragraphs: [
      'Bonjour,',
      `Votre prépaiement de ${amount} chez le partenaire ${partner_name} (ticket n° ${ticket}) est annulé. Le solde de votre porte-monnaie est maintenant de ${balance}.`,
    ],
    sms: `Génération #HDF : votre prépaiement de ${amount} chez ${short(partner_name)} est annulé. Solde de votre porte-monnaie : ${balance}.`,
  }
}

/** The money is back; null when the wallet has closed meanwhile, for it can no longer be used. */
export function prepaymentExpired({
  ticket,
  amount_cents,
  partner_name,
  balance_after_cents,
  closes_on,
}: About & { balance_after_cents: number; closes_on: Day | null }): Message {
  const amount = frenchEuros(amount_cents)
  const balance = frenchEuros(balance_after_cents)
  const back = closes_on
    ? `Les ${amount} sont de retour dans votre porte-monnaie, dont le solde est maintenant de ${balance}. Vous pouvez l’utiliser jusqu’au ${frenchDay(closes_on)} inclus.`
    : 'Votre porte-monnaie est clôturé : cette somme ne peut plus être utilisée.'
  return {
    template: 'prepayment-expired',
    subject: `Prépaiement de ${amount} expiré`,
    paragraphs: [
      'Bonjour,',
      `Votre prépaiement de ${amount} chez le partenaire ${partner_name} (ticket n° ${ticket}) a expiré : il n’a pas été remis au partenaire à temps.`,
      back,
    ],
    sms: closes_on
      ? `Génération #HDF : votre prépaiement chez ${short(partner_name)} a expiré. ${amount} de retour, à utiliser jusqu’au ${frenchDay(closes_on)} inclus.`
      : `Génération #HDF : votre prépaiement chez ${short(partner_name)} a expiré, et votre porte-monnaie est clôturé.`,
  }
}

/** A name that leaves room for the rest of an SMS. */
const short = (name: string) => name.slice(0, 40)
