import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf, frenchDay } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { mayTry } from '../../../platform/limits.ts'
import { notify, notifyStaff } from '../../../platform/messages/notify.ts'
import type { Beneficiary, Guardian } from '../../../spaces/actors.ts'
import { contactToChange, setContactDetails } from '../../people/beneficiaries/index.ts'
import { facts } from './facts.ts'
import { CONSENTED_AT, CONSENTS, type Consent, consentsAlone, mailsOfConsents, mayAskAgainOn, mayGive } from './guardian.ts'
import { consentAnswered, consentAsked } from './messages.ts'
import { type AskedConsent, consentsAskedBy, followedMinor, guardiansOf, minorOf } from './queries.ts'

type ConsentedAt = Record<(typeof CONSENTED_AT)[Consent], Date | null>

/**
 * What somebody consents to once they have ticked these. From 15 on it is what they ticked. Before, what is new is asked of their guardians and
 * is given to nobody meanwhile; to take one back they need nobody.
 */
export async function consentsTyped(
  tx: Tx,
  beneficiary: Beneficiary,
  { ticked, before, publicUrl }: { ticked: Record<Consent, boolean>; before: ConsentedAt; publicUrl: string },
): Promise<ConsentedAt> {
  const { birth_date } = await minorOf(tx, beneficiary)
  const isAlone = consentsAlone(birth_date, tx.now)
  const dropped = CONSENTS.filter((consent) => isAlone || !ticked[consent])
  await tx
    .deleteFrom('consents_of_minors')
    .where('beneficiary_id', '=', beneficiary.id)
    .where('consent', 'in', [...dropped, ''])
    // A box that a no has left empty is not somebody who changed their mind: the no stands.
    .$if(!isAlone, (query) => query.where((eb) => eb.or([eb('answer', 'is', null), eb('answer', '<>', 'refused')])))
    .execute()
  const given = (consent: Consent) => before[CONSENTED_AT[consent]]
  if (!isAlone) await ask(tx, beneficiary, { consents: CONSENTS.filter((consent) => ticked[consent] && !given(consent)), publicUrl })
  const at = (consent: Consent) => (ticked[consent] ? (given(consent) ?? (isAlone ? tx.now : null)) : null)
  return { good_deals_consent_at: at('good-deals'), newsletters_consent_at: at('newsletters') }
}

/**
 * Asks what is not asked already, and asks again what was refused long enough ago.
 * @throws UserError `consent.refused` before that
 */
async function ask(tx: Tx, beneficiary: Beneficiary, { consents, publicUrl }: { consents: Consent[]; publicUrl: string }): Promise<void> {
  const known = await consentsAskedBy(tx, beneficiary.id)
  const refused = known.find((one) => consents.includes(one.consent) && mayAskAgainOn(one, tx.now))
  if (refused) throw isRefused(refused, tx.now)
  const waiting = known.filter(({ answer }) => answer === null).map(({ consent }) => consent)
  const asked = consents.filter((consent) => !waiting.includes(consent))
  if (asked.length === 0) return
  await tx
    .insertInto('consents_of_minors')
    .values(asked.map((consent) => ({ beneficiary_id: beneficiary.id, consent, asked_at: tx.now })))
    .onConflict((conflict) =>
      conflict.columns(['beneficiary_id', 'consent']).doUpdateSet({ asked_at: tx.now, answer: null, answered_at: null, answered_by: null }),
    )
    .execute()
  // It is asked on their page whether the mail leaves or not.
  if (!(await mayTry(tx, mailsOfConsents(beneficiary.id), tx.now))) return
  const guardians = (await guardiansOf(tx, beneficiary)).flatMap(({ account_id }) => account_id ?? [])
  await notifyStaff(tx, guardians, consentAsked({ firstName: beneficiary.first_name, consents: asked, publicUrl }))
}

/** A guardian agrees, or does not; also to what was agreed before: a no of either ends it. */
export async function answerConsent(
  tx: Tx,
  guardian: Guardian,
  { id, consent, isGiven }: { id: number; consent: Consent; isGiven: boolean },
): Promise<void> {
  const { beneficiary_id } = await followedMinor(tx, tx.now, guardian, id)
  await contactToChange(tx, beneficiary_id)
  const minor = await followedMinor(tx, tx.now, guardian, id)
  if (consentsAlone(minor.birth_date, tx.now)) throw decidesAlone(minor.first_name)
  const asked = found((await consentsAskedBy(tx, beneficiary_id)).find((one) => one.consent === consent))
  if (isGiven ? !mayGive(asked, id) : asked.answer === 'refused') throw isAnswered()
  await tx
    .updateTable('consents_of_minors')
    .set({ answer: isGiven ? 'given' : 'refused', answered_at: tx.now, answered_by: id })
    .where('beneficiary_id', '=', beneficiary_id)
    .where('consent', '=', consent)
    .execute()
  await setContactDetails(tx, beneficiary_id, { [CONSENTED_AT[consent]]: isGiven ? tx.now : null })
  await notify(tx, beneficiary_id, consentAnswered({ name: guardian.name, consent, isGiven }))
  const details = { consent, is_given: isGiven }
  await record(tx, { at: tx.now, fact: facts['guardian.consent-answered'], staff_id: guardian.id, beneficiary_id, details })
}

const decidesAlone = (firstName: string) =>
  new UserError('consent.of-age', `${firstName} a 15 ans et décide seul de ce qu’il ou elle reçoit.`, { status: 409 })

const isAnswered = () =>
  new UserError('consent.answered', 'Il a déjà été répondu à cette demande. Rechargez la page pour voir la réponse.', { status: 409 })

const FIELDS: Record<Consent, string> = { 'good-deals': 'goodDeals', newsletters: 'newsletters' }

function isRefused(asked: AskedConsent, now: Date): UserError {
  const again = mayAskAgainOn(asked, now) ?? dayOf(now)
  const sentence = `Un responsable légal a dit non. Vous pourrez le redemander à partir du ${frenchDay(again)} : décochez cette case pour enregistrer le reste.`
  return new UserError('consent.refused', sentence, { field: FIELDS[asked.consent] })
}
