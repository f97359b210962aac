import type { Reader } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { type Address, freeAddress, type GivenAddress, mustFit, NOT_LISTED, postalName } from './address.ts'
import { streetNamed, suggestStreets, townAt } from './queries.ts'

/**
 * The address that was given, its town and street as the index writes them.
 * @throws UserError when the town is not one of the postcode, or when streets look like the one typed and none was chosen.
 */
export async function findAddress(db: Reader, given: GivenAddress): Promise<Address> {
  if (given.kind === 'free') return freeAddress(given)
  const { postcode, houseNumber, numberSuffix, careOf, complement, poBox } = given
  const town = await townAt(db, postcode, given.inseeCode)
  if (!town) {
    throw new UserError('address.unknown-town', 'Cherchez votre code postal, puis choisissez votre ville dans la liste.', {
      field: 'inseeCode',
    })
  }
  return mustFit({
    kind: 'guided',
    postcode,
    insee_code: town.insee_code,
    town: town.name,
    street: await streetOf(db, { ...given, insee_code: town.insee_code }),
    house_number: houseNumber,
    number_suffix: numberSuffix,
    care_of: careOf,
    complement,
    po_box: poBox,
  })
}

interface GivenStreet {
  postcode: string
  insee_code: string
  street: string
  chosenStreet?: string | undefined
}

/** The index is helpful, not complete: a street that it lacks is taken as written, once its owner said so. */
async function streetOf(db: Reader, { street, chosenStreet, ...place }: GivenStreet): Promise<string> {
  if (chosenStreet === NOT_LISTED) return postalName(street)
  const listed = await streetNamed(db, { ...place, name: chosenStreet || street })
  if (listed) return listed
  const alike = await suggestStreets(db, { ...place, words: street })
  if (alike.length === 0) return postalName(street)
  throw new UserError('address.street-to-choose', 'Choisissez votre rue dans la liste, ou dites qu’elle n’y est pas.', {
    field: 'chosenStreet',
  })
}
