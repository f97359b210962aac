import { record } from '../../../platform/audit.ts'
import { brokenConstraint, type Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { type Organisation, sirenOf } from './siret.ts'

/**
 * Says which organisation a partner belongs to, by its SIRET, once two people have: its callers see to it. The others of that organisation are told
 * by the clock. Nothing of it changes while a bank account is in force.
 * @throws UserError `organisation.in-force`, `organisation.name-in-force` where an account stands on what would change,
 * `organisation.siret-taken` when it is another partner's
 */
export async function giveSiret(
  tx: Tx,
  agent: Agent,
  { partner_id, siret, legalName }: Organisation & { partner_id: number },
): Promise<void> {
  found(await tx.selectFrom('partner_directory').select('id').where('id', '=', partner_id).executeTakeFirst())
  const organisation = await heldOrganisation(tx, { siren: sirenOf(siret), legalName })
  const before = await tx.selectFrom('sirets').select(['organisation_id', 'siret']).where('partner_id', '=', partner_id).executeTakeFirst()
  if (before && before.siret !== siret && (await hasAccount(tx, { partner_id }))) throw inForce()
  if (organisation.legal_name !== legalName) {
    if (await hasAccount(tx, { organisation_id: organisation.id })) throw nameInForce(organisation.legal_name)
    await tx.updateTable('organisations').set({ legal_name: legalName }).where('id', '=', organisation.id).execute()
  }
  await tx
    .insertInto('sirets')
    .values({ partner_id, organisation_id: organisation.id, siret, is_to_tell: true })
    .onConflict((conflict) =>
      conflict.column('partner_id').doUpdateSet(({ eb, or, ref }) => ({
        organisation_id: organisation.id,
        siret,
        is_to_tell: or([ref('sirets.is_to_tell'), eb('sirets.organisation_id', '<>', organisation.id)]).$castTo<boolean>(),
      })),
    )
    .execute()
    .catch((error) => {
      throw brokenConstraint(error) === 'a_siret_belongs_to_one_partner' ? siretTaken() : error
    })
  await record(tx, {
    at: tx.now,
    fact: facts['organisation.siret-given'],
    staff_id: agent.id,
    details: { partner_id, siret, legal_name: legalName, siret_before: before?.siret ?? null },
  })
}

/** The organisation of a SIREN, known before or not, held until the transaction ends: no account is proposed meanwhile. */
async function heldOrganisation(tx: Tx, { siren, legalName }: { siren: string; legalName: string }) {
  await tx
    .insertInto('organisations')
    .values({ siren, legal_name: legalName })
    .onConflict((conflict) => conflict.column('siren').doNothing())
    .execute()
  return tx.selectFrom('organisations').select(['id', 'legal_name']).where('siren', '=', siren).forUpdate().executeTakeFirstOrThrow()
}

/** Keeps an organisation as it is until the transaction ends. */
export async function holdOrganisation(tx: Tx, id: number): Promise<void> {
  await tx.selectFrom('organisations').select('id').where('id', '=', id).forUpdate().execute()
}

/** Whether a bank account is paid, or waits to be agreed to. */
async function hasAccount(tx: Tx, of: { partner_id: number } | { organisation_id: number }): Promise<boolean> {
  const account = await tx
    .selectFrom('bank_accounts_of_partners')
    .select('bank_account_id')
    .where('state', 'in', ['proposed', 'agreed'])
    .where('paid_until', 'is', null)
    .$if('partner_id' in of, (query) => query.where('partner_id', '=', 'partner_id' in of ? of.partner_id : 0))
    .$if('organisation_id' in of, (query) => query.where('organisation_id', '=', 'organisation_id' in of ? of.organisation_id : 0))
    .limit(1)
    .executeTakeFirst()
  return account !== undefined
}

const inForce = () =>
  new UserError(
    'organisation.in-force',
    'Un compte bancaire est payé, ou attend d’être accepté, sous le SIRET actuel. Arrêtez ce compte ou refusez-le d’abord ; un nouveau compte sera ensuite proposé.',
    { status: 409, field: 'siret' },
  )

const nameInForce = (name: string) =>
  new UserError(
    'organisation.name-in-force',
    `La structure de ce SIREN s’appelle « ${name} », et un compte bancaire a été proposé ou accepté à ce nom : écrivez-la ainsi, ou arrêtez d’abord ce compte.`,
    { status: 409, field: 'legalName' },
  )

const siretTaken = () =>
  new UserError(
    'organisation.siret-taken',
    'Un autre partenaire a déjà ce SIRET. Chaque point de vente a le sien : vérifiez les cinq derniers chiffres.',
    { field: 'siret' },
  )
