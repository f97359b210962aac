import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { takeTry } from '../../../platform/limits.ts'
import { notify, notifyAt } from '../../../platform/messages/notify.ts'
import type { Agent, Beneficiary } from '../../../spaces/actors.ts'
import { lapseAbout, startAct } from '../../desks/two-people/index.ts'
import { contactToChange } from '../../people/beneficiaries/index.ts'
import { EMAIL_CHANGE, EMAIL_CHANGE_DAYS, EMAIL_CHANGE_HOURS, emailChangeMails, isSameEmail } from './account.ts'
import { facts } from './facts.ts'
import { emailChangeAsked, emailChangeAskedByPhone, emailToConfirm } from './messages.ts'
import { emailChangeByTwo } from './second-agent.ts'

/**
 * Asks whoever reads the new address to confirm it; the one in use is told at once, and stays until then. A newer wish takes the
 * place of the one before.
 */
export async function askEmailChange(tx: Tx, beneficiary: Beneficiary, input: Wish): Promise<void> {
  await ask(tx, { ...input, beneficiaryId: beneficiary.id, firstName: beneficiary.first_name, takesEffectAt: null })
  await notify(tx, beneficiary.id, emailChangeAsked({ ...input, firstName: beneficiary.first_name }))
  await record(tx, { at: tx.now, fact: facts['beneficiary.email-change-asked'], beneficiary_id: beneficiary.id })
}

/**
 * The same by an agent, for somebody who has neither that letter box nor their password any more: it waits besides, as long as the address
 * in use can stop it, unless a second agent agrees. Asked again within the week, the same address has another
 * link and waits no longer.
 * @throws UserError `email.same` when it is theirs already, `email.waits` when it is confirmed and waits for its hour
 */
export async function askEmailChangeFor(
  tx: Tx,
  agent: Agent,
  { beneficiaryId, reason, ...wish }: Wish & { beneficiaryId: number; reason: string },
): Promise<void> {
  const person = await contactToChange(tx, beneficiaryId)
  if (isSameEmail(person.email, wish.email)) {
    throw new UserError('email.same', 'Cette adresse est déjà celle de cette personne. Saisissez la nouvelle, ou revenez à son dossier.', {
      field: 'email',
    })
  }
  const words = { firstName: person.first_name, publicUrl: wish.publicUrl }
  const waiting = await pendingChange(tx, { id: beneficiaryId })
  if (waiting?.takes_effect_at && isSameEmail(waiting.email, wish.email) && (waiting.confirmed_at || isRecent(waiting, tx.now))) {
    if (waiting.confirmed_at) throw isConfirmed()
    await takeTry(tx, emailChangeMails(beneficiaryId), tx.now)
    await notifyAt(tx, beneficiaryId, waiting.email, emailToConfirm(words))
  } else {
    await ask(tx, { ...wish, beneficiaryId, firstName: person.first_name, takesEffectAt: hoursFrom(tx.now) })
    await notify(tx, beneficiaryId, emailChangeAskedByPhone(words))
    await startAct(tx, agent, emailChangeByTwo, { subject: beneficiaryId, input: { beneficiaryId }, reason })
  }
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: facts['beneficiary.email-change-asked'], details: { reason } })
}

/** Its hours, or its second agent, were of these days: who reads the address in use was told then, and has forgotten since. */
const isRecent = ({ asked_at }: { asked_at: Date }, now: Date): boolean =>
  now.getTime() - asked_at.getTime() < EMAIL_CHANGE_DAYS * 24 * 3_600_000

const hoursFrom = (now: Date) => new Date(now.getTime() + EMAIL_CHANGE_HOURS * 3_600_000)

const isConfirmed = () =>
  new UserError(
    'email.waits',
    'Cette adresse est déjà confirmée : elle remplacera l’ancienne à son heure, ou dès qu’un second conseiller l’accepte.',
    { field: 'email' },
  )

interface Wish {
  email: string
  publicUrl: string
}

async function ask(tx: Tx, input: Wish & { beneficiaryId: number; firstName: string; takesEffectAt: Date | null }): Promise<void> {
  const { beneficiaryId, email } = input
  await takeTry(tx, emailChangeMails(beneficiaryId), tx.now)
  // What waited for a second agent was about another address.
  await lapseAbout(tx, EMAIL_CHANGE, [beneficiaryId])
  const asked = {
    email,
    asked_at: tx.now,
    takes_effect_at: input.takesEffectAt,
    token_hash: null,
    expires_at: null,
    confirmed_at: null,
    stop_token_hash: null,
  }
  await tx
    .insertInto('email_changes')
    .values({ beneficiary_id: beneficiaryId, ...asked })
    .onConflict((conflict) => conflict.column('beneficiary_id').doUpdateSet(asked))
    .execute()
  await notifyAt(tx, beneficiaryId, email, emailToConfirm(input))
}

/** Sends the link again, to the same new address. The one sent before stops working when this one leaves. */
export async function askEmailChangeAgain(tx: Tx, beneficiary: Beneficiary, { publicUrl }: { publicUrl: string }): Promise<void> {
  const { email, confirmed_at } = found(await pendingChange(tx, beneficiary))
  if (confirmed_at) return
  await takeTry(tx, emailChangeMails(beneficiary.id), tx.now)
  await notifyAt(tx, beneficiary.id, email, emailToConfirm({ firstName: beneficiary.first_name, publicUrl }))
}

/** Keeps the address in use: the link that was sent opens nothing any more. */
export async function abandonEmailChange(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>): Promise<void> {
  await lapseAbout(tx, EMAIL_CHANGE, [beneficiary.id])
  await tx.deleteFrom('email_changes').where('beneficiary_id', '=', beneficiary.id).execute()
}

const pendingChange = (tx: Tx, beneficiary: Pick<Beneficiary, 'id'>) =>
  tx
    .selectFrom('email_changes')
    .select(['email', 'asked_at', 'takes_effect_at', 'confirmed_at'])
    .where('beneficiary_id', '=', beneficiary.id)
    .forUpdate()
    .executeTakeFirst()
