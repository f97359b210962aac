import { record } from '../../../platform/audit.ts'
import { accountMarked } from '../../../platform/bank-details.ts'
import type { Db, Reader, Tx } from '../../../platform/database/index.ts'
import { encrypt, fingerprintsOf, type Keys } from '../../../platform/encryption.ts'
import { notFound, UserError } from '../../../platform/errors.ts'
import { takeTry } from '../../../platform/limits.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Agent, PartnerUser } from '../../../spaces/actors.ts'
import { startAct } from '../../desks/two-people/index.ts'
import { mustStillRule, provePassword } from '../../people/staff/index.ts'
import { holdOrganisation, organisationOf, partnersOfOrganisation } from '../organisations/index.ts'
import { ibanOf, type NewAccount, PROPOSED_A_DAY } from './account.ts'
import { accountChange } from './agree.ts'
import { facts } from './facts.ts'
import { lapseUnanswered } from './lapse.ts'
import { bankAccountProposed } from './messages.ts'
import { tellShopsOf } from './tell.ts'

interface Proposed extends NewAccount {
  partnerIds: number[]
  key: Keys
}

/** Before the transaction: whoever sits at an open session proposes nothing, and a shop's letter boxes are not filled. */
export async function proveProposal(db: Db, now: Date, manager: PartnerUser, typed: { password: string; network: string }): Promise<void> {
  await provePassword(db, now, manager, typed)
  await takeTry(db, { bucket: `bank-accounts:${manager.partner_id}`, max: PROPOSED_A_DAY, minutes: 24 * 60 }, now)
}

/**
 * Proposes a bank account for some partners of one organisation: an agent for any, a manager for their own shop. Nothing is paid to it until
 * somebody else has agreed. All managers and accountants of these shops are told at once.
 * @returns its number
 */
export async function proposeAccount(tx: Tx, by: Agent | PartnerUser, { partnerIds, key, ...account }: Proposed): Promise<number> {
  if (by.kind === 'partner') await mustStillRule(tx, by)
  const organisation_id = await organisationOfAll(tx, by, partnerIds)
  await holdOrganisation(tx, organisation_id)
  await lapseUnanswered(tx)
  const marks = fingerprintsOf(key, accountMarked(account.iban))
  await mustBeNew(tx, { partnerIds, holder: account.holder, marks })

  const row = await keepAccount(tx, { ...account, organisation_id, partnerIds, proposedBy: by.id, key, marks })
  const { id } = row
  await startAct(tx, by, accountChange, { subject: id, input: { id } })
  await record(tx, { at: tx.now, fact: facts['bank-account.proposed'], staff_id: by.id, details: { bank_account_id: id, organisation_id } })
  const who = by.kind === 'agent' ? 'Un agent de la Région' : `${by.name} (votre commerce)`
  await tellShopsOf(tx, [row], (told) => bankAccountProposed({ ...told, by: who }))
  return id
}

interface Kept extends NewAccount {
  organisation_id: number
  partnerIds: number[]
  proposedBy: number
  key: Keys
  /** By which the account is known, the newest first. */
  marks: [Buffer, ...Buffer[]]
}

/** Keeps an account that somebody proposes for these partners, encrypted for its row. */
export async function keepAccount(tx: Tx, { organisation_id, partnerIds, proposedBy, key, marks, ...account }: Kept) {
  const row = await tx
    .insertInto('bank_accounts')
    .values({
      organisation_id,
      holder: account.holder,
      // It is bound to the number of its row, which is known afterwards.
      iban_encrypted: Buffer.alloc(0),
      iban_mark: await accountMark(tx, marks),
      iban_first4: account.iban.slice(0, 4),
      iban_last4: account.iban.slice(-4),
      bic: account.bic,
      proposed_by: proposedBy,
      proposed_at: tx.now,
    })
    .returning(['id', 'holder', 'iban_first4', 'iban_last4'])
    .executeTakeFirstOrThrow()
  const { id } = row
  await tx
    .updateTable('bank_accounts')
    .set({ iban_encrypted: encrypt(key, account.iban, ibanOf(row)) })
    .where('id', '=', id)
    .execute()
  await tx
    .insertInto('bank_account_partners')
    .values(partnerIds.map((partner_id) => ({ bank_account_id: id, partner_id })))
    .execute()
  return row
}

