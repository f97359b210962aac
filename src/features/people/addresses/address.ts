import { z } from 'zod'
import { UserError } from '../../../platform/errors.ts'
import { across, choice, optionalText, text } from '../../../platform/forms/fields.ts'
import { countryName, isAbroad } from './countries.ts'
import { type HouseNumber, houseNumberFrom, numberBefore, suffixFrom } from './house-number.ts'

/** What a window envelope shows of a line (norm AFNOR XP Z10-011). */
export const LINE_AT_MOST = 38
/** Of which the same norm gives the name of a street or of a town so much. */
const NAME_AT_MOST = 32

const line = z.string().max(LINE_AT_MOST)

/** An address as it is kept: chosen step by step on the index of streets, or written freely. */
export const addressSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('guided'),
    postcode: z.string(),
    insee_code: z.string(),
    town: z.string(),
    street: line,
    house_number: z.string().nullable(),
    number_suffix: z.string().nullable(),
    care_of: line.nullable(),
    complement: line.nullable(),
    po_box: line.nullable(),
  }),
  z.object({
    kind: z.literal('free'),
    postcode: z.string(),
    town: z.string(),
    lines: z.array(line).min(1),
    /** Of an address abroad, ISO 3166. */
    country: z.string().optional(),
  }),
])

export type Address = z.output<typeof addressSchema>
export type GuidedAddress = Extract<Address, { kind: 'guided' }>

/** The lines to write on an envelope under the person's name; also what screens and receipts show. The country ends those abroad. */
export function addressLines(address: Address): string[] {
  const place = shortened(`${address.postcode} ${postalName(address.town)}`.trim())
  return [...linesAboveTown(address), place, ...(countryOf(address) ? [inCapitals(countryOf(address))] : [])]
}

/** The lines of an address that stand over its town. */
export function linesAboveTown(address: Address): string[] {
  if (address.kind === 'free') return address.lines
  const { care_of, complement, po_box } = address
  return [care_of && `Chez ${care_of}`, complement, streetLine(address), po_box].filter((written) => written !== null)
}

/** Its town, with its country when it is abroad. */
export const townOf = (address: Address): string => [address.town, countryOf(address)].filter(Boolean).join(', ')

const countryOf = (address: Address): string => (address.kind === 'free' && address.country ? countryName(address.country) : '')

const streetLine = ({ house_number, number_suffix, street }: Pick<GuidedAddress, 'house_number' | 'number_suffix' | 'street'>): string =>
  [house_number, number_suffix, street].filter(Boolean).join(' ')

/** Whole words only: the postcode says which town it is. */
function shortened(written: string): string {
  return written.length <= LINE_AT_MOST ? written : written.slice(0, LINE_AT_MOST + 1).replace(/ [^ ]*$/, '')
}

/** @throws UserError when the number and the street together do not fit on their line. */
export function mustFit(address: GuidedAddress): GuidedAddress {
  if (streetLine(address).length <= LINE_AT_MOST) return address
  const advice = address.number_suffix ? 'Abrégez le complément de numéro (B pour BIS)' : 'Abrégez le nom de la rue'
  const field = address.number_suffix ? 'numberSuffix' : 'street'
  throw new UserError(
    'address.too-long',
    `Le numéro et la rue font plus de ${LINE_AT_MOST} caractères. ${advice}, ou choisissez « Adresse libre ».`,
    {
      field,
    },
  )
}

/** Capitals without accents or punctuation, as La Poste writes: « Rue de l’Église » is « RUE DE L EGLISE ». */
const inCapitals = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/Œ/g, 'OE')
    .replace(/Æ/g, 'AE')
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim()

/** The norm's abbreviations that names need most often. */
const SHORT: Record<string, string> = {
  ALLEE: 'ALL',
  ALLEES: 'ALL',
  AVENUE: 'AV',
  BOULEVARD: 'BD',
  CAPITAINE: 'CNE',
  CHAUSSEE: 'CHS',
  CHEMIN: 'CHE',
  COLONEL: 'COL',
  COMMANDANT: 'CDT',
  DOCTEUR: 'DR',
  FAUBOURG: 'FG',
  GENERAL: 'GAL',
  IMPASSE: 'IMP',
  LIEUTENANT: 'LT',
  LOTISSEMENT: 'LOT',
  MARECHAL: 'MAL',
  PASSAGE: 'PAS',
  PLACE: 'PL',
  PRESIDENT: 'PDT',
  PROFESSEUR: 'PR',
  PROMENADE: 'PROM',
  QUARTIER: 'QUA',
  RESIDENCE: 'RES',
  ROUTE: 'RTE',
  SAINT: 'ST',
  SAINTE: 'STE',
  SQUARE: 'SQ',
}

