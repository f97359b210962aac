import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import { plain, type Thing } from './incident.ts'

export const INCIDENTS_A_PAGE = 50

export const STATES = ['ouverts', 'clos'] as const

/** What the list may be sorted by: an index each. */
export const INCIDENT_ORDERS = { ouverture: ['i.opened_at', 'i.id'] } as const

interface Asked {
  words: string
  state: (typeof STATES)[number] | null
  page: number
  order: Order
}

/**
 * One page of the incidents, and how many there are in all: those whose title or notes have these words, or that are about the person,
 * partner, payment or school of that number.
 */
export async function incidentsFound(db: Reader, { words, state, page, order }: Asked) {
  const asked = db
    .selectFrom('incidents as i')
    .$if(state !== null, (query) => query.where('i.closed_at', state === 'clos' ? 'is not' : 'is', null))
    .$if(words !== '', (query) => query.where(isAbout(words)))
  const [rows, { total }] = await Promise.all([
    asked
      .innerJoin('staff_members as s', 's.id', 'i.opened_by')
      .select(['i.id', 'i.title', 'i.kind', 'i.opened_at', 'i.closed_at', 's.name as opened_by_name'])
      .orderBy(inOrder(order))
      .limit(INCIDENTS_A_PAGE)
      .offset((page - 1) * INCIDENTS_A_PAGE)
      .execute(),
    asked.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total }
}

function isAbout(words: string) {
  const number = plain(words)
  return sql<boolean>`(
    searchable(${words}) <> '' and (i.search like '%' || searchable(${words}) || '%'
      or exists (select from incident_notes n where n.incident_id = i.id and n.search like '%' || searchable(${words}) || '%'))
    or exists (
      select from incident_links l
      left join partner_directory p on p.id = l.partner_id
      left join school_directory e on e.id = l.school_id
      where l.incident_id = i.id and (p.code = ${number} or e.uai = ${number} or l.transaction_id::text = ${number}
        or exists (select from applications a where a.beneficiary_id = l.beneficiary_id and a.file_number = ${number})
        or exists (select from cards_given k where k.beneficiary_id = l.beneficiary_id and k.number = ${number}))))`
}

/** What it is about, as the page names it. */
export interface Link {
  id: number
  thing: Thing
  beneficiary_id: number | null
  partner_id: number | null
  school_id: number | null
  transaction_id: number | null
  name: string
}

/** Which incident it is, or 404: what is gathered in it names people, and is not read where it is not shown. */
export const incidentNamed = async (db: Reader, id: number) =>
  found(await db.selectFrom('incidents').select(['id', 'title']).where('id', '=', id).executeTakeFirst())

/** An incident with all that was gathered in it, or 404. */
export async function incidentOf(db: Reader, id: number) {
  const [incident, links, notes, documents] = await Promise.all([
    db
      .selectFrom('incidents as i')
      .innerJoin('staff_members as s', 's.id', 'i.opened_by')
      .leftJoin('staff_members as c', 'c.id', 'i.closed_by')
      .select(['i.id', 'i.title', 'i.kind', 'i.opened_at', 'i.opened_by', 'i.closed_at', 'i.outcome'])
      .select(['s.name as opened_by_name', 'c.name as closed_by_name'])
      .where('i.id', '=', id)
      .executeTakeFirst(),
    linksOf(db, id),
    db
      .selectFrom('incident_notes as n')
      .innerJoin('staff_members as s', 's.id', 'n.staff_id')
      .select(['n.id', 'n.at', 'n.text', 's.name as staff_name'])
      .where('n.incident_id', '=', id)
      .orderBy('n.id')
      .execute(),
    db
      .selectFrom('incident_documents as d')
      .innerJoin('staff_members as s', 's.id', 'd.staff_id')
      .select(['d.id', 'd.name', 'd.at', 's.name as staff_name'])
      .where('d.incident_id', '=', id)
      .orderBy('d.id')
      .execute(),
  ])
  return { ...found(incident), links, notes, documents }
}
export type Incident = Awaited<ReturnType<typeof incidentOf>>

async function linksOf(db: Reader, id: number): Promise<Link[]> {
  const { rows } = await sql<Link>`
    select l.id, l.beneficiary_id, l.partner_id, l.school_id, l.transaction_id,
      case when l.beneficiary_id is not null then 'person' when l.partner_id is not null then 'partner'
        when l.school_id is not null then 'school' else 'payment' end as thing,
      coalesce(b.last_name || ' ' || b.first_name, p.name, e.label, 'n° ' || l.transaction_id) as name
    from incident_links l
    left join people b on b.id = l.beneficiary_id
    left join partner_directory p on p.id = l.partner_id
    left join school_directory e on e.id = l.school_id
    where l.incident_id = ${id}
    order by l.id
  `.execute(db)
  return rows
}

/** Which row that number is of; undefined when it is of none. */
export async function thingNumbered(db: Reader, thing: Thing, number: string): Promise<number | undefined> {
  const those = {
    person: sql<{ id: number }>`
      select beneficiary_id as id from applications where file_number = ${number}
      union select beneficiary_id from cards_given where number = ${number}`,
    partner: sql<{ id: number }>`select id from partner_directory where code = ${number}`,
    payment: sql<{ id: number }>`select id from journal_lines where id = ${Number(number) || 0}`,
    school: sql<{ id: number }>`select id from school_directory where uai = ${number}`,
  }
  if (thing === 'payment' && !/^\d{7,15}$/.test(number)) return undefined
  return (await those[thing].execute(db)).rows[0]?.id
}

/** A document of an incident, with the people whom the incident is about, or 404. */
export const documentOf = async (db: Reader, { id, document }: { id: number; document: number }) =>
  found(
    await db
      .selectFrom('incident_documents')
      .select(['id', 'name', 'file_id'])
      .select(
        sql<
          string[]
        >`array(select l.beneficiary_id from incident_links l where l.incident_id = incident_documents.incident_id and l.beneficiary_id is not null)`.as(
          'people',
        ),
      )
      .where('incident_id', '=', id)
      .where('id', '=', document)
      .executeTakeFirst(),
  )
