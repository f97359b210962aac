import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { UserError } from './errors.ts'

/** Whose numbers are dialled from France, and written, as its own: ten digits that begin with 0. */
const OVERSEAS: CountryCode[] = ['GP', 'MQ', 'GF', 'RE', 'YT']

/** A telephone number: as it is kept, and whether it takes SMS. */
export interface Phone {
  /** `0623416427` for a number of mainland France, as people dial it; `+32470123456` for any other. */
  kept: string
  isMobile: boolean
}

/** The number that was typed, of any country; null when there is no such number. Without a country it is French, overseas included. */
export function phoneFrom(typed: string): Phone | null {
  const french = parsed(typed, 'FR')
  const number = !french || french.isValid() ? french : (overseas(french) ?? french)
  if (!number || !(number.isValid() || isNewRange(number))) return null
  const kept = number.countryCallingCode === '33' ? `0${number.nationalNumber}` : number.number
  return { kept, isMobile: isNewRange(number) || ['MOBILE', 'FIXED_LINE_OR_MOBILE'].includes(number.getType() ?? '') }
}

const parsed = (typed: string, defaultCountry: CountryCode) => parsePhoneNumberFromString(typed, { defaultCountry, extract: false })

/** « 0692 12 34 56 » and « +33 692 12 34 56 » are of La Réunion. */
const overseas = ({ countryCallingCode, nationalNumber }: PhoneNumber): PhoneNumber | undefined =>
  countryCallingCode === '33'
    ? OVERSEAS.map((country) => parsed(`0${nationalNumber}`, country)).find((number) => number?.isValid())
    : undefined

/** Ranges of mobiles are opened before the library knows them: their owners are not sent away. */
const isNewRange = ({ countryCallingCode, nationalNumber }: PhoneNumber): boolean =>
  countryCallingCode === '33' && /^[67]\d{8}$/.test(nationalNumber)

/** As a gateway dials it: `+33623416427`. */
export const dialled = (kept: string): string => parsed(kept, 'FR')?.number ?? kept

/** As people read it: `06 23 41 64 27`, `+32 470 12 34 56`. */
export function readablePhone(kept: string): string {
  const number = parsed(kept, 'FR')
  if (!number) return kept
  return number.countryCallingCode === '33' ? number.formatNational() : number.formatInternational()
}

/** The country of a number, ISO 3166; undefined where several share a code and the number does not say which. */
export const countryOfPhone = (kept: string): string | undefined => parsed(kept, 'FR')?.country

/** Whether an SMS goes to this number: its country is one of those that are paid for. */
export const takesSms = (kept: string, countries: readonly string[]): boolean => countries.includes(countryOfPhone(kept) ?? '')

const REGIONS = new Intl.DisplayNames('fr', { type: 'region' })

/** @throws UserError when somebody wants SMS on a number whose country they are not sent to. */
export function mustTakeSms(
  kept: string | null | undefined,
  { smsCountries }: { smsCountries: readonly string[] },
  { field, otherwise } = { field: 'notifiedBy', otherwise: 'Choisissez l’e-mail.' },
): void {
  if (!kept || takesSms(kept, smsCountries)) return
  const country = countryOfPhone(kept)
  const where = country ? ` (${REGIONS.of(country)})` : ''
  throw new UserError('phone.no-sms-there', `Nous n’envoyons pas de SMS vers le pays de votre téléphone portable${where}. ${otherwise}`, {
    field,
  })
}
