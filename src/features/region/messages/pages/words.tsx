import { NOBODY, RETURNED } from '../../../../platform/messages/dead-addresses.ts'
import { TOO_LATE } from '../../../../platform/messages/send.ts'
import { Tag, type Tone } from '../../../../ui/blocks.tsx'
import type { State } from '../sent.ts'

export const CHANNEL_WORDS: Record<string, string> = { email: 'E-mail', sms: 'SMS', push: 'Notification' }

const STATES: Record<State, { label: string; tone: Tone }> = {
  queued: { label: 'En attente', tone: 'info' },
  sent: { label: 'Envoyé', tone: 'good' },
  failed: { label: 'Échec', tone: 'bad' },
}

/** Why it failed: in words where an agent can do something, else as it was answered. */
export function failureInWords(failure: string): string {
  if (failure === NOBODY) return 'Pas envoyé : nos mails à cette adresse reviennent'
  if (failure === TOO_LATE) return 'Pas envoyée : le délai pour répondre était passé'
  return failure.startsWith(RETURNED) ? `Revenu, refusé par la messagerie (${failure.slice(RETURNED.length + 1)})` : failure
}

export const StateTag = ({ state }: { state: State }) => <Tag tone={STATES[state].tone}>{STATES[state].label}</Tag>
