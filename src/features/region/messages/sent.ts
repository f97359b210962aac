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

const ONCE = 'Un code ne sert qu’une fois : qui l’attend en demande un autre.'

/** Of messages that carry a secret, those that only whoever waits for them asks for again, and how. */
const ASKED_ANEW: Partial<Record<string, string>> = {
  'sign-in-code': ONCE,
  'agreement-code': ONCE,
  'phone-code': ONCE,
  'joining-code': 'Ce code ne sert que quelques minutes : le commerce en demande un autre sur sa page.',
  // It opens for the address that was typed, which is nobody's account yet.
  'guardian-link': 'Le jeune peut envoyer un nouveau lien depuis son espace.',
}

/** Why it is sent again to nobody, in words. */
function whyNever({ state, channel, failure, template, secret, has_password }: Sent): string | undefined {
  if (state === 'queued') return 'Ce message attend déjà d’être envoyé.'
  if (channel === 'push') return 'Une notification ne vaut que deux minutes : la caisse demande à nouveau.'
  if (failure === 'withdrawn') return 'Ce message a été retiré : son adresse n’était plus la bonne.'
  if (template === SHOWS_A_CODE) return ONCE
  if (secret === 'temporary-password' && has_password)
    return 'Cette personne a déjà choisi son mot de passe. Depuis son dossier, envoyez-lui plutôt un lien.'
  return secret === null ? undefined : ASKED_ANEW[secret]
}

/** Where it would be sent again, or why it may not be, in words. */
export function sendingAgain(message: Sent): { to: string } | { refusal: string } {
  const refusal = whyNever(message)
  if (refusal !== undefined) return { refusal }
  if (message.secret === 'email-link') {
    if (message.address === message.asked_email) return { to: message.address }
    return { refusal: 'Cette adresse n’est plus à confirmer.' }
  }
  const isSomebodys = message.beneficiary_id !== null || message.staff_id !== null
  const to = isSomebodys ? message.current_address : message.address
  return to ? { to } : { refusal: 'Cette personne n’a plus d’adresse à laquelle l’envoyer.' }
}
