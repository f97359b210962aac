import { randomBytes } from 'node:crypto'
import type { Insertable } from 'kysely'
import { hashOfText } from '../../src/features/partners/agreements/agreement-text.ts'
import { documentPolicy, ibanOf } from '../../src/features/partners/joining/joining.ts'
import { accountMarked } from '../../src/platform/bank-details.ts'
import type { Tx } from '../../src/platform/database/index.ts'
import type { Agreements } from '../../src/platform/database/schema.ts'
import { encrypt, fingerprintsOf, type Keys } from '../../src/platform/encryption.ts'
import { sealedBytes } from '../../src/platform/files.ts'
import { checked } from '../../src/platform/luhn.ts'
import { ibanIn } from './iban.ts'

const AGREEMENT = `Convention de partenariat entre la Région Hauts-de-France et le partenaire. Ce texte est celui de la démonstration : il n’engage personne.

Article 1 : ce que le partenaire accepte

Le partenaire prend la carte Génération #HDF comme un paiement, sans montant minimum et sans frais pour le client, pour les livres, les équipements ou les activités auxquels la carte sert.

Il ne donne jamais d’argent liquide en échange de la carte.

Article 2 : ce que la Région verse

La Région verse au partenaire ce que ses clients ont payé avec la carte, moins les remboursements, sur le compte bancaire qu’il a donné.

Elle peut retenir un versement tant qu’un paiement est contesté. Elle dit pourquoi.

Article 3 : les données

Le partenaire ne garde rien des personnes qui paient, que ses tickets de caisse.

Article 4 : la fin

Chacun peut arrêter à tout moment, par un mail à l’autre. Ce qui est dû reste dû.`

/** The shop that waits at the desk. */
export const WAITING = { name: 'LE MARQUE-PAGE VOYAGEUR', legalName: 'LE MARQUE-PAGE SARL', email: 'gerance@marque-page.example' }

// No company has so small a number.
const SIRET = checked(`${checked('00000009')}0001`)
export const IBAN_OF_WAITING = ibanIn('99999', '00001', '00000000009')

interface By {
  writer: { id: number }
  second: { id: number }
  rib: Buffer
  key: Keys
}

/** The agreement, and one bookshop that has accepted it and waits for the Region. */
export async function loadJoining(tx: Tx, { writer, second, rib, key }: By): Promise<void> {
  const agreed_at = new Date(tx.now.getTime() - 80 * 86_400_000)
  const sha256 = hashOfText(AGREEMENT)
  const { version } = await tx
    .insertInto('agreement_texts')
    .values({ body: AGREEMENT, sha256, days_to_accept: 120, written_by: writer.id, agreed_by: second.id, agreed_at })
    .returning('version')
    .executeTakeFirstOrThrow()
  const file_id = randomBytes(16).toString('base64url')
  await tx
    .insertInto('files')
    .values({
      ...{ id: file_id, policy: documentPolicy.name, media_type: documentPolicy.mediaType, created_at: tx.now },
      ...{ bytes: sealedBytes(key, file_id, rib), is_encrypted: true },
    })
    .execute()
  const sent_at = new Date(tx.now.getTime() - 2 * 86_400_000)
  const shop = {
    ...{ legalName: WAITING.legalName, name: WAITING.name, street: '14 RUE DES LIBRAIRES', postcode: '80000', town: 'AMIENS' },
    ...{ latitude: 49.8935, longitude: 2.2991, isCompanyOpen: true, isShopOpen: true, closedOn: null, successors: [] },
    ...{ proceedings: null, isStruckOff: false, isHidden: false },
  }
  const { id } = await tx
    .insertInto('joining_applications')
    .values({
      ...{ token_hash: randomBytes(32), state: 'sent', begun_at: sent_at, sent_at, siret: SIRET },
      directory: JSON.stringify({ is: 'found', shop }),
      ...{
        name: WAITING.name,
        legal_name: WAITING.legalName,
        type_code: 'librairie',
        street: '41 rue des Libraires',
        postcode: '80000',
        town: 'Amiens',
      },
      ...{ longitude: shop.longitude, latitude: shop.latitude, phone: '03 22 00 09 00', email: 'bonjour@marque-page.example' },
      ...{ website: 'https://marque-page.example', accepts_prepayments: true },
      ...{ manager_name: 'Camille Roussel', manager_email: WAITING.email, document_file_id: file_id, signer_name: 'Camille Roussel' },
      ...{ holder: WAITING.legalName, iban_first4: IBAN_OF_WAITING.slice(0, 4), iban_last4: IBAN_OF_WAITING.slice(-4) },
      iban_mark: fingerprintsOf(key, accountMarked(IBAN_OF_WAITING))[0],
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('joining_applications')
    .set({ iban_encrypted: encrypt(key, IBAN_OF_WAITING, ibanOf({ id })) })
    .where('id', '=', id)
    .execute()
  const proof = { text_version: version, text_sha256: sha256, signed_at: sent_at, code_made_at: sent_at }
  await tx
    .insertInto('agreements')
    .values({
      ...{ application_id: id, ...proof, signer_name: 'Camille Roussel', signer_email: WAITING.email },
      ...{ network: '192.0.2.14', device: 'Firefox, Windows', code_hash: randomBytes(32) },
    })
    .execute()
  await acceptedAt(tx, 'gerance@les-pages.example', proof)
}

type Proof = Pick<Insertable<Agreements>, 'text_version' | 'text_sha256' | 'signed_at' | 'code_made_at'>

/** A shop that was there before the text has accepted it since; the others are asked to. */
async function acceptedAt(tx: Tx, email: string, proof: Proof): Promise<void> {
  const manager = await tx
    .selectFrom('shop_users_at_work')
    .select(['id', 'partner_id', 'name'])
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('agreements')
    .values({
      ...{ partner_id: manager.partner_id, signed_by: manager.id, signer_name: manager.name, signer_email: email, ...proof },
      ...{ network: '192.0.2.15', device: 'Firefox, Windows', code_hash: randomBytes(32) },
    })
    .execute()
}
