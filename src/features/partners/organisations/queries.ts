import type { Reader } from '../../../platform/database/index.ts'
import { sirenOf } from './siret.ts'

/** The organisation of a partner; undefined as long as its SIRET is not given. */
export const organisationOf = (db: Reader, partnerId: number) =>
  db
    .selectFrom('organisations_of_partners')
    .select(['organisation_id', 'siret', 'siren', 'legal_name'])
    .where('partner_id', '=', partnerId)
    .executeTakeFirst()

/** All the partners of an organisation, by name. */
export const partnersOfOrganisation = (db: Reader, organisationId: number) =>
  db
    .selectFrom('organisations_of_partners as o')
    .innerJoin('partner_directory as p', 'p.id', 'o.partner_id')
    .select(['o.partner_id', 'o.siret', 'p.name', 'p.town', 'p.code', 'p.active', 'p.frozen_at'])
    .where('o.organisation_id', '=', organisationId)
    .orderBy('p.name_search')
    .orderBy('p.id')
    .execute()

/** The name of the organisation of a SIRET, where another partner is of it already: whoever comes after does not change it. */
export const legalNameOf = async (db: Reader, siret: string): Promise<string | undefined> =>
  (await db.selectFrom('organisations_of_partners').select('legal_name').where('siren', '=', sirenOf(siret)).limit(1).executeTakeFirst())
    ?.legal_name
