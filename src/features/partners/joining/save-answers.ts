import { accountMarked } from '../../../platform/bank-details.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { encrypt, fingerprintsOf, type Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { forgetFile, storeFile } from '../../../platform/files.ts'
import { whyMisplaced } from '../../../platform/positions.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { accountMark, type NewAccount } from '../bank-accounts/index.ts'
import { documentPolicy, ibanOf, type Shop } from './joining.ts'
import type { Application } from './queries.ts'

/** Keeps what a shop says of itself. What was sent to the Region stays as it is. */
export async function saveShop(tx: Tx, application: Application, shop: Shop): Promise<void> {
  const before = await mustBeBegun(tx, application.id)
  await tx
    .updateTable('joining_applications')
    .set({
      name: shop.name,
      legal_name: shop.legalName,
      type_code: shop.typeCode,
      street: shop.street,
      postcode: shop.postcode,
      town: shop.town,
      ...(await placeOf(tx, application, shop)),
      phone: shop.phone,
      email: shop.email,
      website: shop.website,
      accepts_prepayments: shop.acceptsPrepayments,
      accepts_online_payments: shop.acceptsOnlinePayments,
      manager_name: shop.managerName,
      manager_email: shop.managerEmail,
      // A code goes to the address that was typed then.
      ...(shop.managerEmail !== before.manager_email && { code_hash: null, code_asked_at: null }),
    })
    .where('id', '=', application.id)
    .execute()
}

/** Where the directory has it, as long as it is in the town that was typed: a point elsewhere would move the map. */
async function placeOf(tx: Tx, { directory }: Application, { postcode, town }: Shop) {
  const nowhere = { longitude: null, latitude: null }
  if (directory.is !== 'found') return nowhere
  const { longitude, latitude } = directory.shop
  if (longitude === null || latitude === null) return nowhere
  return (await whyMisplaced(tx, { postcode, town, longitude, latitude })) ? nowhere : { longitude, latitude }
}

/** Keeps the bank account to which it asks to be paid, encrypted. */
export async function saveAccount(tx: Tx, { id }: Application, { key, ...account }: NewAccount & { key: Keys }): Promise<void> {
  await mustBeBegun(tx, id)
  await tx
    .updateTable('joining_applications')
    .set({
      holder: account.holder,
      bic: account.bic,
      iban_encrypted: encrypt(key, account.iban, ibanOf({ id })),
      iban_mark: await accountMark(tx, fingerprintsOf(key, accountMarked(account.iban))),
      iban_first4: account.iban.slice(0, 4),
      iban_last4: account.iban.slice(-4),
    })
    .where('id', '=', id)
    .execute()
}

/** Keeps its RIB, or its papers. The one before goes: what is kept is what was seen. */
export async function saveDocument(tx: Tx, { id }: Application, { file, key }: { file: Buffer; key: Keys }): Promise<void> {
  const { document_file_id: former } = await mustBeBegun(tx, id)
  const document_file_id = await storeFile(tx, documentPolicy, file, key)
  await tx.updateTable('joining_applications').set({ document_file_id }).where('id', '=', id).execute()
  if (former) await forgetFile(tx, former)
}

/**
 * Holds it until the transaction ends, and answers what another page of it may have changed meanwhile.
 * @throws UserError 409 `joining.sent` once it was sent
 */
export async function mustBeBegun(db: Reader, id: number): Promise<{ manager_email: string | null; document_file_id: string | null }> {
  const held = await db
    .selectFrom('joining_applications')
    .select(['manager_email', 'document_file_id'])
    .where('id', '=', id)
    .where('state', '=', 'begun')
    .forUpdate()
    .executeTakeFirst()
  if (held) return held
  throw new UserError(
    'joining.sent',
    `Votre demande est déjà partie : elle ne change plus. Pour la corriger, appelez le numéro vert ${OUR_REGION.phone}.`,
    {
      status: 409,
    },
  )
}
