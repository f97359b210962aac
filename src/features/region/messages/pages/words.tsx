import { Tag, type Tone } from '../../../../ui/blocks.tsx'
import type { State } from '../sent.ts'

export const CHANNEL_WORDS: Record<string, string> = { email: 'E-mail', sms: 'SMS' }

const STATES: Record<State, { label: string; tone: Tone }> = {
  queued: { label: 'En attente', tone: 'info' },
  sent: { label: 'Envoyé', tone: 'good' },
  failed: { label: 'Échec', tone: 'bad' },
}

export const StateTag = ({ state }: { state: State }) => <Tag tone={STATES[state].tone}>{STATES[state].label}</Tag>