/** The mark under which the same account is known already, where the key was changed since: it is compared as it is kept. */
export async function accountMark(db: Reader, marks: [Buffer, ...Buffer[]]): Promise<Buffer> {
  const known = await db.selectFrom('bank_accounts').select('iban_mark').where('iban_mark', 'in', marks).limit(1).executeTakeFirst()
  return known?.iban_mark ?? marks[0]
}

/** The one organisation of all these partners, none of which is another shop's business or frozen. */
async function organisationOfAll(tx: Tx, by: Agent | PartnerUser, partnerIds: number[]): Promise<number> {
  const [first] = partnerIds
  if (first === undefined) throw new UserError('bank-account.no-partner', 'Cochez au moins un partenaire à payer.', { field: 'partners' })
  if (by.kind === 'partner' && partnerIds.some((id) => id !== by.partner_id)) throw notFound()
  const organisation = await organisationOf(tx, first)
  if (!organisation) throw noSiret(by)
  const partners = await partnersOfOrganisation(tx, organisation.organisation_id)
  const theirs = partnerIds.map((id) => partners.find(({ partner_id }) => partner_id === id))
  if (theirs.includes(undefined))
    throw new UserError('bank-account.other-organisation', 'Un compte paie des partenaires d’une même structure : vérifiez leurs SIRET.', {
      field: 'partners',
    })
  const frozen = theirs.find((partner) => partner?.frozen_at)
  if (frozen) throw isFrozen(frozen.name)
  return organisation.organisation_id
}

/** What the manager of a shop is told, whose account would be nobody's. */
export const NO_SIRET = `La Région n’a pas encore le SIRET de votre commerce : appelez le numéro vert ${OUR_REGION.phone} pour le donner, puis revenez ici.`

const noSiret = (by: Agent | PartnerUser) =>
  by.kind === 'agent'
    ? new UserError('bank-account.no-siret', 'Saisissez d’abord le SIRET et la raison sociale de ce partenaire.', { status: 409 })
    : new UserError('bank-account.no-siret', NO_SIRET, { status: 409 })

/** Whoever took over a shop's accounts is stopped by a freeze: its bank account does not change until it is over. */
export const isFrozen = (name: string) =>
  new UserError('bank-account.frozen', `${name} est gelé : son compte bancaire ne change pas avant que la Région le dégèle.`, {
    status: 409,
  })

/** It is not what is paid already, and nothing else waits: the second person answers one question at a time. */
async function mustBeNew(db: Reader, { partnerIds, holder, marks }: { partnerIds: number[]; holder: string; marks: Buffer[] }) {
  const rows = await db
    .selectFrom('bank_accounts_of_partners')
    .select(['partner_id', 'state', 'holder', 'iban_mark', 'paid_since', 'paid_until'])
    .where('partner_id', 'in', partnerIds)
    .where('state', 'in', ['proposed', 'agreed'])
    .execute()
  if (rows.some(({ state }) => state === 'proposed'))
    throw new UserError(
      'bank-account.waits',
      'Un autre compte bancaire attend déjà la réponse de la Région. Il faut d’abord qu’il soit accepté, refusé ou retiré.',
      { status: 409 },
    )
  const isPaid = (id: number) =>
    rows.some(
      ({ partner_id, paid_since, paid_until, ...row }) =>
        partner_id === id && paid_since && !paid_until && row.holder === holder && marks.some((mark) => row.iban_mark?.equals(mark)),
    )
  if (partnerIds.every(isPaid))
    throw new UserError('bank-account.same', 'C’est déjà le compte qui est payé, au nom du même titulaire : il n’y a rien à changer.', {
      field: 'iban',
    })
}
