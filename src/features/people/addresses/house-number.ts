/** The number of a house, and what follows it: « 12 bis », « n°12 », « 12-14 », « 3 A bis ». */

const NUMBER = '(?:n(?:um[eé]ro|[°ºo])?\\.?\\s*)?(\\d{1,5}(?:\\s*(?:[-–/]|à|et)\\s*\\d{1,5}){0,2})'
const SUFFIX = '((?:bis|ter|quater|quinquies|[a-z]\\d?)(?:\\s+(?:bis|ter|quater|[a-z]\\d?))?)'
const MONTH = '(?:janvier|f[eé]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[eé]cembre)'

/**
 * A number typed before the street: the number, what follows it, the street. The page's script reads it too. « 8 mai 1945 » is a street.
 */
export const NUMBERED_STREET = new RegExp(`^\\s*${NUMBER}[\\s,]*(?:${SUFFIX}(?=[\\s,]))?[\\s,]+(?!${MONTH}(?:[\\s,]|$))(\\S.*)$`, 'i')

const ALONE = new RegExp(`^\\s*${NUMBER}[\\s,]*${SUFFIX}?$`, 'i')
const SUFFIX_ALONE = new RegExp(`^${SUFFIX}$`, 'i')

export interface HouseNumber {
  house_number: string
  number_suffix: string | null
}

const written = (number: string, suffix: string | undefined): HouseNumber => ({
  house_number: number.replace(/\s*(?:[-–/]|à|et)\s*/gi, '-'),
  number_suffix: suffix ? suffixFrom(suffix) : null,
})

/** « BIS », « A BIS »; null when it is no complement of a number. */
export const suffixFrom = (typed: string): string | null => (SUFFIX_ALONE.test(typed) ? typed.toUpperCase().replace(/\s+/g, ' ') : null)

/** What a number's own field holds; null when it is no number. */
export function houseNumberFrom(typed: string): HouseNumber | null {
  const [, number, suffix] = ALONE.exec(typed) ?? []
  return number ? written(number, suffix) : null
}

/** The number that was typed before a street, and the street alone; null when there is none. */
export function numberBefore(typed: string): (HouseNumber & { street: string }) | null {
  const [, number, suffix, street] = NUMBERED_STREET.exec(typed) ?? []
  return number && street ? { ...written(number, suffix), street } : null
}