/** A street's or a town's name in La Poste's style, abbreviated from its first word on as long as it is too long. */
export function postalName(name: string): string {
  const words = inCapitals(name).split(' ')
  for (let at = 0; at < words.length && words.join(' ').length > NAME_AT_MOST; at++) {
    const word = words[at] as string
    words[at] = SHORT[word] ?? word
  }
  return words.join(' ')
}

const UNPRINTABLE = 'Écrivez avec des lettres, des chiffres et la ponctuation ordinaire : ce texte est imprimé sur une enveloppe.'
const isPrintable = (value: string | null) => /^[\p{Script=Latin}\p{M}\p{N}\p{P} °+]*$/u.test(value ?? '')

const optionalLine = (max = LINE_AT_MOST) => optionalText(max).refine(isPrintable, UNPRINTABLE)
const requiredLine = (missing: string, max = LINE_AT_MOST) => text(missing, max).refine(isPrintable, UNPRINTABLE)

const postcode = () =>
  z
    .string()
    .optional()
    .transform((value) => (value ?? '').replace(/\s/g, ''))
    .refine((value) => isPostcode(value), 'Saisissez un code postal à 5 chiffres, par exemple 59000.')

export const isPostcode = (value: string): boolean => /^\d{5}$/.test(value)

const numberSuffix = optionalText()
  .refine((value) => value === null || suffixFrom(value) !== null, 'Saisissez bis, ter, quater ou une lettre, par exemple A ou A bis.')
  .transform((value) => (value === null ? null : suffixFrom(value)))

/** « 11 », « n° 11 », « 12-14 »; also « 11 bis », whose complement goes to its own field. */
const houseNumber = optionalText()
  .refine(
    (value) => value === null || houseNumberFrom(value) !== null,
    'Saisissez le numéro en chiffres, par exemple 11 ou 12-14. Sans numéro, laissez cette case vide : le nom de la maison ou l’appartement s’écrivent dans le complément de rue.',
  )
  .transform((value) => (value === null ? null : houseNumberFrom(value)))

/** « BP 2616 », also when only 2616 was typed. */
const poBox = optionalLine().transform((value) => (value && /^\d+$/.test(value) ? `BP ${value}` : value))

/** The name, also when « Chez » was typed with it. */
const careOf = optionalLine(LINE_AT_MOST - 'Chez '.length).transform((value) => value?.replace(/^chez\s+/i, '') || null)

/** The choice under the suggested streets that keeps what was typed. */
export const NOT_LISTED = 'not-listed'

/** A street with its number before it, as it may be typed. */
const TYPED_AT_MOST = 100

const guidedForm = z.object({
  kind: z.literal('guided'),
  postcode: postcode(),
  inseeCode: z
    .string({ error: 'Choisissez votre ville dans la liste.' })
    .min(1, 'Cherchez votre code postal, puis choisissez votre ville.'),
  street: requiredLine('Saisissez votre rue ou, s’il n’y a pas de rue, le hameau, le lieu-dit ou la résidence.', TYPED_AT_MOST).refine(
    (value) => (numberBefore(value)?.street ?? value).length <= LINE_AT_MOST,
    `Raccourcissez ce texte : ${LINE_AT_MOST} caractères au plus.`,
  ),
  /** One of the suggested streets, or NOT_LISTED. */
  chosenStreet: z.string().max(100).optional(),
  houseNumber,
  numberSuffix,
  careOf,
  complement: optionalLine(),
  poBox,
})

