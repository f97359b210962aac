import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'
import type { Answer, Listed } from '../company-directory/index.ts'
import { isPartner } from './queries.ts'

interface Beginning {
  siret: string | null
  rna: string | null
  directory: Answer
}

/**
 * Begins an application: what the directory says of the shop is already in its fields.
 * @returns the secret of its pages, which nobody else knows
 */
export async function beginApplication(tx: Tx, { siret, rna, directory }: Beginning): Promise<string> {
  if (siret && (await isPartner(tx, siret))) {
    const sentence = `Un partenaire a déjà ce SIRET. Si c’est votre point de vente, connectez-vous, ou appelez le numéro vert ${OUR_REGION.phone}.`
    throw new UserError('joining.partner-already', sentence, { field: 'siret' })
  }
  const token = newToken()
  await tx
    .insertInto('joining_applications')
    .values({
      token_hash: hashOf(token),
      begun_at: tx.now,
      siret,
      rna,
      directory: JSON.stringify(directory),
      ...(directory.is === 'found' && known(directory.shop)),
    })
    .execute()
  return token
}

/** What the directory says of a shop, as its fields have it. */
const known = ({ name, legalName, street, postcode, town }: Listed) => ({
  name: name ?? legalName,
  legal_name: legalName,
  street,
  postcode,
  town,
})
