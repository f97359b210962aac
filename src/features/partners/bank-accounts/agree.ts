import { sql } from 'kysely'
import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import { maskedIban } from '../../../platform/bank-details.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent, Staff } from '../../../spaces/actors.ts'
import { type Shown, takesTwo } from '../../desks/two-people/index.ts'
import { holdOrganisation, partnersOfOrganisation, spacedSiret } from '../organisations/index.ts'
import { facts } from './facts.ts'
import { bankAccountAgreed, bankAccountDropped } from './messages.ts'
import {
  accountById,
  accountsPaid,
  alsoAccountOf,
  endsBefore,
  hoursBeforeATransfer,
  isStillProposed,
  openedTheWayOf,
  partnersOfAccounts,
} from './queries.ts'
import { tellShopsOf } from './tell.ts'

/** A bank account is paid once another agent than who proposed it has seen it: a manager of the shop proposes too. */
export const accountChange = takesTwo({
  kind: 'bank-account.change',
  title: 'Changer un compte bancaire de partenaire',
  starts: 'partners.manage',
  startsAtShop: 'account.propose',
  finishes: 'partners.manage',
  schema: z.object({ id: z.number().int() }),
  shown: (db, { id }, now) => shown(db, id, now),
  perform: (tx, agent, { input: { id } }) => agreeToAccount(tx, agent, id),
  drop: (tx, by, { input: { id }, outcome, answer }) => dropAccount(tx, by, { id, outcome, answer }),
})

async function shown(db: Reader, id: number, now: Date): Promise<Shown> {
  const account = found(await accountById(db, id))
  const partners = await partnersOfAccounts(db, [id])
  const [known, paid, others, ends, hours] = await Promise.all([
    partnersOfOrganisation(db, account.organisation_id),
    accountsPaid(
      db,
      partners.map(({ partner_id }) => partner_id),
    ),
    alsoAccountOf(db, id),
    endsBefore(db, id),
    hoursBeforeATransfer(db, now),
  ])
  const organisation = await nameOf(db, account.organisation_id)
  const [first] = partners
  return {
    about: `${organisation}, compte ${maskedIban(account)}`,
    href: first ? places.region.partnerAccount.to({ id: first.partner_id }) : null,
    items: [
      { label: 'Structure', value: organisation },
      { label: 'Titulaire, comme sur le RIB', value: account.holder },
      { label: 'IBAN', value: maskedIban(account) },
      { label: 'BIC', value: account.bic ?? 'Trouvé par l’IBAN' },
      { label: 'Proposé depuis', value: account.proposed_at_place },
      ...partners.map(({ name, town, siret }) => ({
        label: 'Paierait',
        value: `${name}, ${town}${siret ? ` (${spacedSiret(siret)})` : ''}`,
      })),
      ...(known.length > partners.length ? [{ label: 'Autres partenaires de la structure', value: known.length - partners.length }] : []),
      ...(others.length > 0 ? [{ label: 'Attention : même compte que', value: others.join(', ') }] : []),
      ...ends.map((words) => ({ label: 'Attention : ce compte a déjà pris fin', value: words })),
    ],
    changes: partners.flatMap(({ partner_id, name }) => {
      const before = paid.find((row) => row.partner_id === partner_id)
      return [
        { label: `IBAN de ${name}`, before: before ? maskedIban(before) : 'Aucun', after: maskedIban(account) },
        { label: `Titulaire du compte de ${name}`, before: before?.holder ?? 'Aucun', after: account.holder },
      ]
    }),
    effects: [
      `Les virements partent vers ce compte ${hours} heures plus tard ; d’ici là, rien n’est payé.`,
      'Les gestionnaires et les comptables des commerces payés sont prévenus par mail.',
      'Avant d’accepter, rappelez le commerce à un numéro que vous connaissez déjà, jamais à celui qu’on vient de vous donner.',
    ],
  }
}

const nameOf = async (db: Reader, organisationId: number): Promise<string> =>
  (
    await db
      .selectFrom('organisations_of_partners')
      .select(['legal_name', 'siren'])
      .where('organisation_id', '=', organisationId)
      .limit(1)
      .executeTakeFirst()
      .then(found)
  ).legal_name

