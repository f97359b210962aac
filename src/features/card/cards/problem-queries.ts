import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import type { Address } from '../../people/addresses/index.ts'
import type { Reason } from './problem.ts'

/** The live card that somebody may declare, and where the next one would be sent. */
export const cardToDeclare = (db: Reader, beneficiaryId: number) =>
  db
    .selectFrom('live_cards as k')
    .innerJoin('open_accounts as b', 'b.id', 'k.beneficiary_id')
    .select(['k.number', 'b.first_name', 'b.last_name', 'k.shipped_at'])
    .select(sql<Address | null>`b.address`.as('address'))
    .where('k.beneficiary_id', '=', beneficiaryId)
    .executeTakeFirst()

/** The last card that somebody declared, and the one that took its place. */
export const lastProblemOf = (db: Reader, beneficiary: Beneficiary) =>
  db
    .selectFrom('card_problems as p')
    .innerJoin('cards as k', 'k.id', 'p.card_id')
    .innerJoin('cards as n', 'n.id', 'p.new_card_id')
    .select(['p.declared_at', 'k.number', 'n.number as new_number'])
    .select(sql<Reason>`p.reason`.as('reason'))
    .where('k.beneficiary_id', '=', beneficiary.id)
    .orderBy('p.id', 'desc')
    .limit(1)
    .executeTakeFirst()
