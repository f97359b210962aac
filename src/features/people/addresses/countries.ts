import { getCountries } from 'libphonenumber-js/max'

/** Whose post is France's: five digits, and no country under the town. */
const FRENCH = new Set(['FR', 'GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'BL', 'MF', 'NC', 'PF', 'WF', 'TF'])
const NAMES = new Intl.DisplayNames('fr', { type: 'region' })
/** The neighbour comes first: people of the Region live and study there. */
const NEXT_DOOR = 'BE'

export const FRANCE = 'FR'

export const countryName = (code: string): string => NAMES.of(code) ?? code

/** Where an address may be besides France, by code: Belgium, then by their names. */
export const ABROAD: readonly { value: string; label: string }[] = getCountries()
  .filter((code) => !FRENCH.has(code))
  .map((code) => ({ value: code, label: countryName(code) }))
  .sort((a, b) => Number(b.value === NEXT_DOOR) - Number(a.value === NEXT_DOOR) || a.label.localeCompare(b.label, 'fr'))

const CODES = new Set(ABROAD.map(({ value }) => value))

export const isAbroad = (code: string | undefined): code is string => code !== undefined && CODES.has(code)