/** From now on these partners are paid to that account, once its hours have passed; what each was paid to before is over. */
export async function agreeToAccount(tx: Tx, agent: Agent, id: number): Promise<void> {
  const account = await heldProposal(tx, id)
  if (await openedTheWayOf(tx, agent.id, account.proposed_by)) throw ownUser()
  const partners = await partnersOfAccounts(tx, [id])
  const strangers = partners.some(({ organisation_id }) => organisation_id !== account.organisation_id)
  if (strangers) throw changed('Un partenaire de ce compte a changé de structure : refusez-le, et demandez qu’il soit proposé de nouveau.')
  const frozen = partners.find(({ frozen_at }) => frozen_at)
  if (frozen) throw changed(`${frozen.name} est gelé : son compte bancaire ne change pas avant que la Région le dégèle.`)

  const ids = partners.map(({ partner_id }) => partner_id)
  if (!(await isStillProposed(tx, account, ids)))
    throw changed('La personne qui l’a proposé ne gère plus ce commerce : refusez-le, et demandez qu’il soit proposé de nouveau.')
  await endFormer(tx, ids)
  const usable_from = new Date(tx.now.getTime() + (await hoursBeforeATransfer(tx, tx.now)) * 3_600_000)
  await tx
    .updateTable('bank_accounts')
    .set({ state: 'agreed', decided_by: agent.id, decided_at: tx.now, usable_from })
    .where('id', '=', id)
    .execute()
  await tx.updateTable('bank_account_partners').set({ paid_since: tx.now }).where('bank_account_id', '=', id).execute()
  await tellShopsOf(tx, [account], (told) => bankAccountAgreed({ ...told, usable_from }))
  await record(tx, { at: tx.now, fact: facts['bank-account.agreed'], staff_id: agent.id, details: { bank_account_id: id } })
}

/** Pays these partners no more to what they were paid to; an account that pays nobody any more has ended. */
async function endFormer(tx: Tx, partnerIds: number[]): Promise<void> {
  const former = await tx
    .updateTable('bank_account_partners')
    .set({ paid_until: tx.now })
    .where('partner_id', 'in', partnerIds)
    .where('paid_since', 'is not', null)
    .where('paid_until', 'is', null)
    .returning('bank_account_id')
    .execute()
  await tx
    .updateTable('bank_accounts as a')
    .set({ state: 'ended', ended_at: tx.now, end_words: 'Remplacé par un autre compte.' })
    .where('a.id', '=', sql<number>`any(${former.map(({ bank_account_id }) => bank_account_id)}::integer[])`)
    .where('a.state', '=', 'agreed')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('bank_account_partners as b')
            .select('b.partner_id')
            .whereRef('b.bank_account_id', '=', 'a.id')
            .where('b.paid_until', 'is', null),
        ),
      ),
    )
    .execute()
}

/** A proposal that a second person refused, or that whoever proposed it has taken back. */
async function dropAccount(
  tx: Tx,
  by: Staff,
  { id, outcome, answer }: { id: number; outcome: 'refused' | 'withdrawn'; answer: string | null },
): Promise<void> {
  const account = await heldProposal(tx, id)
  await tx
    .updateTable('bank_accounts')
    .set(outcome === 'refused' ? { state: outcome, decided_by: by.id, decided_at: tx.now, refusal: answer } : { state: outcome })
    .where('id', '=', id)
    .execute()
  await tellShopsOf(tx, [account], (told) => bankAccountDropped({ ...told, outcome, answer }))
  await record(tx, { at: tx.now, fact: facts['bank-account.dropped'], staff_id: by.id, details: { bank_account_id: id, outcome } })
}

async function heldProposal(tx: Tx, id: number) {
  const { organisation_id } = found(await tx.selectFrom('bank_accounts').select('organisation_id').where('id', '=', id).executeTakeFirst())
  // As whoever proposes does: of two accounts of an organisation, one is decided on after the other.
  await holdOrganisation(tx, organisation_id)
  const account = await tx
    .selectFrom('bank_accounts')
    .select(['id', 'organisation_id', 'holder', 'iban_first4', 'iban_last4', 'proposed_by'])
    .where('id', '=', id)
    .where('state', '=', 'proposed')
    .forUpdate()
    .executeTakeFirst()
  if (!account) throw changed('Ce compte n’attend plus de réponse : rien n’est fait.')
  return account
}

/** One person would be both: who invites somebody to a shop may have an address of their own in mind. */
const ownUser = () =>
  new UserError(
    'bank-account.own-user',
    'Vous avez ouvert ou rétabli le compte de la personne qui propose ce compte bancaire : un autre agent doit l’accepter.',
    { status: 403 },
  )

const changed = (sentence: string) => new UserError('bank-account.changed', sentence, { status: 409 })
