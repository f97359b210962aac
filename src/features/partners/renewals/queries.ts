import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'

/** The version that nobody has accepted yet for a partner that works, since when it is in force, and until when it is asked; undefined when nothing is. */
export const textToAccept = (db: Reader, partnerId: number) =>
  db.selectFrom('partners_to_ask').select(['version', 'agreed_at', 'accept_by']).where('partner_id', '=', partnerId).executeTakeFirst()

/** Whom a signature at that partner binds, as papers name them. */
export async function boundBy(db: Reader, { partner_id, partner_name }: { partner_id: number; partner_name: string }): Promise<string> {
  const organisation = await db
    .selectFrom('organisations_of_partners')
    .select('legal_name')
    .where('partner_id', '=', partner_id)
    .executeTakeFirst()
  return organisation?.legal_name ?? partner_name
}

/** The texts accepted for a partner, at it or at another of its organisation, the last first. */
export async function acceptedFor(db: Reader, partnerId: number): Promise<Accepted[]> {
  const { rows } = await sql<Accepted>`
    select t.agreement_id as id, t.application_id, t.text_version, t.signed_at, t.signer_name
    from texts_accepted t
    where t.partner_id = ${partnerId} or t.partner_id in (
      select other.partner_id from organisations_of_partners o
      join organisations_of_partners other on other.organisation_id = o.organisation_id
      where o.partner_id = ${partnerId})
    order by t.text_version desc, t.signed_at desc
  `.execute(db)
  return rows
}

export interface Accepted {
  id: number
  text_version: number
  signed_at: Date
  signer_name: string
  /** By which it was accepted; null of what was accepted later. */
  application_id: number | null
}

export const PARTNERS_A_PAGE = 50

/** One page of the partners for which the text in force is not accepted, by name, with the last one that was; how many there are, and until when they are asked. */
export async function partnersAwaited(db: Reader, page: number) {
  const [{ rows }, { total, accept_by }] = await Promise.all([
    sql<Waiting>`
      select p.partner_id, p.code, p.name, p.town, (select max(t.text_version) from texts_accepted t where t.partner_id = p.partner_id) as last_version
      from partners_to_ask p
      order by p.name_search, p.partner_id
      limit ${PARTNERS_A_PAGE} offset ${(page - 1) * PARTNERS_A_PAGE}
    `.execute(db),
    db
      .selectFrom('partners_to_ask')
      .select((eb) => [eb.fn.countAll<number>().as('total'), eb.fn.max('accept_by').as('accept_by')])
      .executeTakeFirstOrThrow(),
  ])
  return { rows, total: Number(total), acceptBy: accept_by }
}

interface Waiting {
  partner_id: number
  code: string
  name: string
  town: string
  last_version: number | null
}

/** One page of what was accepted at partners, after they had joined, the last first. */
export async function agreementsRenewed(db: Reader, page: number): Promise<{ rows: Renewed[]; total: number }> {
  const { rows } = await sql<Renewed & { total: number }>`
    select t.agreement_id as id, p.code, p.name, t.text_version, t.signed_at, t.signer_name, count(*) over ()::integer as total
    from texts_accepted t
    join partner_directory p on p.id = t.partner_id
    where t.application_id is null
    order by t.agreement_id desc
    limit ${PARTNERS_A_PAGE} offset ${(page - 1) * PARTNERS_A_PAGE}
  `.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

interface Renewed {
  id: number
  code: string
  name: string
  text_version: number
  signed_at: Date
  signer_name: string
}

/** Whose an agreement is that was accepted at a partner, and since when its text is in force; undefined of one accepted to join. */
export async function renewedAgreement(db: Reader, id: number) {
  const { rows } = await sql<Renewal>`
    select p.code, p.name, o.legal_name, o.siret, t.in_force_since
    from texts_accepted t
    join partner_directory p on p.id = t.partner_id
    left join organisations_of_partners o on o.partner_id = t.partner_id
    where t.agreement_id = ${id} and t.application_id is null
  `.execute(db)
  return rows[0]
}

interface Renewal {
  code: string
  name: string
  legal_name: string | null
  siret: string | null
  in_force_since: Date
}
