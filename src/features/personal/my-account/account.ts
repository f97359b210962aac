import { z } from 'zod'
import { places } from '../../../places.ts'
import { UserError } from '../../../platform/errors.ts'
import { across, choice, email, fixedPhone, mobilePhone, onePhone, passwordIfNeeded, tick } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** « Mon compte » (guide, 6), without HTTP and without SQL. */

/** What its owner may change; names, birth date and schooling are not among it. */
export const accountForm = z
  .object({
    email: email(),
    fixedPhone: fixedPhone(),
    mobilePhone: mobilePhone(),
    notifiedBy: choice(['email', 'sms'], 'Choisissez comment vous voulez être prévenu.'),
    goodDeals: tick(),
    newsletters: tick(),
    password: passwordIfNeeded(),
  })
  .refine(...onePhone)
  .refine(
    ...across(['notifiedBy', 'mobilePhone'], ({ notifiedBy, mobilePhone }) => notifiedBy === 'email' || mobilePhone, {
      field: 'notifiedBy',
      message: 'Pour recevoir des SMS, ajoutez votre téléphone portable.',
    }),
  )
export type TypedAccount = z.output<typeof accountForm>

/** Whether what was typed changes how somebody is reached: their password is asked again. */
export const changesContact = (
  before: { email: string; fixed_phone: string | null; mobile_phone: string | null },
  typed: Pick<TypedAccount, 'email' | 'fixedPhone' | 'mobilePhone'>,
): boolean =>
  !isSameEmail(before.email, typed.email) || before.fixed_phone !== typed.fixedPhone || before.mobile_phone !== typed.mobilePhone

/** A new address works once somebody opened the link sent to it, within this time. */
export const EMAIL_LINK_MINUTES = 60

/** One that an agent asked for waits so long besides: the former address can stop it until then. */
export const EMAIL_CHANGE_HOURS = 72

/** An address that an agent asked for and nobody confirmed is forgotten by then: whoever asks for it again asks anew. */
export const EMAIL_CHANGE_DAYS = 7

/** The act of two people by which it does not wait. */
export const EMAIL_CHANGE = { kind: 'beneficiary.email-change', starts: 'people.help' } as const

/** Nobody's letter box is filled by whoever types its address as theirs. */
export const emailChangeMails = (beneficiaryId: number): Limit => ({
  bucket: `mails:email-change:beneficiary:${beneficiaryId}`,
  max: 5,
  minutes: 60,
})

/** Addresses are the same whatever their capitals. */
export const isSameEmail = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

export const deadStopLink = () =>
  new UserError(
    'email-stop-link.dead',
    `Ce changement est déjà arrêté ou fait, ou un autre a été demandé depuis. Si ce n’est pas vous, appelez vite le ${OUR_REGION.phone}.`,
    { status: 404, next: { href: places.public.signIn.to(), label: 'Se connecter' } },
  )

export const deadEmailLink = () =>
  new UserError(
    'email-link.dead',
    `Ce lien n’est plus valable. Connectez-vous, puis demandez-en un nouveau depuis « Mon compte ». Sans mot de passe, appelez le ${OUR_REGION.phone}.`,
    { status: 404, next: { href: places.public.signIn.to(), label: 'Se connecter' } },
  )
