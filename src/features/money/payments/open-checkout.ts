import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { cardByNumber, takeQrCode } from '../../card/cards/index.ts'
import { partnerFrozen } from '../wallets/index.ts'
import { facts } from './facts.ts'
import { CHECKOUT_MINUTES, cardNumberIn, type ShownCard } from './payment.ts'

/**
 * Notes that a card was shown at a till, and that the till saw whose it is; a QR code is used up by it.
 * @throws UserError `card.photo-unseen` for a number that is typed while nobody has seen the photo
 * @returns undefined when there is no such live card or code
 */
export async function openCheckout(tx: Tx, partnerUser: PartnerUser, input: ShownCard): Promise<{ id: string } | undefined> {
  const number = cardNumberIn(input.code)
  const card = number ? await cardByNumber(tx, number) : await takeQrCode(tx, input.code)
  if (!card) return undefined
  if (number && (await isPhotoUnseen(tx, card.id))) throw photoUnseen()

  const { rows } = await sql<{ id: string }>`
    insert into checkouts (id, card_id, staff_id, partner_id, channel, expires_at)
    select gen_random_uuid(), ${card.id}, ${partnerUser.id}, id, ${number ? 'card-number' : 'qr-code'},
      ${new Date(tx.now.getTime() + CHECKOUT_MINUTES * 60_000)}
    from partner_directory where id = ${partnerUser.partner_id} and active and frozen_at is null
    returning id
  `.execute(tx)
  if (!rows[0]) throw (await isFrozen(tx, partnerUser)) ? partnerFrozen() : inactivePartner()
  await record(tx, {
    at: tx.now,
    fact: facts['checkout.opened'],
    staff_id: partnerUser.id,
    beneficiary_id: card.beneficiary_id,
    details: { channel: number ? 'card-number' : 'qr-code' },
  })
  return rows[0]
}

export const inactivePartner = () =>
  new UserError('partner.inactive', `Votre commerce n’est plus partenaire : il ne peut plus encaisser. Appelez le ${OUR_REGION.phone}.`, {
    status: 403,
  })

/** A photo that nobody has seen proves nothing: the code on its owner's phone does. */
const photoUnseen = () =>
  new UserError(
    'card.photo-unseen',
    'La photo de cette carte n’a pas encore été vérifiée : son numéro ne suffit pas. Demandez au client d’afficher son QR code.',
    { status: 409, field: 'code' },
  )

const isPhotoUnseen = async (tx: Tx, cardId: number): Promise<boolean> =>
  (await tx.selectFrom('photos_at_till').select('is_unseen').where('card_id', '=', cardId).executeTakeFirst())?.is_unseen ?? false

const isFrozen = async (tx: Tx, { partner_id }: PartnerUser): Promise<boolean> => {
  const { frozen_at } = await tx.selectFrom('partner_directory').select('frozen_at').where('id', '=', partner_id).executeTakeFirstOrThrow()
  return frozen_at !== null
}
