import type { Insertable } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { GoodDeals } from '../../../platform/database/schema.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { forgetFile, storeFile } from '../../../platform/files.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { GoodDealInput } from '../content/index.ts'
import { facts } from './facts.ts'
import { picturePolicy } from './file-policies.ts'

interface Saved {
  /** The one that is changed; null for a new one. */
  id: number | null
  input: GoodDealInput
  /** The picture, encoded again; without it the one before stays. */
  picture: Buffer | undefined
}

/**
 * Adds a good deal, or changes one.
 * @returns its id
 * @throws UserError `good-deal.no-picture` for a new one without, `good-deal.no-such-partner`
 */
export async function saveGoodDeal(tx: Tx, agent: Agent, { id, input, picture }: Saved): Promise<number> {
  const row = {
    title: input.title,
    partner_id: input.partnerCode ? await partnerIdOf(tx, input.partnerCode) : null,
    organiser: input.organiser,
    body: input.body,
    url: input.url,
    valid_from: input.validFrom,
    valid_until: input.validUntil,
    for_holders_only: input.openTo === 'holders',
    published_from: input.publishedFrom,
    published_until: input.publishedUntil,
  }
  const saved = id === null ? await add(tx, row, picture) : await change(tx, id, row, picture)
  const fact = id === null ? facts['good-deal.added'] : facts['good-deal.changed']
  await record(tx, { at: tx.now, fact, staff_id: agent.id, details: { good_deal: saved, title: input.title } })
  return saved
}

type Row = Omit<Insertable<GoodDeals>, 'picture_file_id'>

async function partnerIdOf(tx: Tx, code: string): Promise<number> {
  const partner = await tx.selectFrom('partner_directory').select('id').where('code', '=', code.toUpperCase()).executeTakeFirst()
  if (partner) return partner.id
  throw new UserError('good-deal.no-such-partner', 'Aucun partenaire n’a ce code. Vérifiez-le dans la liste des partenaires.', {
    field: 'partnerCode',
  })
}

export const noPicture = () => new UserError('good-deal.no-picture', 'Choisissez une image.', { field: 'picture' })

async function add(tx: Tx, row: Row, picture: Buffer | undefined): Promise<number> {
  if (!picture) throw noPicture()
  const picture_file_id = await storeFile(tx, picturePolicy, picture)
  const { id } = await tx
    .insertInto('good_deals')
    .values({ ...row, picture_file_id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function change(tx: Tx, id: number, row: Row, picture: Buffer | undefined): Promise<number> {
  const before = found(await tx.selectFrom('good_deals').select('picture_file_id').where('id', '=', id).forUpdate().executeTakeFirst())
  const replaced = picture ? { picture_file_id: await storeFile(tx, picturePolicy, picture) } : {}
  await tx
    .updateTable('good_deals')
    .set({ ...row, ...replaced })
    .where('id', '=', id)
    .execute()
  if (picture) await forgetFile(tx, before.picture_file_id)
  return id
}