/** An address as it is written freely: in France a postcode has five digits, abroad it is the country's. */
export const freeAddressForm = z
  .object({
    line1: requiredLine('Saisissez votre adresse : le numéro et la rue, ou le lieu-dit.'),
    line2: optionalLine(),
    line3: optionalLine(),
    freePostcode: optionalLine(12).transform((value) => value?.replace(/^(?:F|FR|B)-(?=\d)/i, '').toUpperCase() ?? ''),
    freeTown: requiredLine('Saisissez votre ville.', NAME_AT_MOST),
    country: z
      .string()
      .optional()
      .transform((code) => (isAbroad(code) ? code : undefined)),
    /** What was chosen when the postcode and the town do not exist together. */
    chosenPlace: z.string().max(100).optional(),
  })
  .refine(
    ...across(
      ['freePostcode', 'country'],
      ({ freePostcode, country }: { freePostcode: string; country: string | undefined }) =>
        isAbroad(country) || isPostcode(freePostcode.replace(/\s/g, '')),
      {
        field: 'freePostcode',
        message: 'Saisissez un code postal à 5 chiffres, par exemple 59000. Hors de France, choisissez d’abord le pays.',
      },
    ),
  )

export type GivenFreeAddress = z.output<typeof freeAddressForm>

/** The choice under the suggested towns that keeps the postcode and the town as they were typed. */
export const AS_TYPED = 'as-typed'

/** What the page of the address sends. */
export const addressForm = z.discriminatedUnion('kind', [guidedForm, freeAddressForm.safeExtend({ kind: z.literal('free') })], {
  error: 'Choisissez « Adresse guidée » ou « Adresse libre ».',
})

export type GivenAddress = z.output<typeof addressForm>
export type GivenGuidedAddress = z.output<typeof guidedForm>

/** The number and its complement, wherever they were typed: in their own fields, or before the street. */
export function numberOf(
  { houseNumber, numberSuffix }: Pick<GivenGuidedAddress, 'houseNumber' | 'numberSuffix'>,
  before: HouseNumber | null,
): Pick<GuidedAddress, 'house_number' | 'number_suffix'> {
  const numbers = new Set([houseNumber?.house_number, before?.house_number].filter(Boolean))
  const suffixes = new Set([numberSuffix, houseNumber?.number_suffix, before?.number_suffix].filter(Boolean))
  const twice = (found: Set<unknown>) => Array.from(found, (each) => `« ${each} »`).join(' et ')
  if (numbers.size > 1) {
    const sentence = `Vous avez écrit deux numéros, ${twice(numbers)} : gardez le bon dans « Numéro de rue », et la rue seule dans « rue ».`
    throw new UserError('address.two-numbers', sentence, { field: 'houseNumber' })
  }
  if (suffixes.size > 1) {
    const sentence = `Vous avez écrit deux compléments de numéro, ${twice(suffixes)} : gardez le bon dans « Complément de numéro ».`
    throw new UserError('address.two-suffixes', sentence, { field: 'numberSuffix' })
  }
  const [house_number = null] = numbers as Set<string>
  const [number_suffix = null] = suffixes as Set<string>
  return { house_number, number_suffix }
}

/** « Chercher », with what is typed so far: nothing is refused there that can still be typed. */
export const searchForm = z.looseObject({
  kind: choice(['guided', 'free'], 'Choisissez « Adresse guidée » ou « Adresse libre ».'),
  search: choice(['kind', 'address', 'whole'], 'Saisissez un code postal ou une rue, puis cherchez.'),
})

/** The fields of the guided way, which an address that was found fills. */
export const GUIDED_FIELDS = [
  ...['postcode', 'inseeCode', 'street', 'houseNumber', 'numberSuffix', 'careOf', 'complement', 'poBox'],
] as const

/** The fields of the page, as they travel from a search to the page that shows what was found. */
export const FIELDS = ['kind', 'whole', ...GUIDED_FIELDS, 'line1', 'line2', 'line3', 'freePostcode', 'freeTown', 'country'] as const

/** An address as the fields of the page show it. */
export function fieldsOf(address: Address): Record<string, string | null | undefined> {
  if (address.kind === 'free') {
    const [line1, line2, line3] = address.lines
    return { kind: 'free', line1, line2, line3, freePostcode: address.postcode, freeTown: address.town, country: address.country }
  }
  return {
    kind: 'guided',
    postcode: address.postcode,
    inseeCode: address.insee_code,
    street: address.street,
    houseNumber: address.house_number,
    numberSuffix: address.number_suffix,
    careOf: address.care_of,
    complement: address.complement,
    poBox: address.po_box,
  }
}
