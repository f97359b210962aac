import { z } from 'zod'
import { places } from '../../../places.ts'
import { addDays, ageOn, type Day, dayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { email, text, tick } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'
import { NAME_AT_MOST } from '../../people/staff/index.ts'

/** Who follows a minor, without HTTP and without SQL. */

export const GUARDIANS_AT_MOST = 2
/** A link that confirms a guardian lives so long. */
export const GUARDIAN_LINK_DAYS = 7

/** Somebody has guardians until their eighteenth birthday. */
export const isMinor = (birthDate: Day, now: Date): boolean => ageOn(birthDate, dayOf(now)) < 18

/** Below this age nobody consents alone to have their data used (law of 6 January 1978, article 45). */
export const consentsAlone = (birthDate: Day, now: Date): boolean => ageOn(birthDate, dayOf(now)) >= 15

export const CONSENTS = ['good-deals', 'newsletters'] as const
export type Consent = (typeof CONSENTS)[number]

export const CONSENT_WORDS: Record<Consent, string> = {
  'good-deals': 'Recevoir les Bons Plans des partenaires',
  newsletters: 'Recevoir les newsletters et les invitations de la Région',
}

export const CONSENTED_AT = { 'good-deals': 'good_deals_consent_at', newsletters: 'newsletters_consent_at' } as const satisfies Record<
  Consent,
  string
>

const WHAT = 'Choisissez ce que vous voulez faire.'
const rowId = z
  .string()
  .regex(/^\d{1,15}$/, WHAT)
  .transform(Number)

/** What a young person does with their guardians. */
export const guardiansForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('name'), email: email() }),
  z.object({ action: z.literal('link'), id: rowId }),
  z.object({ action: z.literal('remove'), id: rowId }),
  z.object({ action: z.literal('alerts'), alerts: tick() }),
])

export const guardianName = () => text('Saisissez votre prénom et votre nom.', NAME_AT_MOST)

/** What a guardian does for one of the minors. */
export const childForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('give'), consent: z.enum(CONSENTS) }),
  z.object({ action: z.literal('refuse'), consent: z.enum(CONSENTS) }),
  z.object({ action: z.literal('leave') }),
])

/** Nobody's letter box is filled by whoever types its address: counted by who types, and by the address that is typed. */
export const mailsToGuardians = (beneficiaryId: number): Limit => ({
  bucket: `mails:guardians:beneficiary:${beneficiaryId}`,
  max: 6,
  minutes: 24 * 60,
})
export const mailsToGuardian = (address: string): Limit => ({ bucket: `mails:guardian:${address.toLowerCase()}`, max: 6, minutes: 24 * 60 })
/** Whoever ticks and unticks a box all day does not fill their guardians'. */
export const mailsOfConsents = (beneficiaryId: number): Limit => ({
  bucket: `mails:consents:beneficiary:${beneficiaryId}`,
  max: 3,
  minutes: 24 * 60,
})

/** As little of somebody as says whom it is about, before anybody has proved who they are. */
export const shortName = ({ first_name, last_name }: { first_name: string; last_name: string }): string =>
  `${first_name} ${last_name.slice(0, 1)}.`

/** A guardian's no stands for so long: then it may be asked again. */
const REFUSAL_DAYS = 30

/** From when what a guardian refused may be asked again; null when it may be now. */
export function mayAskAgainOn({ answer, answered_at }: { answer: string | null; answered_at: Date | null }, now: Date): Day | null {
  if (answer !== 'refused' || answered_at === null) return null
  const on = addDays(dayOf(answered_at), REFUSAL_DAYS)
  return on > dayOf(now) ? on : null
}

/** Whose consent it is to give now: one guardian's yes is enough, and a no is taken back by whoever said it. */
export const mayGive = (asked: { answer: string | null; answered_by: number | null }, tieId: number): boolean =>
  asked.answer === null || (asked.answer === 'refused' && asked.answered_by === tieId)

export const deadGuardianLink = () =>
  new UserError(
    'guardian-link.dead',
    'Ce lien n’est plus valable : il a déjà servi, il est trop ancien, ou le jeune a changé d’avis. Il peut vous en envoyer un autre depuis son espace.',
    { status: 404, next: { href: places.public.guardianSignIn.to(), label: 'Se connecter' } },
  )

export const isOfAge = () =>
  new UserError('guardian.of-age', 'À 18 ans, vous suivez seul votre dossier : vous ne pouvez plus ajouter de responsable légal.', {
    status: 409,
  })
