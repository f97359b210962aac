import type { Day } from '../../../platform/dates.ts'
import { dayAsked, type Order, orderAsked, pageAsked } from '../../../platform/forms/paging.ts'

/** What was sent to whom, without HTTP and without SQL. */

export const STATES = ['queued', 'sent', 'failed'] as const
export type State = (typeof STATES)[number]

export const CHANNELS = ['email', 'sms', 'push'] as const
export type Channel = (typeof CHANNELS)[number]

/** What the list may be sorted by. */
const ORDERS = { date: ['m.created_at', 'm.id'] } as const

export interface Filter {
  state: State | null
  channel: Channel | null
  from: Day | null
  until: Day | null
  /** How the address begins. */
  address: string
  page: number
  order: Order
}

/** What the address of the list asks for: everything, unless it says otherwise. */
export function filterOf(query: URLSearchParams): Filter {
  return {
    state: STATES.find((state) => state === query.get('etat')) ?? null,
    channel: CHANNELS.find((channel) => channel === query.get('canal')) ?? null,
    from: dayAsked(query, 'du'),
    until: dayAsked(query, 'au'),
    address: (query.get('adresse') ?? '').trim().slice(0, 254),
    page: pageAsked(query),
    order: orderAsked(query, ORDERS, '-date'),
  }
}

/** Codes are in the text of this one alone: the demonstration's. */
const SHOWS_A_CODE = 'sign-in-code'

/** The text as an agent may read it; null when none of it. */
export const shownBody = ({ template, body }: { template: string; body: string }): string | null =>
  template === SHOWS_A_CODE ? null : body.replace(/\b\d{8}(\d{4})\b/g, '•••• •••• $1')

export interface Sent {
  template: string
  secret: string | null
  channel: string
  state: string
  failure: string | null
  address: string
  beneficiary_id: number | null
  staff_id: number | null
  /** The address that its person has now, by that channel; null when there is none. */
  current_address: string | null
  /** The address that they asked for and have not confirmed. */
  asked_email: string | null
  has_password: boolean
}

/** Where it would be sent again, or why it may not be, in words. */
export function sendingAgain(message: Sent): { to: string } | { refusal: string } {
  if (message.state === 'queued') return { refusal: 'Ce message attend déjà d’être envoyé.' }
  if (message.channel === 'push') return { refusal: 'Une notification ne vaut que deux minutes : la caisse demande à nouveau.' }
  if (message.failure === 'withdrawn') return { refusal: 'Ce message a été retiré : son adresse n’était plus la bonne.' }
  if (message.template === SHOWS_A_CODE || message.secret === 'sign-in-code' || message.secret === 'agreement-code')
    return { refusal: 'Un code ne sert qu’une fois : qui l’attend en demande un autre.' }
  if (message.secret === 'temporary-password' && message.has_password)
    return { refusal: 'Cette personne a déjà choisi son mot de passe. Depuis son dossier, envoyez-lui plutôt un lien.' }
  // It opens for the address that was typed, which is nobody's account yet.
  if (message.secret === 'guardian-link') return { refusal: 'Le jeune peut envoyer un nouveau lien depuis son espace.' }
  if (message.secret === 'joining-code')
    return { refusal: 'Ce code ne sert que quelques minutes : le commerce en demande un autre sur sa page.' }
  if (message.secret === 'email-link') {
    if (message.address === message.asked_email) return { to: message.address }
    return { refusal: 'Cette adresse n’est plus à confirmer.' }
  }
  const isSomebodys = message.beneficiary_id !== null || message.staff_id !== null
  const to = isSomebodys ? message.current_address : message.address
  return to ? { to } : { refusal: 'Cette personne n’a plus d’adresse à laquelle l’envoyer.' }
}
