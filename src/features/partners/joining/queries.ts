import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import { hashOf } from '../../../platform/sessions.ts'
import type { Answer } from '../company-directory/index.ts'
import type { State } from './joining.ts'

const applications = (db: Reader) =>
  db
    .selectFrom('joining_applications as a')
    .leftJoin('partner_kinds as k', 'k.code', 'a.type_code')
    .select(['a.id', 'a.siret', 'a.rna', 'a.name', 'a.legal_name', 'a.type_code', 'k.label as type', 'a.street', 'a.postcode', 'a.town'])
    .select(['a.longitude', 'a.latitude', 'a.phone', 'a.email', 'a.website', 'a.accepts_prepayments', 'a.accepts_online_payments'])
    .select(['a.manager_name', 'a.manager_email', 'a.holder', 'a.bic', 'a.iban_first4', 'a.iban_last4', 'a.document_file_id'])
    .select(['a.signer_name', 'a.code_asked_at', 'a.read_version', 'a.sent_at', 'a.partner_id', 'a.refusal', 'a.ended_at', 'a.begun_at'])
    .select([sql<State>`a.state`.as('state'), sql<Answer>`a.directory`.as('directory')])

/** The application whose pages have that secret in their address, or 404. */
export async function applicationBy(db: Reader, token: string): Promise<Application> {
  const hash = hashOf(token)
  return found(
    await applications(db)
      .where((eb) => eb.or([eb('a.token_hash', '=', hash), eb('a.link_hash', '=', hash)]))
      .executeTakeFirst(),
  )
}

export type Application = NonNullable<Awaited<ReturnType<typeof sentApplication>>>

/** One that was sent, as the Region sees it: what is only begun is nobody's business. Undefined once it is forgotten. */
export const sentApplication = (db: Reader, id: number) =>
  applications(db).where('a.id', '=', id).where('a.state', '<>', 'begun').executeTakeFirst()

export const APPLICATIONS_A_PAGE = 50

export const STATES_LISTED = ['sent', 'accepted', 'refused'] as const

/** What the list may be sorted by: an index each. */
export const APPLICATION_ORDERS = { envoi: ['a.sent_at', 'a.id'] } as const

/** One page of those that were sent, and how many there are in all. */
export async function applicationsSent(
  db: Reader,
  { state, page, order }: { state: (typeof STATES_LISTED)[number]; page: number; order: Order },
) {
  const asked = db.selectFrom('joining_applications as a').where('a.state', '=', state)
  const [rows, { total }] = await Promise.all([
    asked
      .select(['a.id', 'a.name', 'a.town', 'a.siret', 'a.rna', 'a.sent_at'])
      .orderBy(inOrder(order))
      .limit(APPLICATIONS_A_PAGE)
      .offset((page - 1) * APPLICATIONS_A_PAGE)
      .execute(),
    asked.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total }
}

/** What others have that this one says is its own: its SIRET, its bank account, the address of its manager; in sentences. */
export async function doublesOf(db: Reader, id: number): Promise<string[]> {
  const { rows } = await sql<{ words: string }>`
    select words from joining_applications a, lateral (
      select 1 as place, 'Même SIRET que le partenaire ' || p.name || ' (' || p.code || ')' as words
      from organisations_of_partners o join partner_directory p on p.id = o.partner_id
      where o.siret = a.siret and p.id is distinct from a.partner_id
      union
      select 2, 'Même SIREN que ' || string_agg(p.name || ' (' || p.code || ')', ', ' order by p.name, p.id) || ' : la structure s’appelle ici « '
        || o.legal_name || ' », et garde ce nom'
      from organisations_of_partners o join partner_directory p on p.id = o.partner_id
      where o.siren = left(a.siret, 9) and p.id is distinct from a.partner_id
      group by o.legal_name
      union
      select 3, 'Même SIRET que la demande n° ' || other.id || coalesce(', ' || other.name, '')
      from joining_applications other
      where other.siret = a.siret and other.id <> a.id and other.state <> 'begun'
      union
      select 3, 'Même numéro RNA que la demande n° ' || other.id || coalesce(', ' || other.name, '')
      from joining_applications other
      where other.rna = a.rna and other.id <> a.id and other.state <> 'begun'
      union
      select 4, 'Même compte bancaire que ' || p.name || ' (' || p.code || ')'
      from bank_accounts_of_partners b join partner_directory p on p.id = b.partner_id
      where b.iban_mark = a.iban_mark and p.id is distinct from a.partner_id
      union
      select 5, 'Même compte bancaire que la demande n° ' || other.id || coalesce(', ' || other.name, '')
      from joining_applications other
      where other.iban_mark = a.iban_mark and other.id <> a.id and other.state <> 'begun'
      union
      select 6, 'L’adresse ' || a.manager_email || ' a déjà un compte ici : ' || s.place
        || case when s.partner_id is null or s.closed_at is not null then '. Elle ne peut pas gérer ce commerce : il en faut une autre' else '' end
      from staff_members s
      where lower(s.email) = lower(a.manager_email) and not s.is_guardian and (a.partner_id is null or s.partner_id is distinct from a.partner_id)
    ) doubles
    where a.id = ${id}
    order by place, words
  `.execute(db)
  return rows.map(({ words }) => words)
}

/** What a partner may be. */
export const partnerKinds = (db: Reader) => db.selectFrom('partner_kinds').select(['code', 'label']).orderBy('label').execute()

/** Whether a partner has that SIRET. */
export const isPartner = async (db: Reader, siret: string): Promise<boolean> =>
  (await db.selectFrom('organisations_of_partners').select('partner_id').where('siret', '=', siret).executeTakeFirst()) !== undefined
