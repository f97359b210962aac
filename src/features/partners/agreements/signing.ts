import { hash, randomInt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { UserError } from '../../../platform/errors.ts'
import { personName } from '../../../platform/forms/fields.ts'

/** How a text is accepted, to join and later: a typed name, a tick, and a code that a letter box got. */

/** A code that was mailed is good for so long, and for so many tries. */
export const CODE_MINUTES = 15
const CODE_TRIES = 5

/** The codes that one letter box gets, and those that one place asks for: where somebody joins, the address is anybody's to type. */
export const codesFor = ({ email, network }: { email: string; network: string }) => [
  { bucket: `joining-codes:email:${email.toLowerCase()}`, max: 5, minutes: 60 },
  { bucket: `joining-codes:network:${network}`, max: 20, minutes: 60 },
]

const UNTICKED = 'Cochez cette case pour accepter la convention : sans elle, rien n’est accepté.'

const signer = {
  signerName: personName('Saisissez le prénom et le nom de la personne qui accepte la convention.'),
  /** The box is of one version of the text: ticked under another, it is not ticked. */
  agrees: z
    .string({ error: UNTICKED })
    .regex(/^\d{1,9}$/, UNTICKED)
    .transform(Number),
}

export const signingForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('code'), ...signer }),
  z.object({
    action: z.literal('sign'),
    ...signer,
    code: z
      .string({ error: 'Saisissez le code.' })
      .transform((typed) => typed.replace(/\D/g, ''))
      .refine((code) => code.length === 6, 'Saisissez les 6 chiffres du code, dans le dernier mail reçu.'),
  }),
])

/** A code of six figures. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** What is kept of a code: `about` says whose it is. It opens nothing without a session, or the secret of an address, that the database does not hold. */
export const hashOfCode = (about: string, code: string): Buffer => hash('sha256', `${about}: ${code}`, 'buffer')

interface Kept {
  code_hash: Buffer | null
  code_made_at: Date | null
  /** This try counted. */
  code_tries: number
}

/**
 * Whether a code is the one that was mailed last, and good still.
 * @throws UserError `agreement.wrong-code`, or `agreement.dead-code` when another one has to be asked for
 */
export function mustBeTheCode({ code_hash, code_made_at, code_tries }: Kept, given: Buffer, now: Date): void {
  const isAlive = code_made_at !== null && code_made_at.getTime() + CODE_MINUTES * 60_000 > now.getTime()
  if (!code_hash || !isAlive || code_tries > CODE_TRIES) {
    const sentence = `Ce code ne sert plus : il dure ${CODE_MINUTES} minutes, et ${CODE_TRIES} essais. Demandez-en un autre.`
    throw new UserError('agreement.dead-code', sentence, { field: 'code' })
  }
  if (!timingSafeEqual(code_hash, given)) {
    throw new UserError('agreement.wrong-code', 'Ce n’est pas le code du dernier mail reçu. Vérifiez ses 6 chiffres.', { field: 'code' })
  }
}

/** Another code was asked for since this one was proved. */
export const otherCode = () =>
  new UserError('agreement.dead-code', 'Un autre code vient d’être demandé : saisissez celui du dernier mail.', { field: 'code' })
