import { createHmac, hash } from 'node:crypto'
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { text } from '../../../platform/forms/fields.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** One on the device of every day, another that is kept elsewhere. */
export const PASSKEYS_AT_MOST = 2

/** The site, as a passkey knows it: it answers to no other. */
export interface KnownSite {
  publicUrl: string
  origins: string[]
}

export interface Passkey {
  id: number
  name: string
  credential_id: string
  public_key: Buffer
  counter: number
  transports: string[]
}

const NOT_GIVEN = 'La clé d’accès n’a pas été donnée. Recommencez, ou choisissez un autre moyen.'

/** What the browser answers, in a field that a script fills. */
const answered = <Answer>() =>
  z
    .string({ error: NOT_GIVEN })
    .min(1, NOT_GIVEN)
    .max(20_000, NOT_GIVEN)
    .transform((typed, context): Answer => {
      try {
        return JSON.parse(typed) as Answer
      } catch {
        context.addIssue({ code: 'custom', message: NOT_GIVEN })
        return z.NEVER
      }
    })

export const passkeyForm = z.object({ answer: answered<AuthenticationResponseJSON>() })

export const newPasskeyForm = z.object({
  name: text('Donnez un nom à cette clé, par exemple : Ordinateur du bureau.', 40),
  answer: answered<RegistrationResponseJSON>(),
})

/** What is to be signed for a sign-in that awaits it: made of the token that this browser alone has. */
export const challengeOfSignIn = (pendingToken: string): string => hash('sha256', `passkey:${pendingToken}`, 'base64url')

/** Likewise for a passkey that is offered to somebody who has given their password. */
export const challengeOfOffer = ({ encryption }: Keys, staffId: number, offeredAt: Date): string =>
  createHmac('sha256', encryption.newest.secret).update(`passkey:${staffId}:${offeredAt.getTime()}`).digest('base64url')

const hostOf = ({ publicUrl }: KnownSite): string => new URL(publicUrl).hostname

const named = ({ credential_id, transports }: Passkey) => ({
  id: credential_id,
  transports: transports as AuthenticatorTransport[],
})

/** What the browser is asked to make. */
export const optionsToAdd = (site: KnownSite, of: { staffId: number; email: string; known: Passkey[]; challenge: string }) =>
  generateRegistrationOptions({
    rpName: OUR_REGION.card,
    rpID: hostOf(site),
    userName: of.email,
    userID: Uint8Array.from(Buffer.from(`staff:${of.staffId}`)),
    challenge: Uint8Array.from(Buffer.from(of.challenge, 'base64url')),
    attestationType: 'none',
    excludeCredentials: of.known.map(named),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })

/** What the browser is asked to sign. */
export const optionsToSignIn = (site: KnownSite, of: { known: Passkey[]; challenge: string }) =>
  generateAuthenticationOptions({
    rpID: hostOf(site),
    allowCredentials: of.known.map(named),
    challenge: Uint8Array.from(Buffer.from(of.challenge, 'base64url')),
    userVerification: 'required',
  })

export type NewPasskey = Pick<Passkey, 'credential_id' | 'public_key' | 'counter' | 'transports'>

/**
 * Looks at a passkey that was just made, for this site and this challenge, by somebody whom their device has recognised.
 * @throws UserError `passkey.wrong`
 */
export async function provenNewPasskey(site: KnownSite, answer: RegistrationResponseJSON, challenge: string): Promise<NewPasskey> {
  const proven = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: challenge,
    expectedOrigin: site.origins,
    expectedRPID: hostOf(site),
    requireUserVerification: true,
  }).catch(() => undefined)
  if (!proven?.verified) throw wrongPasskey()
  const { id, publicKey, counter, transports = [] } = proven.registrationInfo.credential
  return { credential_id: id, public_key: Buffer.from(publicKey), counter, transports }
}

/**
 * Looks at what one of their passkeys has signed.
 * @returns which, and what its device has counted
 * @throws UserError `passkey.wrong`, also of one that counts backwards: it was copied
 */
export async function provenPasskey(site: KnownSite, answer: AuthenticationResponseJSON, of: { known: Passkey[]; challenge: string }) {
  const passkey = of.known.find(({ credential_id }) => credential_id === answer.id)
  if (!passkey) throw wrongPasskey()
  const proven = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: of.challenge,
    expectedOrigin: site.origins,
    expectedRPID: hostOf(site),
    credential: { ...named(passkey), publicKey: Uint8Array.from(passkey.public_key), counter: passkey.counter },
    requireUserVerification: true,
  }).catch(() => undefined)
  if (!proven?.verified) throw wrongPasskey()
  return { id: passkey.id, counter: proven.authenticationInfo.newCounter }
}

export const wrongPasskey = () =>
  new UserError('passkey.wrong', 'Cette clé d’accès n’est pas reconnue. Recommencez, ou choisissez un autre moyen.', { field: 'answer' })
