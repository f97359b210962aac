import type { Reader } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import {
  type Address,
  AS_TYPED,
  type GivenAddress,
  type GivenFreeAddress,
  type GivenGuidedAddress,
  type GuidedAddress,
  LINE_AT_MOST,
  mustFit,
  NOT_LISTED,
  numberOf,
  postalName,
} from './address.ts'
import { numberBefore } from './house-number.ts'
import { isPlace, streetNamed, suggestStreets, townAt } from './queries.ts'

/**
 * The address that was given, its town and street as the index writes them.
 * @throws UserError when the town is not one of the postcode, or when streets look like the one typed and none was chosen.
 */
export async function findAddress(db: Reader, given: GivenAddress): Promise<Address> {
  if (given.kind === 'free') return findFreeAddress(db, given)
  const { postcode, careOf, complement, poBox } = given
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
    ...(await streetOf(db, given)),
    care_of: careOf,
    complement,
    po_box: poBox,
  })
}

/**
 * The street and its number, which may have been typed together. The index is helpful, not complete: a street that it lacks is taken as
 * written, once its owner said so.
 */
async function streetOf(db: Reader, given: GivenGuidedAddress): Promise<Pick<GuidedAddress, 'street' | 'house_number' | 'number_suffix'>> {
  const { street, chosenStreet, postcode, inseeCode: insee_code } = given
  const named = (name: string) => streetNamed(db, { postcode, insee_code, name })
  const before = numberBefore(street)
  if (chosenStreet !== NOT_LISTED) {
    // « 4 chemins » may be the name of a street: it is looked for as it is typed, then without what seems to be a number.
    const whole = await named(chosenStreet || street)
    if (whole) return { street: whole, ...numberOf(given, chosenStreet && !/^\d/.test(whole) ? before : null) }
    const alone = before && (await named(before.street))
    if (alone) return { street: alone, ...numberOf(given, before) }
    const alike = await suggestStreets(db, { postcode, insee_code, words: before?.street ?? street })
    if (alike.length > 0) {
      throw new UserError('address.street-to-choose', 'Choisissez votre rue dans la liste, ou dites qu’elle n’y est pas.', {
        field: 'chosenStreet',
      })
    }
  }
  return { street: postalName(before?.street ?? street), ...numberOf(given, before) }
}

/**
 * An address that was written freely, as it is kept.
 * @throws UserError when its postcode and town do not exist together, and nobody said to keep them so.
 */
export async function findFreeAddress(db: Reader, given: GivenFreeAddress): Promise<Address> {
  const { line1, line2, line3, freePostcode, freeTown, country, chosenPlace } = given
  const written = { kind: 'free' as const, lines: [line1, line2, line3].filter((line) => line !== null) }
  if (country) return { ...written, postcode: freePostcode, town: freeTown, country }
  const [, postcode = freePostcode.replace(/\s/g, ''), town = freeTown] = /^(\d{5}) (.+)$/.exec(chosenPlace ?? '') ?? []
  if (chosenPlace !== AS_TYPED && !(await isPlace(db, postcode, town))) {
    const sentence = `Nous ne trouvons pas ${freeTown} avec le code postal ${postcode}. Corrigez l’un ou l’autre, choisissez dans la liste, ou gardez-les ainsi.`
    throw new UserError('address.unknown-place', sentence, { field: 'chosenPlace' })
  }
  return { ...written, postcode, town: town.slice(0, LINE_AT_MOST) }
}
