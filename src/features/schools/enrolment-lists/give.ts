import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { type Day, dayOf, frenchDay } from '../../../platform/dates.ts'
import { fingerprintsOf, type Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import { hasAll, knownTable } from './columns.ts'
import { facts } from './facts.ts'
import { type Giver, noLongerAsked } from './giver.ts'
import { fingerprintsOfIne, type Pupil, type ReadList } from './pupil.ts'
import { columnsOf, holdLists, listInUse } from './queries.ts'
import type { SentList } from './read-list.ts'
import { readTable, type SentTable } from './table.ts'

interface Given {
  sent: SentList
  fileName: string
  /** The campaign under way. */
  campaign: { id: number; name: string; starts_on: string }
  keys: Keys
}

/**
 * Tries a school's list: nothing changes but the list that it, or the Region, tried before, which goes. Null when its columns have to be pointed at
 * first.
 * @throws UserError when it is another school's, another year's, or older than the one in use
 */
export async function tryList(tx: Tx, giver: Giver, { sent, fileName, campaign, keys }: Given): Promise<number | null> {
  mustHave(giver, 'lists.give')
  await holdLists(tx, giver.school_id)
  const school = await tx.selectFrom('school_directory').select(['uai', 'name']).where('id', '=', giver.school_id).executeTakeFirstOrThrow()
  const year = campaign.starts_on.slice(0, 4)
  const list = 'list' in sent ? sent.list : await listInTable(tx, giver, sent.table, { school, year })
  if (!list) return null
  mustBeTheirs(list, { school, year })
  const inUse = await listInUse(tx, giver.school_id, campaign.id)
  mustBeNewer(list, inUse, dayOf(tx.now))
  const is_by_region = giver.kind === 'agent'
  await tx
    .deleteFrom('enrolment_lists')
    .where('school_id', '=', giver.school_id)
    .where('is_by_region', '=', is_by_region)
    .where('state', '=', 'tried')
    .execute()
  if (is_by_region) await noLongerAsked(tx, giver.school_id)
  const { id } = await tx
    .insertInto('enrolment_lists')
    .values({
      school_id: giver.school_id,
      campaign_id: campaign.id,
      family: list.family,
      file_name: fileName.slice(0, 200),
      exported_at: list.exported_at,
      given_at: tx.now,
      given_by: giver.id,
      is_by_region,
      pupils: list.pupils.length,
      elsewhere: list.elsewhere,
      told: JSON.stringify(list.told.slice(0, LINES_TOLD_AT_MOST)),
      dropped: list.dropped,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await keepPupils(tx, id, list.pupils, keys)
  await record(tx, {
    at: tx.now,
    fact: facts['enrolment-list.tried'],
    staff_id: giver.id,
    details: { list_id: id, pupils: list.pupils.length },
  })
  return id
}

/** More of them help nobody. */
const LINES_TOLD_AT_MOST = 1_000

/** What a table says, by columns that are known or that the school pointed at; null when it has to. */
async function listInTable(
  tx: Tx,
  giver: Giver,
  table: SentTable,
  whose: { school: { uai: string }; year: string },
): Promise<ReadList | null> {
  const known = knownTable(table.titles)
  if (known) return readTable(table, { ...known, ...whose })
  const remembered = (await columnsOf(tx, giver))?.columns
  if (remembered && hasAll(table.titles, remembered)) return readTable(table, { family: 'columns', columns: remembered, ...whose })
  const asked = { titles: table.titles, written: table.written, columns: null, at: tx.now, staff_id: giver.id }
  await tx
    .insertInto('list_columns')
    .values({ school_id: giver.school_id, is_by_region: giver.kind === 'agent', ...asked })
    .onConflict((conflict) => conflict.columns(['school_id', 'is_by_region']).doUpdateSet(asked))
    .execute()
  return null
}

const refusal = (code: string, sentence: string) => new UserError(`enrolment-list.${code}`, sentence, { field: 'file' })

function mustBeTheirs(
  { uai, year: said, pupils, told, elsewhere }: ReadList,
  { school, year }: { school: { uai: string; name: string }; year: string },
) {
  const ours = `${year}-${Number(year) + 1}`
  if (uai !== null && uai !== school.uai)
    throw refusal('another-school', `Cette liste est celle de l’établissement ${uai}. Donnez celle de ${school.name} (${school.uai}).`)
  if (said !== null && said !== year)
    throw refusal('another-year', `Cette liste est celle de l’année scolaire ${said}-${Number(said) + 1}. Il faut celle de ${ours}.`)
  if (pupils.length > 0) return
  if (elsewhere > 0)
    throw refusal(
      'another-site',
      `Aucune ligne de ce fichier n’est de ${school.name} (${school.uai}) pour l’année ${ours}. Vérifiez le fichier choisi.`,
    )
  const [first] = told
  throw refusal(
    'empty',
    first
      ? `Aucune ligne de ce fichier n’est juste. La première, ligne ${first.line} : ${first.why}`
      : 'Ce fichier ne contient aucun élève.',
  )
}

function mustBeNewer(list: ReadList, inUse: { exported_at: string | null } | undefined, today: Day): void {
  const { exported_at } = list
  // Once it is in use, none would be newer.
  if (exported_at && exported_at.slice(0, 10) > today)
    throw refusal('to-come', `Cette liste est du ${inWords(exported_at)}, qui est à venir : exportez-la de nouveau.`)
  mustNotBeOlder(list, inUse)
}

/** @throws UserError `enrolment-list.older` */
export function mustNotBeOlder({ exported_at }: Pick<ReadList, 'exported_at'>, inUse: { exported_at: string | null } | undefined): void {
  if (!exported_at || !inUse?.exported_at || exported_at >= inUse.exported_at) return
  throw refusal(
    'older',
    `Cette liste est du ${inWords(exported_at)}. Celle qui est en place est plus récente : elle est du ${inWords(inUse.exported_at)}. Exportez-la de nouveau.`,
  )
}

/** « 07/09/2026 à 08 h 12 » */
export const inWords = (exportedAt: string): string =>
  `${frenchDay(exportedAt.slice(0, 10))} à ${exportedAt.slice(11, 16).replace(':', ' h ')}`

/** What stands for a pupil from one list to the next, under every key of the site: of their number, or of their names and birth date. */
function keysOf({ ine, last_name, first_names, birth_date }: Pupil, keys: Keys): Buffer[] {
  if (ine) return fingerprintsOfIne(keys, ine)
  return fingerprintsOf(keys, ['pupil', last_name, first_names[0], birth_date].join('\n').toLowerCase())
}

async function keepPupils(tx: Tx, listId: number, pupils: readonly Pupil[], keys: Keys): Promise<void> {
  const rows = pupils.map((pupil) => {
    const { ine, ...said } = pupil
    return { ...said, keys: keysOf(pupil, keys).map((key) => `\\x${key.toString('hex')}`), has_ine: ine !== null }
  })
  await sql`
    insert into enrolled_pupils (list_id, line, keys, has_ine, last_name, usage_name, first_names, birth_date, class, course, status, left_on,
      is_inactive, contract_begins_on, contract_ends_on, contract_broken_on)
    select ${listId}, line, keys, has_ine, last_name, usage_name, first_names, birth_date, class, course, status, left_on,
      is_inactive, contract_begins_on, contract_ends_on, contract_broken_on
    from json_to_recordset(${JSON.stringify(rows)}) as p (line integer, keys bytea[], has_ine boolean, last_name text, usage_name text,
      first_names text[], birth_date date, class text, course text, status text, left_on date, is_inactive boolean,
      contract_begins_on date, contract_ends_on date, contract_broken_on date)
  `.execute(tx)
}
